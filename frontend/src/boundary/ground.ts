/** The ground that is being drawn: cells with their shapes, and which cells share a vertex. */
import { type Box, boxOf, edgesOf, inBox, inShape, type Place, type Ring, type Shape } from "./shapes.ts";

export interface Cell {
  id: number;
  code: string;
  name: string;
  parent: number;
  parentName: string;
  exclave: boolean;
  /** may be drawn */
  mine: boolean;
  /** differs from the boundaries in force */
  changed: boolean;
  shape: Shape;
}

/** Where a vertex stands in a cell. */
export interface Spot {
  cell: number;
  polygon: number;
  ring: number;
  index: number;
}

/** Metres of a degree of latitude; longitude is scaled by the cosine at the place that is asked about. */
const DEGREE = 111_195;

export function keyOf([lon, lat]: Place): string {
  return `${lon},${lat}`;
}

/** Metres between two places that are near each other. */
export function metres([lon1, lat1]: Place, [lon2, lat2]: Place): number {
  const x = (lon2 - lon1) * Math.cos((lat1 * Math.PI) / 180);
  return Math.hypot(x, lat2 - lat1) * DEGREE;
}

export class Ground {
  readonly #cells = new Map<number, Cell>();
  readonly #boxes = new Map<number, Box>();
  readonly #spots = new Map<string, Spot[]>();

  get size(): number {
    return this.#cells.size;
  }

  get(id: number): Cell | undefined {
    return this.#cells.get(id);
  }

  all(): Iterable<Cell> {
    return this.#cells.values();
  }

  /** Add a cell, or replace it. */
  put(cell: Cell): void {
    this.remove(cell.id);
    this.#cells.set(cell.id, cell);
    this.#boxes.set(cell.id, boxOf(cell.shape));
    for (const [key, spot] of spotsOf(cell)) {
      const there = this.#spots.get(key);
      if (there) there.push(spot);
      else this.#spots.set(key, [spot]);
    }
  }

  remove(id: number): void {
    const cell = this.#cells.get(id);
    if (!cell) return;
    for (const [key] of spotsOf(cell)) {
      const left = this.#spots.get(key)?.filter((spot) => spot.cell !== id);
      if (left?.length) this.#spots.set(key, left);
      else this.#spots.delete(key);
    }
    this.#cells.delete(id);
    this.#boxes.delete(id);
  }

  /** Where a vertex stands, in every cell that has it. */
  spots(at: Place): readonly Spot[] {
    return this.#spots.get(keyOf(at)) ?? [];
  }

  /** Cells that have a vertex, each once. */
  sharing(at: Place): number[] {
    return [...new Set(this.spots(at).map((spot) => spot.cell))];
  }

  box(id: number): Box | undefined {
    return this.#boxes.get(id);
  }

  /** Cells whose box, widened by some degrees, holds a place. 2,500 boxes are looked through in microseconds. */
  *near(at: Place, degrees = 0): Iterable<Cell> {
    for (const [id, box] of this.#boxes) {
      if (inBox(at, box, degrees)) yield this.#cells.get(id) as Cell;
    }
  }

  at(place: Place): Cell | null {
    for (const cell of this.near(place)) if (inShape(place, cell.shape)) return cell;
    return null;
  }

  /** Cells that share a vertex with a cell. */
  neighbours(id: number): number[] {
    const cell = this.#cells.get(id);
    if (!cell) return [];
    const found = new Set<number>();
    for (const [key] of spotsOf(cell)) for (const spot of this.#spots.get(key) ?? []) found.add(spot.cell);
    found.delete(id);
    return [...found];
  }

  /** Cells on either side of an edge: two inside the ground, one on its outline. */
  beside(start: Place, end: Place): number[] {
    return this.sharing(start).filter((id) => this.#ringsOf(id).some((ring) => hasEdge(ring, start, end)));
  }

  /** A vertex may be moved if every cell around it is drawn by this plan and none of its edges is an outer one. */
  movable(at: Place): boolean {
    const cells = this.sharing(at);
    if (cells.length === 0 || cells.some((id) => !this.#cells.get(id)?.mine)) return false;
    return this.#linked(at).every((to) => this.beside(at, to).length > 1);
  }

  /** Whether three or more edges meet at a vertex, so that it cannot be taken away. */
  isJunction(at: Place): boolean {
    return this.#linked(at).length > 2;
  }

  /** Vertices that an edge leads to. */
  #linked(at: Place): Place[] {
    const found = new Map<string, Place>();
    for (const { cell, polygon, ring, index } of this.spots(at)) {
      const corners = this.#cells.get(cell)?.shape[polygon]?.[ring] ?? [];
      for (const step of [-1, 1]) {
        const next = corners[(index + step + corners.length) % corners.length] as Place;
        found.set(keyOf(next), next);
      }
    }
    return [...found.values()];
  }

  #ringsOf(id: number): readonly Ring[] {
    return this.#cells.get(id)?.shape.flat() ?? [];
  }
}

function* spotsOf(cell: Cell): Iterable<[string, Spot]> {
  for (const [polygon, rings] of cell.shape.entries()) {
    for (const [ring, corners] of rings.entries()) {
      for (const [index, at] of corners.entries()) yield [keyOf(at), { cell: cell.id, polygon, ring, index }];
    }
  }
}

function hasEdge(ring: Ring, start: Place, end: Place): boolean {
  for (const [a, b] of edgesOf(ring)) {
    if (keyOf(a) === keyOf(start) && keyOf(b) === keyOf(end)) return true;
    if (keyOf(a) === keyOf(end) && keyOf(b) === keyOf(start)) return true;
  }
  return false;
}
