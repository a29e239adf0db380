/** The sheet around a printed map: title, place for the review number, legend, scale, date. On a screen it is not seen. */
import { html, type TemplateResult } from "lit";
import { styleMap } from "lit/directives/style-map.js";
import { t } from "../../i18n/index.ts";
import { roundLength } from "../../state/measure.ts";
import { dateTime } from "../format.ts";
import { mapKey } from "../layers.ts";
import { lengthWords } from "./tools.ts";

export interface PrintModel {
  city: string;
  /** the filter in words */
  conditions: string;
  /** 审图号, as the person typed it */
  review: string;
  metresPerPixel: number;
  now: Date;
}

const BAR_PIXELS = 220;

export function printSheet(model: PrintModel): TemplateResult {
  const metres = roundLength(Math.max(1, model.metresPerPixel * BAR_PIXELS));
  const width = `${metres / model.metresPerPixel}px`;
  return html`<div class="print-sheet" aria-hidden="true">
    <header class="print-head"><h1>${t("print.title", { city: model.city })}</h1>
      ${model.conditions ? html`<p>${t("print.conditions", { text: model.conditions })}</p>` : ""}</header>
    <footer class="print-foot">${mapKey()}
      <div class="print-facts"><span class="print-scale"><i style=${styleMap({ width })}></i>${lengthWords(metres)}</span>
        <span>${t("print.made", { at: dateTime(model.now.toISOString()) })}</span>
        <span>${t("print.review", { number: model.review || "__________" })}</span>
        <span>${t("app.note_long")}</span></div></footer>
  </div>`;
}
