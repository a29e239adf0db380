import { html, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import type { FeedItem } from "../feed-items.ts";
import { alarmMark, hazardMark, shape } from "../icons.ts";
import { chinaClock } from "./clock.ts";

const TEN_MINUTES = 600_000;

export function feedMark(item: FeedItem): TemplateResult {
  if (item.entity === "alarm") return alarmMark();
  return item.entity === "hazard"
    ? hazardMark(item.major, item.settled)
    : shape(item.level, item.provisional);
}

/** The newest changes; the first stands out while it is new. */
export function wallFeed(
  items: readonly FeedItem[],
  rows: number,
  now: number,
  place: (cell: number) => string,
): TemplateResult {
  const recent = items.filter((item) => now - item.at < TEN_MINUTES).length;
  return html`<section class="wall-block wall-feed" aria-labelledby="wall-feed">
    <header class="wall-head"><h2 id="wall-feed">${t("feed.title")}</h2><span class="meta">${t("feed.recent", { n: recent })}</span></header>
    ${
      items.length === 0
        ? html`<p class="meta">${t("wall.feed_empty")}</p>`
        : // Not `repeat`: lit 3.3 leaves a comment node behind for each row that it takes away, and a wall runs for weeks.
          html`<ol class="wall-rows">${items
            .slice(0, rows)
            .map((item, i) => row(item, i === 0 && now - item.at < TEN_MINUTES, place))}</ol>`
    }
  </section>`;
}

function row(item: FeedItem, newest: boolean, place: (cell: number) => string): TemplateResult {
  const where = [place(item.cell), item.name].filter(Boolean).join(" · ");
  return html`<li class="wall-row ${newest ? "is-newest" : ""} ${item.level === 1 ? "is-red" : ""}">
    ${feedMark(item)}
    <span class="wall-row-text"><b>${item.title}</b><span class="meta">${where}</span></span>
    <time class="num">${chinaClock(new Date(item.at), false)}</time></li>`;
}
