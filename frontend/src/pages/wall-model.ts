import { lang } from "../i18n/index.ts";
import type { MapConfig, Padding } from "../map/index.ts";
import type { FeedItem } from "../ui/feed-items.ts";
import { rootPixels } from "./map-geometry.ts";
import { basemapOf, type MapPageConfig } from "./map-model.ts";

const REM_AT = 16;

/** What the columns and lines at the edges cover, in pixels. */
export function wallPadding(width: number, height: number): Padding {
  const rem = rootPixels(width, height);
  return { top: rem * 2, right: rem * 25, bottom: rem * 3.5, left: rem * 24 };
}

export function mapConfig(config: MapPageConfig, plain: boolean): MapConfig & { padding: Padding } {
  const { innerWidth, innerHeight } = window;
  return {
    lang: lang(),
    staticUrl: config.static_url ?? "/static/",
    basemap: basemapOf(config.basemap),
    padding: wallPadding(innerWidth, innerHeight),
    scale: rootPixels(innerWidth, innerHeight) / REM_AT,
    quiet: true,
    ...(plain ? { plain } : {}),
  };
}

/** Rows of the feed that fit between the alarms and the chart. */
export function rowsThatFit(height: number, alarms: number): number {
  const rem = rootPixels(window.innerWidth, height);
  const free = height / rem - 28 - Math.min(alarms, 3) * 6.5 - (alarms ? 2.5 : 0);
  return Math.max(2, Math.min(12, Math.floor(free / 3.75)));
}

const COLOURS = ["--accent", "--red-fill", "--orange-fill", "--yellow-fill", "--blue-fill"];

export function newsColour(item: FeedItem): string {
  return `var(${item.settled ? "--ok" : (COLOURS[item.level] ?? "--accent")})`;
}
