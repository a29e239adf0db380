import type { StoreChange } from "../state/store.ts";
import { addToFeed, type FeedItem, feedItem } from "./feed-items.ts";

const CALLOUT_MS = 8_000;

/** Keeps the feed and which of it is called out over the map. */
export class News {
  items: FeedItem[] = [];
  newest: FeedItem | null = null;
  private timer = 0;

  constructor(private readonly changed: () => void) {}

  take(change: StoreChange, now: number): void {
    if (change.reset) return;
    const items = change.objects.map((object) => feedItem(object, now)).filter((item) => item !== null);
    if (items.length === 0) return;
    this.items = addToFeed(this.items, items);
    this.call(worst(items));
  }

  /** Only the worst of a batch is called out; the list has them all. */
  private call(item: FeedItem): void {
    this.newest = item;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.close(), CALLOUT_MS);
    this.changed();
  }

  close(): void {
    window.clearTimeout(this.timer);
    this.newest = null;
    this.changed();
  }
}

function rank(item: FeedItem): number {
  return item.level === 0 ? 5 : item.level;
}

export function worst(items: readonly FeedItem[]): FeedItem {
  return items.reduce((a, b) => (rank(b) < rank(a) ? b : a));
}
