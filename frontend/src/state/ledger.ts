/**
 * What changed since midnight, since the month and the quarter began, and hour by hour; on China's clock.
 *
 * The server tells what was at each beginning, once; from then on the socket's ops move everything.
 */
import type { HazardDrawn, SinceWire, WallWire } from "../net/wire.ts";
import { chinaDay } from "./china.ts";
import type { Tally } from "./counts.ts";
import type { StoreChange } from "./store.ts";

const HOUR_MS = 3_600_000;
const SETTLED: ReadonlySet<string> = new Set(["closed", "rejected"]);

export interface Hours {
  /** ms since 1970 at which each hour began, oldest first; the last one is running */
  starts: number[];
  opened: number[];
  closed: number[];
}

/** Hazards that a change opened and closed; a rejected one was none. */
export function moved(change: Pick<StoreChange, "objects" | "ops">): { opened: number; closed: number } {
  const states = new Map<number, string>();
  for (const op of change.ops) {
    if (op.o === "upsert" && op.e === "hazard") states.set(op.d.id, op.d.state);
  }
  let [opened, closed] = [0, 0];
  for (const { entity, id, before, after } of change.objects) {
    if (entity !== "hazard") continue;
    const open = after !== null && !SETTLED.has((after as HazardDrawn).state);
    if (!before && open) opened += 1;
    else if (before && !after && states.get(id) === "closed") closed += 1;
  }
  return { opened, closed };
}

export class Ledger {
  #since: SinceWire[] = [];
  #hours: Hours = { starts: [], opened: [], closed: [] };
  #day = 0;

  get known(): boolean {
    return this.#since.length > 0;
  }

  get hours(): Hours {
    return this.#hours;
  }

  load(wall: Pick<WallWire, "since" | "hours" | "now">): void {
    this.#since = wall.since.map((each) => ({ ...each }));
    const first = Date.parse(wall.hours.start);
    this.#hours = {
      starts: wall.hours.opened.map((_, i) => first + i * HOUR_MS),
      opened: [...wall.hours.opened],
      closed: [...wall.hours.closed],
    };
    this.#day = chinaDay(Date.parse(wall.now));
  }

  take(change: Pick<StoreChange, "reset" | "objects" | "ops">, now: number): void {
    if (change.reset || !this.known) return;
    this.roll(now);
    const { opened, closed } = moved(change);
    const last = this.#hours.starts.length - 1;
    this.#hours.opened[last] = (this.#hours.opened[last] ?? 0) + opened;
    this.#hours.closed[last] = (this.#hours.closed[last] ?? 0) + closed;
    for (const each of this.#since) {
      each.opened += opened;
      each.closed += closed;
    }
  }

  /** Let full hours pass. True if another day began, whose beginning only the server knows. */
  roll(now: number): boolean {
    const { starts, opened, closed } = this.#hours;
    let last = starts.at(-1) ?? now;
    // A clock that jumped ahead by years must not make a million hours.
    for (let i = 0; i < starts.length && now >= last + HOUR_MS; i += 1) {
      last += HOUR_MS;
      starts.push(last);
      opened.push(0);
      closed.push(0);
      starts.shift();
      opened.shift();
      closed.shift();
    }
    return this.known && chinaDay(now) > this.#day;
  }

  /** How much a column has changed since each beginning, in the order day, month, quarter; null while unknown. */
  deltas(column: string, tally: Tally): (number | null)[] {
    const now = tally.get(column) ?? 0;
    if (!this.known) return [null, null, null];
    return this.#since.map(({ was }) => now - (was[column] ?? 0));
  }

  closedToday(): number {
    return this.#since[0]?.closed ?? 0;
  }

  openedToday(): number {
    return this.#since[0]?.opened ?? 0;
  }
}
