import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { HazardDetail } from "../details.ts";
import { dateTime } from "../format.ts";
import { photoStrip, section } from "../panel/sections.ts";

const BEFORE = ["photos", "before_photos"];
const AFTER = ["after_photos"];

interface Photo {
  id: string;
  url: string;
}

/** Photos that the steps named under some fields, those of the newest step last. */
export function photosOf(hazard: Pick<HazardDetail, "steps" | "photos">, fields: readonly string[]): Photo[] {
  const named = new Set(
    hazard.steps.flatMap((step) => {
      const said = (step.note["fields"] ?? {}) as Record<string, unknown>;
      return fields.flatMap((name) => (Array.isArray(said[name]) ? (said[name] as string[]) : []));
    }),
  );
  return hazard.photos.filter((photo) => named.has(photo.id));
}

/** How it was and how it is now, side by side. */
export function beforeAfter(hazard: HazardDetail): TemplateResult | typeof nothing {
  const before = photosOf(hazard, BEFORE);
  const after = photosOf(hazard, AFTER);
  if (after.length === 0) return nothing;
  return html`<div class="ent-before-after"><div><h3>${t("ent.before")}</h3>${photoStrip(before, t("ent.before"))}</div>
    <div><h3>${t("ent.after")}</h3>${photoStrip(after, t("ent.after"))}</div></div>`;
}

/** Who did what and when. */
export function stepList(hazard: HazardDetail): TemplateResult {
  return section(
    "steps",
    t("ent.steps"),
    html`<ol class="timeline">${[...hazard.steps].reverse().map(
      (step) => html`<li><p class="timeline-what">${term("command", step.command)}</p>
      <p class="meta quiet"><time class="num" datetime=${step.at}>${dateTime(step.at)}</time> ${[step.actor, term("role", step.role)].filter(Boolean).join(" · ")}</p></li>`,
    )}</ol>`,
  );
}
