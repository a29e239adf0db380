import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { HazardDetail } from "../details.ts";
import { dateTime } from "../format.ts";
import { hazardMark } from "../icons.ts";
import { dueText } from "../text.ts";
import type { PanelContext } from "./context.ts";
import "./photo-notes.ts";
import { type Fact, facts, goTo, photoStrip, section, stateChip } from "./sections.ts";

const WAY = ["reported", "verified", "ordered", "rectifying", "submitted", "reinspected", "closed"] as const;

function classWord(hazard: HazardDetail): string {
  if (!hazard.major) return t("hazard.general");
  return t(hazard.state === "reported" ? "hazard.claimed_major" : "hazard.major");
}

export function hazardHead(hazard: HazardDetail, context: PanelContext): TemplateResult {
  const select = context.select.bind(context);
  const settled = hazard.state === "closed" || hazard.state === "rejected";
  return html`<div class="panel-head">
    <nav class="crumbs" aria-label=${t("facts.cell")}>
      ${hazard.cell ? goTo({ entity: "cell", id: hazard.cell.id }, hazard.cell.name, select) : nothing}
      ${hazard.unit ? goTo({ entity: "unit", id: hazard.unit.id }, hazard.unit.name, select) : nothing}
      ${hazard.point ? goTo({ entity: "point", id: hazard.point.id }, hazard.point.name, select) : nothing}</nav>
    <h2>${hazard.title}</h2>
    <p class="panel-tags"><span class="level">${hazardMark(hazard.major, settled)}<b>${classWord(hazard)}</b></span>
      ${stateChip(hazard.state, hazard.overdue)} <span class="chip num">${hazard.number}</span>
      ${hazard.listing ? html`<span class="chip chip-bad">${t("hazard.listed")} ${term("cell_level", hazard.listing)}</span>` : nothing}
      ${hazard.suspended ? html`<span class="chip chip-bad">${t("hazard.suspended")}</span>` : nothing}
      ${hazard.self_found ? html`<span class="chip">${t("hazard.self_found")}</span>` : nothing}</p>
    ${way(hazard)}
  </div>`;
}

/** Where it stands on its way to being closed. */
function way(hazard: HazardDetail): TemplateResult | typeof nothing {
  if (hazard.state === "rejected") return nothing;
  const at = hazard.state === "accepted" ? 5.5 : WAY.indexOf(hazard.state as (typeof WAY)[number]);
  return html`<ol class="way">${WAY.map(
    (
      state,
      i,
    ) => html`<li class=${i < at ? "way-done" : i === Math.floor(at) ? "way-now" : ""} aria-current=${i === Math.floor(at) ? "step" : nothing}>
      <span>${term("hazard_state", state)}</span></li>`,
  )}</ol>`;
}

export function hazardParts(hazard: HazardDetail, context: PanelContext): TemplateResult {
  const due =
    hazard.deadline && hazard.state !== "closed"
      ? html`${dateTime(hazard.deadline)} <span class="meta">${dueText(hazard.deadline)}</span>`
      : "";
  const about: Fact[] = [
    [t("facts.category"), term("hazard_category", hazard.category)],
    [t("facts.deadline"), due],
    [t("facts.found"), dateTime(hazard.found_at)],
    [t("facts.reported"), dateTime(hazard.reported_at)],
    [t("facts.closed"), dateTime(hazard.closed_at)],
    [t("facts.source"), hazard.source && term("hazard_source", hazard.source)],
  ];
  return html`
    ${section("text", t("hazard.text"), html`<p class="prose">${hazard.text}</p>${photoStrip(hazard.photos, t("hazard.photos"))}${notes(hazard, context)}`)}
    ${section("facts", t("facts.title"), facts(about))}`;
}

/** The server shows them to those alone who verify here; nobody else is offered the button. */
function notes({ photos, can }: HazardDetail, { api }: PanelContext): TemplateResult | typeof nothing {
  if (photos.length === 0 || !can.includes("check_general")) return nothing;
  return html`<sg-photo-notes .photos=${photos} .api=${api}></sg-photo-notes>`;
}
