/** The rows of a long list, of which only the pages near the eye are fetched. */
import type { AnyRow, ListPage } from "../../net/lists.ts";

export const PAGE = 100;
/** Pages that are kept; those farthest from the eye are forgotten first. */
const KEPT = 40;

export type Fetcher = (offset: number, count: boolean, signal: AbortSignal) => Promise<ListPage>;

export class Rows {
  total: number | null = null;
  failed = false;
  readonly #pages = new Map<number, AnyRow[]>();
  readonly #running = new Map<number, AbortController>();
  #fetch: Fetcher = () => Promise.resolve({ total: 0, rows: [] });
  #generation = 0;

  constructor(private readonly changed: () => void) {}

  /** Another list. What is shown stays until the first page has come, so that nothing flickers. */
  reset(fetch: Fetcher, first = 0): Promise<void> {
    this.#fetch = fetch;
    this.#generation += 1;
    for (const running of this.#running.values()) running.abort();
    this.#running.clear();
    return this.#load(Math.floor(first / PAGE), true);
  }

  row(index: number): AnyRow | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Fetch what is missing of rows `from` … `to`. */
  need(from: number, to: number): void {
    const last = Math.min(to, (this.total ?? 0) - 1);
    for (let page = Math.floor(Math.max(0, from) / PAGE); page * PAGE <= last; page += 1) {
      if (!this.#pages.has(page) && !this.#running.has(page)) void this.#load(page, false);
    }
    this.#forget(Math.floor(from / PAGE));
  }

  /** Index of a row that is here; -1 if it is not, which says nothing of the list. */
  find(id: number): number {
    for (const [page, rows] of this.#pages) {
      const i = rows.findIndex((row) => row.id === id);
      if (i >= 0) return page * PAGE + i;
    }
    return -1;
  }

  stop(): void {
    this.#generation += 1;
    for (const running of this.#running.values()) running.abort();
    this.#running.clear();
  }

  async #load(page: number, fresh: boolean): Promise<void> {
    const generation = this.#generation;
    const running = new AbortController();
    this.#running.set(page, running);
    try {
      const found = await this.#fetch(page * PAGE, fresh, running.signal);
      if (generation !== this.#generation) return;
      if (fresh) this.#pages.clear();
      this.#pages.set(page, found.rows);
      this.total = found.total ?? this.total;
      this.failed = false;
    } catch (failure) {
      if (running.signal.aborted || generation !== this.#generation) return;
      console.warn("list", failure);
      this.failed = true;
    } finally {
      if (this.#running.get(page) === running) this.#running.delete(page);
    }
    this.changed();
  }

  #forget(near: number): void {
    const far = [...this.#pages.keys()].sort((a, b) => Math.abs(b - near) - Math.abs(a - near));
    for (const page of far.slice(0, Math.max(0, far.length - KEPT))) this.#pages.delete(page);
  }
}

/** Rows to draw for a scroll position: those in sight and some on both sides. */
export function windowOf(top: number, height: number, rowHeight: number, total: number): [number, number] {
  const spare = 8;
  const from = Math.max(0, Math.floor(top / rowHeight) - spare);
  return [from, Math.min(total, Math.ceil((top + height) / rowHeight) + spare)];
}
