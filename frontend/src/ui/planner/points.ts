/** Risk points around the chosen cells, so that a drag can tell how many change hands before it ends. */
import type { Cell, Ground } from "../../boundary/ground.ts";
import { type Box, boxOf, inBox, inShape, type Place, type Shape } from "../../boundary/shapes.ts";
import { type Api, ApiError } from "../../net/api.ts";
import type { PointMarkRow } from "../../net/lists.ts";
import { Lists } from "../../net/lists.ts";

export class Points {
  #places: readonly Place[] | null = null;
  #asked: AbortController | null = null;

  constructor(private readonly api: Api) {}

  /** Read those in the box of the chosen cells and their neighbours. */
  async around(ground: Ground, cells: readonly number[]): Promise<void> {
    this.#asked?.abort();
    this.#places = null;
    const near = new Set([...cells, ...cells.flatMap((id) => ground.neighbours(id))]);
    const shapes = [...near].flatMap((id) => ground.get(id)?.shape ?? []);
    if (cells.length === 0) return;
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    try {
      const box = boxOf(shapes)
        .map((n) => n.toFixed(6))
        .join(",");
      const { marks, cut } = await new Lists(this.api).marks<PointMarkRow>("points", `bb=${box}`, signal);
      if (!cut) this.#places = marks.map(([, lon, lat]) => [lon, lat]);
    } catch (failure) {
      // Figures of a drag are a help; without them it goes on.
      if (signal.aborted) return;
      if (!(failure instanceof ApiError)) throw failure;
      console.warn("points around the chosen cells", failure.code);
    }
  }

  /** How many lie in a shape; null while they are not known. */
  count(shape: Shape): number | null {
    if (!this.#places) return null;
    const box: Box = boxOf(shape);
    return this.#places.filter((place) => inBox(place, box) && inShape(place, shape)).length;
  }

  countIn(cell: Cell | undefined): number | null {
    return cell ? this.count(cell.shape) : null;
  }
}
