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
