import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import type { Legend } from "../state/counts.ts";
import { type ExtraModel, extraLayers } from "./extra.ts";
import { icon } from "./icons.ts";
import { type LayerState, layers } from "./layers.ts";
import {
  hazardsBlock,
  pointsBlock,
  type SurveysModel,
  surveysBlock,
  type TopCell,
  topBlock,
} from "./overview.ts";
import { grip, type Stop } from "./sheet.ts";

export interface OverviewModel {
  legend: Legend | null;
  top: readonly TopCell[];
  sight: { whole: boolean; n: number } | null;
  /** the numbers are those of a filter */
  filtered?: boolean;
  layers: LayerState;
  extra: ExtraModel;
  hasDuty: boolean;
  shut: boolean;
  stop: Stop;
  report: (() => void) | null;
  setLayers(next: LayerState): void;
  setShut(shut: boolean): void;
  setStop(stop: Stop): void;
  openCell(id: number): void;
}

function scopeText({ sight, filtered }: OverviewModel): string {
  if (filtered) return t("overview.filtered");
  if (!sight) return t("overview.scope_held");
  return t(sight.whole ? "overview.scope_city" : "overview.scope_cells", { n: sight.n });
}

function isEmpty(legend: Legend): boolean {
  const sum = (counts: Record<number, number>): number => Object.values(counts).reduce((a, b) => a + b, 0);
  return sum(legend.live) + sum(legend.units) + legend.hazards.open === 0;
}

function emptyNote(model: OverviewModel): TemplateResult {
  return html`<p class="notice">
    ${icon("info", "1.125rem")}<span>${t(model.hasDuty ? "overview.empty" : "overview.no_scope")}</span>
  </p>`;
}

function body(model: OverviewModel): TemplateResult {
  const { legend } = model;
  if (!legend) {
    return html`<div class="panel-skeleton">${[1, 2, 3, 4, 5].map(() => html`<i class="skeleton"></i>`)}</div>`;
  }
  const mode = model.layers.ground === "base" ? "base" : "live";
  return html`${isEmpty(legend) && !model.filtered ? emptyNote(model) : nothing} ${pointsBlock(legend, mode, scopeText(model))}
    ${hazardsBlock(legend)} ${model.sight && !model.filtered ? surveysBlock(legend, surveys(model.extra)) : nothing} ${model.sight ? topBlock(model.top, (id) => model.openCell(id), model.filtered) : nothing}
    ${layers(model.layers, (next) => model.setLayers(next))} ${extraLayers(model.extra)}`;
}

const SURVEYS = "surveys";

function surveys(extra: ExtraModel): SurveysModel {
  const there = extra.list.some((layer) => layer.code === SURVEYS);
  return { shown: there ? extra.on.has(SURVEYS) : null, show: (on) => extra.toggle(SURVEYS, on) };
}

function reportButton(report: () => void): TemplateResult {
  return html`<button class="btn btn-main sheet-report" type="button" @click=${report}>
    ${icon("camera", "1.25rem")}${t("app.report_here")}
  </button>`;
}

/** The left side: what is in sight and how bad it is, the worst cells, the layers. A sheet on a phone. */
export function overviewSide(model: OverviewModel): TemplateResult {
  return html`<aside class="side side-left sheet-${model.stop}" aria-label=${t("overview.title")}>
    ${grip(model.stop, (stop) => model.setStop(stop))}
    <button class="btn btn-icon side-fold" type="button" aria-expanded=${!model.shut}
      aria-label=${t(model.shut ? "act.expand" : "act.collapse")}
      @click=${() => model.setShut(!model.shut)}>${icon(model.shut ? "right" : "left")}</button>
    <div class="side-body scroll" tabindex="0" role="group" aria-label=${t("overview.title")}>${body(model)}</div>
    ${model.report ? reportButton(model.report) : nothing}
  </aside>`;
}
