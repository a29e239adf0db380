import { html, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import { icon } from "../icons.ts";
import { type Enterprise, keeps, SECTIONS, type Section } from "./types.ts";

const ICONS = {
  home: "area",
  check: "check",
  hazards: "warn",
  points: "pin",
  dossier: "file",
  records: "list",
  people: "people",
} as const;
const WORDS = {
  home: "ent.home",
  check: "ent.check",
  hazards: "ent.hazards",
  points: "ent.points",
  dossier: "ent.dossier",
  records: "ent.records",
  people: "ent.people",
} as const;
const FOR_WORKERS: readonly Section[] = ["home", "hazards", "points", "records"];
/** What stays at the thumb on a phone; the rest is behind "more". */
const FIRST: readonly Section[] = ["home", "check", "hazards", "points"];

export function sectionsOf(unit: Enterprise): readonly Section[] {
  return keeps(unit) ? SECTIONS : FOR_WORKERS;
}

/** Sections: a column on a desk, a bar at the foot of a phone, where the last button opens the rest. */
export function sectionNav(
  unit: Enterprise,
  now: Section,
  open: boolean,
  go: (section: Section) => void,
  more: () => void,
): TemplateResult {
  const there = sectionsOf(unit);
  const first = there.length > 5 ? FIRST.filter((one) => there.includes(one)) : there;
  const rest = there.filter((one) => !first.includes(one));
  const button = (one: Section, late: boolean): TemplateResult =>
    html`<li class=${late ? "ent-late" : ""}><button type="button" aria-current=${one === now ? "page" : "false"} @click=${() => go(one)}>
      ${icon(ICONS[one], "1.375rem")}<span>${t(WORDS[one])}</span></button></li>`;
  return html`<nav class="ent-nav ${open ? "is-open" : ""}" aria-label=${t("ent.sections")}><ul>
    ${first.map((one) => button(one, false))}${rest.map((one) => button(one, true))}
    ${
      rest.length
        ? html`<li class="ent-more"><button type="button" aria-expanded=${open} aria-current=${rest.includes(now) ? "page" : "false"} @click=${more}>
        ${icon("layers", "1.375rem")}<span>${t("ent.more")}</span></button></li>`
        : ""
    }
  </ul></nav>`;
}
