/** A tint for every cell so that neighbours differ; a cell keeps its own as long as it is there. */
import type { Ground } from "./ground.ts";

export class Tints {
  readonly #of = new Map<number, number>();

  constructor(private readonly colours: number) {}

  get(ground: Ground, id: number): number {
    const known = this.#of.get(id);
    if (known !== undefined) return known;
    const taken = ground.neighbours(id).map((other) => this.#of.get(other));
    const free = this.#free(new Set(taken), id);
    this.#of.set(id, free);
    return free;
  }

  /** Begins at the id, so that all tints are used; with no free one, that of the id. */
  #free(taken: ReadonlySet<number | undefined>, id: number): number {
    for (let i = 0; i < this.colours; i += 1) {
      const tint = (id + i) % this.colours;
      if (!taken.has(tint)) return tint;
    }
    return id % this.colours;
  }
}

/** A tint for every group of cells, e.g. those of a township, so that groups that touch differ where tints suffice. */
export function tintsOfGroups(
  ground: Ground,
  groupOf: (id: number) => number,
  colours: number,
): Map<number, number> {
  const beside = new Map<number, Set<number>>();
  for (const { id } of ground.all()) {
    const group = groupOf(id);
    const near = beside.get(group) ?? new Set();
    for (const other of ground.neighbours(id)) near.add(groupOf(other));
    beside.set(group, near);
  }
  const tints = new Map<number, number>();
  for (const [group, near] of [...beside].sort(([a], [b]) => a - b)) {
    const taken = new Set([...near].map((other) => tints.get(other)));
    const free = [...Array(colours).keys()]
      .map((i) => (group + i) % colours)
      .find((tint) => !taken.has(tint));
    tints.set(group, free ?? group % colours);
  }
  return tints;
}
