import { html, nothing, type TemplateResult } from "lit";
import { styleMap } from "lit/directives/style-map.js";
import { t } from "../i18n/index.ts";
import { term } from "../i18n/terms.ts";
import type { Level } from "../net/wire.ts";
import type { Legend } from "../state/counts.ts";
import { number, shares } from "./format.ts";
import { icon, shape } from "./icons.ts";
import { LEVELS, levelName } from "./level.ts";

export type Mode = "live" | "base";

/** The four-colour bar; its words are for those who cannot see it. */
export function levelBar(counts: Record<Level, number>): TemplateResult {
  const widths = shares(LEVELS.map((level) => counts[level]));
  const words = LEVELS.map((level) => `${levelName(level)} ${number(counts[level])}`).join(", ");
  return html`<div class="bar" role="img" aria-label=${t("overview.bar", { parts: words })}>
    ${LEVELS.map((level, i) => html`<i class="bar-${level}" style=${styleMap({ width: `${widths[i] ?? 0}%` })}></i>`)}
  </div>`;
}

export function levelRows(counts: Record<Level, number>): TemplateResult {
  return html`<ul class="levels">
    ${LEVELS.map(
      (
        level,
      ) => html`<li data-level=${level}><span class="levels-word">${shape(level)}${levelName(level)}</span>
        <span class="num">${number(counts[level])}</span></li>`,
    )}
  </ul>`;
}

/** Hero number, bar, four levels and 未评估, and the note on claims. */
export function pointsBlock(legend: Legend, mode: Mode, scope: string): TemplateResult {
  const counts = legend[mode];
  const total = LEVELS.reduce<number>((sum, level) => sum + counts[level], 0);
  const units = LEVELS.reduce<number>((sum, level) => sum + legend.units[level], 0);
  return html`<div class="block" role="group" aria-labelledby="points-title">
    <header class="block-head"><h2 id="points-title">${t("overview.points")}</h2><span class="meta">${scope}</span></header>
    <p class="hero num" data-total=${total}>${number(total)}</p>
    ${levelBar(counts)} ${levelRows(counts)}
    <p class="meta block-foot">${t(mode === "live" ? "overview.levels" : "overview.levels_base")} · ${t("overview.units", { n: number(units) })}</p>
    ${
      legend.provisional
        ? html`<p class="provisional meta">${shape(1, true)}<span>${t("overview.provisional", { n: number(legend.provisional) })}</span></p>`
        : nothing
    }
  </div>`;
}

const GROUPS: readonly (readonly string[])[] = [
  ["reported"],
  ["verified"],
  ["ordered", "rectifying"],
  ["submitted"],
  ["reinspected", "accepted"],
];

function group(states: readonly string[], legend: Legend): TemplateResult {
  const n = states.reduce((sum, state) => sum + (legend.hazards.byState[state] ?? 0), 0);
  const words = states.map((state) => term("hazard_state", state));
  return html`<li><span class="kpi num">${number(n)}</span><span class="meta">${words.map((word) => html`<span>${word}</span>`)}</span></li>`;
}

/** Open hazards along their way, and those that are late. */
export function hazardsBlock(legend: Legend): TemplateResult {
  const { overdue, major } = legend.hazards;
  return html`<div class="block" role="group" aria-labelledby="hazards-title">
    <header class="block-head"><h2 id="hazards-title">${t("overview.hazards")}</h2>
      <span class="meta ${overdue ? "bad" : ""}">${
        overdue ? t("overview.hazards_overdue", { n: number(overdue) }) : t("overview.hazards_ontime")
      }${major ? ` · ${t("overview.major", { n: number(major) })}` : ""}</span></header>
    <ul class="kpis">${GROUPS.map((states) => group(states, legend))}</ul>
  </div>`;
}

export interface SurveysModel {
  /** the layer that marks them is on; null: the viewer has no such layer */
  shown: boolean | null;
  show(on: boolean): void;
}

/** Communities whose survey is overdue, and the switch that marks them. */
export function surveysBlock(legend: Legend, model: SurveysModel): TemplateResult {
  const late = legend.surveysOverdue;
  return html`<div class="block block-line" role="group" aria-labelledby="surveys-title">
    <header class="block-head"><h2 id="surveys-title">${t("survey.overview")}</h2>
      <span class="meta ${late ? "bad" : ""}" data-overdue=${late}>${late ? t("survey.overview_late", { n: number(late) }) : t("survey.overview_fine")}</span></header>
    ${
      model.shown === null || !(late || model.shown)
        ? nothing
        : html`<button class="btn btn-small" type="button" aria-pressed=${model.shown} @click=${() => model.show(!model.shown)}>
            ${icon("pin", "1rem")}${t(model.shown ? "survey.hide" : "survey.show")}</button>`
    }
  </div>`;
}

export interface TopCell {
  id: number;
  name: string;
  above: string;
  index: number;
  colour: number;
}

/** The cells at the top of the index; a click flies there. An index is of all that a cell holds, whatever is filtered. */
export function topBlock(
  cells: readonly TopCell[],
  open: (id: number) => void,
  filtered = false,
): TemplateResult {
  return html`<div class="block" role="group" aria-labelledby="top-title">
    <header class="block-head"><h2 id="top-title">${t("overview.top")}</h2><span class="meta">${t("overview.index")}</span></header>
    ${
      cells.length === 0
        ? html`<p class="meta">${t("overview.top_none")}</p>`
        : html`<ol class="tops">${cells.map((cell, i) => topRow(cell, i, open))}</ol>`
    }
    ${filtered ? html`<p class="meta block-foot">${t("overview.top_unfiltered")}</p>` : nothing}
  </div>`;
}

function topRow(cell: TopCell, i: number, open: (id: number) => void): TemplateResult {
  return html`<li><button type="button" @click=${() => open(cell.id)}>
    <span class="num quiet">${i + 1}</span>
    <span class="tops-name">${shape(cell.colour)}<span>${cell.name}<span class="meta quiet">${cell.above}</span></span></span>
    <span class="tops-bar" aria-hidden="true"><i class="bar-${cell.colour}" style=${styleMap({ width: `${cell.index}%` })}></i></span>
    <span class="num tops-index">${cell.index}</span>
  </button></li>`;
}
