import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import type { FeedItem } from "./feed-items.ts";
import { shortTime } from "./format.ts";
import { alarmMark, hazardMark, icon, shape } from "./icons.ts";

export type OpenItem = (item: FeedItem) => void;
export type CellName = (cell: number) => string;

function mark(item: FeedItem): TemplateResult {
  if (item.entity === "alarm") return alarmMark();
  return item.entity === "hazard"
    ? hazardMark(item.major, item.settled)
    : shape(item.level, item.provisional);
}

/** Newest changes as a short list. */
export function feed(
  items: readonly FeedItem[],
  now: number,
  cellName: CellName,
  open: OpenItem,
): TemplateResult {
  const recent = items.filter((item) => now - item.at < 600_000).length;
  return html`<div class="block feed" role="group" aria-labelledby="feed-title">
    <header class="block-head"><h2 id="feed-title">${t("feed.title")}</h2><span class="meta">${t("feed.recent", { n: recent })}</span></header>
    ${
      items.length === 0
        ? html`<p class="meta">${t("feed.empty")}</p>`
        : html`<ol class="rows">${items.slice(0, 30).map((item, i) => row(item, i === 0, cellName, open))}</ol>`
    }
  </div>`;
}

function row(item: FeedItem, newest: boolean, cellName: CellName, open: OpenItem): TemplateResult {
  return html`<li><button class="row ${newest ? "row-newest" : ""}" type="button" @click=${() => open(item)}>
    ${mark(item)}
    <span class="row-text"><b>${item.title}</b><span class="meta">${[cellName(item.cell), item.name].filter(Boolean).join(" · ")}</span></span>
    <time class="num meta">${shortTime(new Date(item.at).toISOString())}</time></button></li>`;
}

/** The newest change, for some seconds, over the map. It is read out once. */
export function callout(
  item: FeedItem | null,
  cellName: CellName,
  open: OpenItem,
  close: () => void,
): TemplateResult {
  return html`<div class="callout-place" role="status" aria-live="polite">${
    item
      ? html`<div class="callout ${item.level === 1 ? "callout-red" : ""}">
        <button class="callout-open" type="button" @click=${() => open(item)}>${mark(item)}
          <span><b>${item.title}</b><span class="meta">${[cellName(item.cell), item.name].filter(Boolean).join(" · ")}</span></span></button>
        <button class="btn btn-icon btn-small" type="button" aria-label=${t("act.close")} @click=${close}>${icon("close", "1rem")}</button>
      </div>`
      : nothing
  }</div>`;
}
