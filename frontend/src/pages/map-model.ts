import type { LiveStatus } from "../net/live.ts";
import type { Store } from "../state/store.ts";
import type { Legend } from "../state/counts.ts";
import type { TopCell } from "../ui/overview.ts";
import { communitiesInSight, topCells } from "../ui/top.ts";

export interface MapPageConfig {
  city?: string;
  static_url?: string;
  basemap?: { url: string; labels?: string; subdomains?: string; attribution: string; maxZoom?: number } | null;
  plain?: boolean;
}

const TOP = 6;
const REFRESH_MS = 120;

/** The numbers beside the map, computed from the store at most some times a second. */
export class Numbers {
  legend: Legend | null = null;
  top: TopCell[] = [];
  sight: { whole: boolean; n: number } | null = null;
  status: LiveStatus | null = null;
  private timer = 0;

  constructor(
    private readonly store: Store,
    private readonly changed: () => void,
  ) {}

  soon(): void {
    if (this.timer) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      this.compute();
    }, REFRESH_MS);
  }

  compute(): void {
    if (!this.store.snapshot) return;
    this.legend = this.store.legend();
    this.top = topCells(this.store, TOP);
    this.sight = communitiesInSight(this.store);
    this.changed();
  }
}
