import { html, nothing, svg, type TemplateResult } from "lit";
import type { components } from "../generated/api.ts";
import { say, t } from "../i18n/index.ts";
import { term } from "../i18n/terms.ts";
import { glyphOf, PIN, SIGN } from "../map/glyphs.ts";
import { number } from "./format.ts";

export type LayerInfo = components["schemas"]["LayerOut"];

/** The mark of a layer as the map draws it: a pin with its sign, never a risk shape. */
export function layerPin(icon: string, colour: string, size = "1.25rem"): TemplateResult {
  const { x, y, scale } = SIGN;
  return html`<svg class="layer-pin" width=${size} height=${size} viewBox="0 0 24 24" aria-hidden="true">
    <path d=${PIN} fill=${colour}></path>
    ${svg`<path d=${glyphOf(icon)} fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"
      transform="translate(${x} ${y}) scale(${scale}) translate(-12 -12)"></path>`}</svg>`;
}

export interface ExtraModel {
  list: readonly LayerInfo[];
  on: ReadonlySet<string>;
  toggle(code: string, on: boolean): void;
}

/** Further layers by group: what each is, how many there are in sight, a switch. */
export function extraLayers(model: ExtraModel): TemplateResult | typeof nothing {
  if (model.list.length === 0) return nothing;
  const groups = [...new Set(model.list.map((layer) => layer.group))];
  return html`<div class="block" role="group" aria-labelledby="extra-title">
    <header class="block-head"><h2 id="extra-title">${t("extra.title")}</h2>
      ${model.on.size ? html`<button class="link meta" type="button" @click=${() => allOff(model)}>${t("extra.all_off")}</button>` : nothing}</header>
    ${groups.map(
      (
        group,
      ) => html`<fieldset class="extra-group"><legend class="meta">${term("layer_group", group)}</legend>
        ${model.list.filter((layer) => layer.group === group).map((layer) => row(layer, model))}</fieldset>`,
    )}</div>`;
}

function allOff(model: ExtraModel): void {
  for (const code of [...model.on]) model.toggle(code, false);
}

function row(layer: LayerInfo, model: ExtraModel): TemplateResult {
  const on = model.on.has(layer.code);
  return html`<label class="extra-row ${layer.count ? "" : "is-empty"}"><input type="checkbox" name="extra" value=${layer.code} .checked=${on}
      @change=${(event: Event) => model.toggle(layer.code, (event.target as HTMLInputElement).checked)} />
    ${layerPin(layer.icon, layer.colour)}<span class="extra-name">${say(layer.name)}</span>
    <span class="num quiet">${number(layer.count)}</span></label>
    ${on && layer.kinds.length > 1 ? kinds(layer) : nothing}`;
}

/** What a layer that is on consists of. */
function kinds(layer: LayerInfo): TemplateResult {
  return html`<ul class="extra-kinds meta">${layer.kinds
    .slice(0, 6)
    .map((kind) => html`<li>${say(kind.name)} <span class="num">${number(kind.n)}</span></li>`)}</ul>`;
}

/** What the layers that are on look like, for the key at the foot of the map. */
export function extraKey(model: ExtraModel): TemplateResult | typeof nothing {
  const shown = model.list.filter((layer) => model.on.has(layer.code));
  if (shown.length === 0) return nothing;
  return html`<ul class="key key-extra" aria-label=${t("extra.title")}>${shown.map(
    (layer) => html`<li>${layerPin(layer.icon, layer.colour, "1.05rem")}${say(layer.name)}</li>`,
  )}</ul>`;
}
