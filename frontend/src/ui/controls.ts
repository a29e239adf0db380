import { html, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import type { MapView } from "../map/types.ts";
import { type IconName, icon } from "./icons.ts";

function control(name: IconName, label: string, act: () => void): TemplateResult {
  return html`<button class="btn btn-icon" type="button" aria-label=${label} title=${label} @click=${act}>${icon(name)}</button>`;
}

/** Nearer, farther, the whole area: for mouse and keyboard. */
export function mapControls(map: () => MapView | null): TemplateResult {
  return html`<div class="controls" role="group" aria-label=${t("app.map")}>
    ${control("plus", t("app.zoom_in"), () => map()?.zoomBy(1))}
    ${control("minus", t("app.zoom_out"), () => map()?.zoomBy(-1))}
    ${control("home", t("app.home"), () => map()?.fitHome())}
  </div>`;
}
