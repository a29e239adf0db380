import { html, nothing, type TemplateResult } from "lit";
import { ifDefined } from "lit/directives/if-defined.js";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { Selection } from "../../map/types.ts";
import type { HazardBrief } from "../details.ts";
import { hazardMark, icon } from "../icons.ts";

export type Select = (selection: Selection) => void;
export type Fact = readonly [label: string, value: unknown];

/** A headed part of a panel. */
export function section(id: string, title: string, body: unknown, aside: unknown = nothing): TemplateResult {
  return html`<div class="part" role="group" aria-labelledby="part-${id}">
    <header class="block-head"><h3 id="part-${id}">${title}</h3>${aside}</header>${body}
  </div>`;
}

/** Label and value in two columns; facts without a value are left out. */
export function facts(list: readonly Fact[]): TemplateResult | typeof nothing {
  const known = list.filter(
    ([, value]) => value !== "" && value !== null && value !== undefined && value !== nothing,
  );
  if (known.length === 0) return nothing;
  return html`<dl class="facts">${known.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** A fold for what is rarely looked at. */
export function fold(title: string, body: unknown): TemplateResult {
  return html`<details class="fold"><summary>${icon("right", "1rem")}<span>${title}</span></summary>${body}</details>`;
}

/** A name that opens another thing's panel. */
export function goTo(selection: Selection, name: string, select: Select): TemplateResult {
  return html`<button class="link" type="button" @click=${() => select(selection)}>${name}</button>`;
}

const SETTLED = new Set(["closed", "rejected"]);

/** Open hazards, each opening its panel. */
export function hazardList(list: readonly HazardBrief[], select: Select): TemplateResult {
  const open = list.filter((hazard) => !SETTLED.has(hazard.state));
  if (open.length === 0) return html`<p class="meta">${t("hazards.none")}</p>`;
  return html`<ul class="rows">${open.map(
    (
      hazard,
    ) => html`<li><button class="row" type="button" @click=${() => select({ entity: "hazard", id: hazard.id })}>
      ${hazardMark(hazard.major)}
      <span class="row-text"><b>${hazard.title}</b><span class="meta">${hazard.number}</span></span>
      ${stateChip(hazard.state, hazard.overdue ?? 0)}</button></li>`,
  )}</ul>`;
}

export function stateChip(state: string, overdue: number): TemplateResult {
  if (overdue)
    return html`<span class="chip chip-bad">${term("hazard_state", state)} · ${t("hazard.overdue")}</span>`;
  const tone = state === "closed" ? "chip-ok" : state === "reported" ? "chip-warn" : "";
  return html`<span class="chip ${tone}">${term("hazard_state", state)}</span>`;
}

/** A picture that opens at full size. */
export function photoStrip(
  photos: readonly { url: string }[],
  label?: string,
): TemplateResult | typeof nothing {
  if (photos.length === 0) return nothing;
  return html`<div class="strip" role="group" aria-label=${ifDefined(label)}>${photos.map(
    (photo, i) => html`<a href=${photo.url} target="_blank" rel="noopener">
      <img src=${photo.url} loading="lazy" alt=${t("hazard.photo", { n: i + 1 })} /></a>`,
  )}</div>`;
}
