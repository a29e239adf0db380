import type { FilterMarks } from "../map/types.ts";
import { ApiError } from "../net/api.ts";
import type { Lists, PointMarkRow, UnitMarkRow } from "../net/lists.ts";
import { type Legend, legendFrom } from "../state/counts.ts";
import type { StoreChange } from "../state/store.ts";
import type { Totals } from "../ui/workbench/filter-panel.ts";

/** What a filter finds is asked for again after changes, but not more often than this. */
const EVERY_MS = 5_000;
const RETRY_MS = 8_000;

/** Marks, legend and totals of the filter that is on, kept in step with the log. */
export class Result {
  marks: FilterMarks | null = null;
  legend: Legend | null = null;
  totals: Totals | null = null;
  cut = false;
  failed = false;
  /** grows with every result, so that lists look again */
  stamp = 0;
  private query = "";
  private asked = 0;
  private timer = 0;
  private running: AbortController | null = null;

  constructor(
    private readonly lists: Lists,
    private readonly changed: () => void,
  ) {}

  /** Another filter: "" is none. */
  show(query: string): void {
    this.query = query;
    this.totals = null;
    window.clearTimeout(this.timer);
    this.timer = 0;
    void this.load();
  }

  /** The log told of something: what the filter finds may differ. */
  take(change: StoreChange): void {
    if (!change.reset && change.ops.length === 0) return;
    this.plan(this.asked + EVERY_MS - performance.now());
  }

  private plan(wait: number): void {
    if (this.timer) return;
    this.timer = window.setTimeout(
      () => {
        this.timer = 0;
        void this.load();
      },
      Math.max(300, wait),
    );
  }

  private async load(): Promise<void> {
    this.asked = performance.now();
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    try {
      await this.read(this.query, running.signal);
      if (running.signal.aborted) return;
      this.failed = false;
    } catch (failure) {
      if (running.signal.aborted) return;
      if (!(failure instanceof ApiError)) throw failure;
      this.failed = true;
      // A filter that the server cannot understand stays so; a lost network comes back.
      if (failure.status !== 422) this.plan(RETRY_MS);
    }
    this.stamp += 1;
    this.changed();
  }

  private async read(query: string, signal: AbortSignal): Promise<void> {
    const legend = this.lists.legend(query, signal);
    if (!query) {
      const { counts, hazards } = await legend;
      if (signal.aborted) return;
      this.marks = null;
      this.legend = null;
      this.cut = false;
      this.totals = totalsOf(counts, hazards);
      return;
    }
    const [found, points, units, hazards] = await Promise.all([
      legend,
      this.lists.marks<PointMarkRow>("points", query, signal),
      this.lists.marks<UnitMarkRow>("units", query, signal),
      this.lists.marks<[number]>("hazards", query, signal),
    ]);
    if (signal.aborted) return;
    this.legend = legendFrom(new Map(Object.entries(found.counts)));
    this.totals = totalsOf(found.counts, found.hazards);
    this.cut = points.cut;
    this.marks = {
      points: points.marks,
      units: units.marks,
      hazards: new Set(hazards.marks.map(([id]) => id)),
    };
  }
}

function totalsOf(counts: Record<string, number>, hazards: number): Totals {
  const sum = (prefix: string): number =>
    [0, 1, 2, 3, 4].reduce((total, level) => total + (counts[`${prefix}${level}`] ?? 0), 0);
  return { points: sum("p"), units: sum("u"), hazards, surveys: counts["survey_overdue"] ?? 0 };
}
