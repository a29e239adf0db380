import type { BasemapConfig } from "../map/types.ts";
import type { LiveStatus } from "../net/live.ts";
import type { Legend } from "../state/counts.ts";
import type { Store } from "../state/store.ts";
import type { TopCell } from "../ui/overview.ts";
import { communitiesInSight, topCells } from "../ui/top.ts";

export interface MapPageConfig {
  city?: string;
  static_url?: string;
  basemap?: { url: string; labels: string; attribution: string; min_zoom: number; max_zoom: number } | null;
  plain?: boolean;
}

/** The operator's base map, if one is set. It comes through our own server, whatever is behind that. */
export function basemapOf(set: MapPageConfig["basemap"]): BasemapConfig | null {
  if (!set?.url) return null;
  const { url, labels, attribution, min_zoom, max_zoom } = set;
  return { url, ...(labels ? { labels } : {}), attribution, minZoom: min_zoom, maxZoom: max_zoom };
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
