/** What lies over the map as words: what was said, the lost network, what colours mean, the menu of a node. */
import { html, nothing, type TemplateResult } from "lit";
import type { Place } from "../../boundary/shapes.ts";
import { t } from "../../i18n/index.ts";
import { icon } from "../icons.ts";
import type { KeyRow } from "./paint.ts";
import type { Session } from "./session.ts";

export interface NodeMenu {
  x: number;
  y: number;
  at: Place;
}

/** Without a network that comes first: it stays until what waits is saved. */
export function notices(session: Session): TemplateResult | typeof nothing {
  const { said, cut, sending } = session;
  if (!said && !cut) return nothing;
  return html`<div class="plan-said">${
    cut
      ? html`<p class="notice notice-warn plan-cut" role="alert">${icon("offline", "1.125rem")}<span>${t("planner.cut", { n: sending })}</span></p>`
      : nothing
  }${
    said
      ? html`<p class="notice notice-${said.tone}" role="alert">${icon(said.tone === "ok" ? "check" : "warn", "1.125rem")}<span>${said.text}</span></p>`
      : nothing
  }</div>`;
}

/** Nothing where colours only tell neighbours apart. */
export function colourKey(rows: readonly KeyRow[]): TemplateResult | typeof nothing {
  if (rows.length === 0) return nothing;
  return html`<ul class="plan-key" aria-label=${t("planner.paint_by")}>${rows.map((row) => html`<li><i style="background:${row.fill}"></i>${row.words}</li>`)}</ul>`;
}

/** `n`: how many cells share the node. */
export function nodeMenu({ x, y }: NodeMenu, n: number, remove: () => void): TemplateResult {
  return html`<div class="plan-menu" style="left:${x}px;top:${y}px"><p class="meta">${t("planner.cells_share", { n })}</p>
    <button class="menu-item" type="button" @click=${remove}>${icon("close", "1rem")}${t("planner.menu_remove")}</button></div>`;
}
