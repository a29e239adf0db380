/**
 * Bookkeeping of what changed since the point tiles were made. Pure; the view draws it.
 *
 * Feature-state cannot change an icon or a sort key, so a changed object is drawn from an overlay and its twin in the
 * tile is made invisible and deaf. The overlay wins unless a tile shows a greater version; it is emptied (rebased) only
 * when the source was loaded anew after the entry was made.
 */
import type { Op, PointDrawn, UnitDrawn } from "../net/wire.ts";

export type Covered = "point" | "unit";
export interface Entry {
  entity: Covered;
  id: number;
  v: number;
  /** null: it left the map, only the twin must be hidden */
  drawn: PointDrawn | UnitDrawn | null;
  /** generation of the source that does not contain it yet */
  generation: number;
}

export type OverlayKey = `${Covered}:${number}`;
export const REBASE_AT = 5_000;

export class Overlay {
  readonly #entries = new Map<OverlayKey, Entry>();
  #generation = 0;

  get size(): number {
    return this.#entries.size;
  }

  get full(): boolean {
    return this.#entries.size >= REBASE_AT;
  }

  entries(): Iterable<Entry> {
    return this.#entries.values();
  }

  get(entity: Covered, id: number): Entry | undefined {
    return this.#entries.get(`${entity}:${id}`);
  }

  /** Take ops that are news; gives the entries that differ now. Hazards are drawn from the state, not from tiles. */
  take(ops: readonly Op[]): Entry[] {
    const changed = new Map<OverlayKey, Entry>();
    for (const op of ops) {
      const entry = this.#entryOf(op);
      if (!entry) continue;
      const key: OverlayKey = `${entry.entity}:${entry.id}`;
      if (entry.v <= (this.#entries.get(key)?.v ?? 0)) continue;
      this.#entries.set(key, entry);
      changed.set(key, entry);
    }
    return [...changed.values()];
  }

  #entryOf(op: Op): Entry | null {
    if (op.o === "counts" || op.e === "hazard" || op.e === "alarm") return null;
    const generation = this.#generation;
    if (op.o === "remove") return { entity: op.e, id: op.id, v: op.v, drawn: null, generation };
    return { entity: op.e, id: op.d.id, v: op.d.v, drawn: op.d, generation };
  }

  /** Whether the twin in a tile is hidden: the overlay knows at least as much as the tile. */
  hides(entity: Covered, id: number, tileVersion: number): boolean {
    const entry = this.get(entity, id);
    return entry !== undefined && entry.v >= tileVersion;
  }

  /** Tiles show these versions: entries that know less give way. Gives what was dropped. */
  giveWay(seen: Iterable<{ entity: Covered; id: number; v: number }>): Entry[] {
    const dropped: Entry[] = [];
    for (const { entity, id, v } of seen) {
      const entry = this.get(entity, id);
      if (!entry || v <= entry.v) continue;
      this.#entries.delete(`${entity}:${id}`);
      dropped.push(entry);
    }
    return dropped;
  }

  /** The source is being loaded anew: what comes from now on may be missing from it. Gives the load's number. */
  beginReload(): number {
    this.#generation += 1;
    return this.#generation;
  }

  /** That load is complete: everything older is in the tiles. Gives what was dropped. */
  reloaded(generation: number): Entry[] {
    const dropped = [...this.#entries].filter(([, entry]) => entry.generation < generation);
    for (const [key] of dropped) this.#entries.delete(key);
    return dropped.map(([, entry]) => entry);
  }
}
