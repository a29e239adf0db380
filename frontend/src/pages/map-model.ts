import type { BasemapConfig } from "../map/types.ts";
import type { LiveStatus } from "../net/live.ts";
import type { Legend } from "../state/counts.ts";
import type { Store } from "../state/store.ts";
import type { TopCell } from "../ui/overview.ts";
import { communitiesInSight, topCells } from "../ui/top.ts";

export interface MapPageConfig {
  city?: string;
  static_url?: string;
  basemap?: { url: string; attribution: string; tianditu: string };
  plain?: boolean;
}

function tianditu(layer: string, key: string): string {
  const query = `SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles`;
  return `https://t{s}.tianditu.gov.cn/${layer}_w/wmts?${query}&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${key}`;
}

/** The operator's base map, if one is set: an own server's, or 天地图 with its layer of names. */
export function basemapOf(set: MapPageConfig["basemap"]): BasemapConfig | null {
  if (set?.tianditu) {
    const [url, labels] = [tianditu("vec", set.tianditu), tianditu("cva", set.tianditu)];
    return { url, labels, subdomains: "01234567", attribution: "天地图", maxZoom: 18 };
  }
  return set?.url ? { url: set.url, attribution: set.attribution } : null;
}

const TOP = 6;
/** A storm of events must not become a storm of sums. */
const REFRESH_MS = 120;

/** The numbers beside the map: at once after a quiet moment, in a storm some times a second. */
export class Numbers {
  legend: Legend | null = null;
  top: TopCell[] = [];
  sight: { whole: boolean; n: number } | null = null;
  status: LiveStatus | null = null;
  private timer = 0;
  private computed = 0;

  constructor(
    private readonly store: Store,
    private readonly changed: () => void,
  ) {}

  soon(): void {
    if (this.timer) return;
    this.timer = window.setTimeout(
      () => {
        this.timer = 0;
        this.compute();
      },
      this.computed + REFRESH_MS - performance.now(),
    );
  }

  compute(): void {
    if (!this.store.snapshot) return;
    this.computed = performance.now();
    this.legend = this.store.legend();
    this.top = topCells(this.store, TOP);
    this.sight = communitiesInSight(this.store);
    this.changed();
  }
}
