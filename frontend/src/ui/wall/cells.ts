import { html, nothing, type TemplateResult } from "lit";
import { styleMap } from "lit/directives/style-map.js";
import { fill, t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { CellLevel, IndexParts } from "../../state/cells.ts";
import { shape } from "../icons.ts";
import type { TopCell } from "../overview.ts";

export interface CellsModel {
  cells: readonly TopCell[];
  /** the cell that is explained now: by a pointer, or by turns while nobody is there */
  open: number | null;
  parts: IndexParts | null;
  level: CellLevel | null;
  enter(id: number): void;
  leave(): void;
}

/** The worst cells by index; one of them at a time says what its index is made of. */
export function wallCells(model: CellsModel): TemplateResult {
  return html`<section class="wall-block" aria-labelledby="wall-cells">
    <header class="wall-head"><h2 id="wall-cells">${t("overview.top")}</h2><span class="meta">${t("overview.index")}</span></header>
    <ol class="wall-cells" @pointerleave=${() => model.leave()}>${model.cells.map((cell, i) => row(cell, i, model))}</ol>
    ${explained(model)}
  </section>`;
}

function row(cell: TopCell, i: number, model: CellsModel): TemplateResult {
  return html`<li class=${cell.id === model.open ? "is-open" : ""} @pointerenter=${() => model.enter(cell.id)}>
    <span class="num quiet">${i + 1}</span>
    ${shape(cell.colour)}
    <span class="wall-cell-name">${cell.name}<span class="meta quiet">${cell.above}</span></span>
    <span class="wall-cell-bar" aria-hidden="true"><i class="bar-${cell.colour}" style=${styleMap({ width: `${cell.index}%` })}></i></span>
    <span class="num wall-cell-index">${cell.index}</span></li>`;
}

function explained({ cells, open, parts, level }: CellsModel): TemplateResult | typeof nothing {
  const cell = cells.find(({ id }) => id === open);
  if (!cell || !parts || !level) return nothing;
  const events = level.reasons.filter(
    ({ code, binding }) => binding && code !== "INDEX" && code !== "UNRATED",
  );
  return html`<div class="wall-why">
    <p class="meta">${t("wall.why", { name: cell.name })}</p>
    <ul>${(["points", "hazards", "management"] as const).map(
      (name) =>
        html`<li><span class="meta">${t(WORDS[name])} ${parts[name].percent} %</span><b class="num">${Math.round(parts[name].value)}</b></li>`,
    )}</ul>
    ${events.map(({ code, params }) => html`<p class="wall-why-event">${shape(level.level)}${fill(term("reason", code), params)}</p>`)}
  </div>`;
}

const WORDS = {
  points: "wall.part_points",
  hazards: "wall.part_hazards",
  management: "wall.part_management",
} as const;
