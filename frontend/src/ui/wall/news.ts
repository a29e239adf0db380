/** What a wall tells as news: a line each, and the worst of the newest beside its place on the map. */
import type { Drawn, Entity, RecentWire } from "../../net/wire.ts";
import type { StoreChange } from "../../state/store.ts";
import { addToFeed, type Change, type FeedItem, feedItem } from "../feed-items.ts";
import { worst } from "../news.ts";

/** A thing that a screen lets go of (a closed hazard) is news too, if the log said what became of it. */
export function changesOf(change: Pick<StoreChange, "objects" | "ops">): Change[] {
  const last = new Map<string, Drawn>();
  for (const op of change.ops) if (op.o === "upsert") last.set(`${op.e}:${op.d.id}`, op.d);
  return change.objects
    .map((object) => ({
      ...object,
      after: object.after ?? last.get(`${object.entity}:${object.id}`) ?? null,
    }))
    .filter(({ entity, before, after }) => before !== null || !isSettled(entity, after));
}

/** Nobody waits to hear that something this screen never showed is over. */
function isSettled(entity: Entity, after: Drawn | null): boolean {
  if (!after || !("state" in after)) return false;
  return entity === "hazard"
    ? ["closed", "rejected"].includes(after.state)
    : ["false", "reviewed"].includes(after.state);
}

export class WallNews {
  items: FeedItem[] = [];

  /** News of a change; the one that deserves the pulse, if any. */
  take(change: StoreChange, now: number): FeedItem | null {
    if (change.reset) return null;
    const items = changesOf(change)
      .map((each) => feedItem(each, now))
      .filter((item) => item !== null);
    if (items.length === 0) return null;
    this.items = addToFeed(this.items, items);
    return worst(items);
  }

  /** What happened before the screen was switched on, oldest first. */
  begin(recent: readonly RecentWire[]): void {
    const before = recent
      .map(({ e, id, before, after, at }) => feedItem({ entity: e, id, before, after }, Date.parse(at)))
      .filter((item) => item !== null);
    const known = new Set(before.map(({ key }) => key));
    const own = this.items.filter(({ key }) => !known.has(key)).reverse();
    this.items = addToFeed([], [...before, ...own]);
  }
}
