import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import { term } from "../i18n/terms.ts";
import type { CellLevel, LayerName } from "../map/types.ts";
import { hazardMark, shape } from "./icons.ts";
import { levelName } from "./level.ts";

export type Ground = "live" | "base" | "owner";

export interface LayerState {
  ground: Ground;
  level: CellLevel;
  points: boolean;
  hazards: boolean;
  units: boolean;
  labels: boolean;
}

export const FIRST_LAYERS: LayerState = {
  ground: "live",
  level: 4,
  points: true,
  hazards: true,
  units: true,
  labels: true,
};
export const SWITCHES = ["points", "hazards", "units", "labels"] as const satisfies readonly LayerName[];

const GROUNDS: readonly Ground[] = ["live", "base", "owner"];
const GROUND_WORDS = { live: "layers.live", base: "layers.base", owner: "layers.owner" } as const;
const SWITCH_WORDS = {
  points: "layers.points",
  hazards: "layers.hazards",
  units: "layers.units",
  labels: "layers.labels",
} as const;

/** What colours the cells, and which marks are drawn. */
export function layers(state: LayerState, set: (next: LayerState) => void): TemplateResult {
  return html`<div class="block" role="group" aria-labelledby="layers-title">
    <header class="block-head"><h2 id="layers-title">${t("layers.title")}</h2></header>
    <div class="segments" role="radiogroup" aria-label=${t("layers.ground")}>${GROUNDS.map(
      (
        ground,
      ) => html`<label class="segment"><input type="radio" name="ground" value=${ground} .checked=${state.ground === ground}
        @change=${() => set({ ...state, ground })} /><span>${t(GROUND_WORDS[ground])}</span></label>`,
    )}</div>
    ${state.ground === "owner" ? levels(state, set) : nothing}
    <div class="switches">${SWITCHES.map(
      (name) => html`<label class="check"><input type="checkbox" name=${name} .checked=${state[name]}
        @change=${(event: Event) => set({ ...state, [name]: (event.target as HTMLInputElement).checked })} /><span>${t(SWITCH_WORDS[name])}</span></label>`,
    )}</div>
  </div>`;
}

function levels(state: LayerState, set: (next: LayerState) => void): TemplateResult {
  return html`<div class="segments" role="radiogroup" aria-label=${t("layers.level")}>${(
    [2, 3, 4] as const
  ).map(
    (
      level,
    ) => html`<label class="segment"><input type="radio" name="owner-level" value=${level} .checked=${state.level === level}
      @change=${() => set({ ...state, level })} /><span>${term("cell_level", level)}</span></label>`,
  )}</div>`;
}

/** The key at the foot of the map. */
export function mapKey(): TemplateResult {
  return html`<ul class="key" aria-label=${t("key.title")}>
    ${[1, 2, 3, 4, 0].map((level) => html`<li>${shape(level)}${levelName(level)}</li>`)}
    <li>${shape(1, true)}${t("key.provisional")}</li>
    <li class="key-apart">${hazardMark(false)}${t("key.hazard")}</li>
    <li>${hazardMark(true)}${t("key.hazard_major")}</li>
    <li><svg class="mark mark-unit" viewBox="0 0 20 20" aria-hidden="true"><path d="M3 18V7l7-4 7 4v11Z"/></svg>${t("key.unit")}</li>
  </ul>`;
}
