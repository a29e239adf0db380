import { lang } from "../i18n/index.ts";
import type { MapConfig, Padding } from "../map/index.ts";
import type { Told, WallView } from "../net/wire.ts";
import type { Store } from "../state/store.ts";
import type { FeedItem } from "../ui/feed-items.ts";
import type { Stop } from "../ui/wall/tour.ts";
import { rootPixels } from "./map-geometry.ts";
import { basemapOf, type MapPageConfig } from "./map-model.ts";

const REM_AT = 16;

/** What the columns and lines at the edges cover, in pixels. */
export function wallPadding(width: number, height: number): Padding {
  const rem = rootPixels(width, height);
  return { top: rem * 1.5, right: rem * 22, bottom: rem * 2, left: rem * 21.5 };
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

/** Which layers a preset shows. */
export const SHOWN_BY: Record<WallView["preset"], { points: boolean; hazards: boolean; ownership: boolean }> =
  {
    all: { points: true, hazards: true, ownership: false },
    risk: { points: true, hazards: false, ownership: false },
    hazards: { points: false, hazards: true, ownership: false },
    ownership: { points: false, hazards: false, ownership: true },
  };

/** The last view that the desk pushed, if any. */
export function toldView(told: readonly Told[]): { view: WallView | null; v: number } | null {
  const last = told.findLast(({ o }) => o === "wall");
  return last ? (last as unknown as { view: WallView | null; v: number }) : null;
}

/** Communities that are red by an event, the worst index first. */
export function redCells(store: Store): Stop[] {
  const found: (Stop & { index: number })[] = [];
  for (const [id, cell] of store.cells()) {
    const node = cell.eventRed ? store.tree.get(id) : undefined;
    if (node?.level !== 4 || node.lon === null || node.lat === null) continue;
    found.push({ id, lon: node.lon, lat: node.lat, index: cell.index ?? 0 });
  }
  return found.sort((a, b) => b.index - a.index || a.id - b.id);
}
