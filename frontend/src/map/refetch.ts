/**
 * When to fetch bins again. Bins are never patched: tiles under changed places are fetched anew, each at most every 5 s,
 * with jitter (a thousand screens see the same event), and never while the last fetch is still under way.
 */

export interface TileId {
  z: number;
  x: number;
  y: number;
}

export const EVERY_MS = 5_000;
const JITTER_MS = 1_000;
/** Places are kept as tiles of this zoom, the closest that the server makes. */
export const DEEPEST = 18;

export function tileAt(lon: number, lat: number, z: number): TileId {
  const n = 2 ** z;
  const rad = (lat * Math.PI) / 180;
  const clamp = (i: number): number => Math.min(n - 1, Math.max(0, Math.floor(i)));
  const y = clamp(((1 - Math.asinh(Math.tan(rad)) / Math.PI) / 2) * n);
  return { z, x: clamp(((lon + 180) / 360) * n), y };
}

export interface RefetchOptions {
  /** zoom of the tiles on the screen now */
  zoom(): number;
  /** fetch these, or all that are visible */
  refetch(tiles: TileId[] | "all"): void;
  now?: () => number;
  random?: () => number;
}

export class Refetch {
  readonly #dirty = new Map<string, TileId>();
  #all = false;
  #busy = false;
  #next = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly #now: () => number;
  readonly #random: () => number;

  constructor(private readonly options: RefetchOptions) {
    this.#now = options.now ?? Date.now;
    this.#random = options.random ?? Math.random;
  }

  /** Something changed here. */
  touch(lon: number, lat: number): void {
    const tile = tileAt(lon, lat, DEEPEST);
    this.#dirty.set(`${tile.x}/${tile.y}`, tile);
    this.#plan();
  }

  /** Something changed, and where is not known. */
  touchAll(): void {
    this.#all = true;
    this.#plan();
  }

  /** The tiles asked for have come. */
  done(): void {
    if (!this.#busy) return;
    this.#busy = false;
    if (this.#all || this.#dirty.size > 0) this.#plan();
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #plan(): void {
    if (this.#timer || this.#busy) return;
    const wait = Math.max(0, this.#next - this.#now()) + this.#random() * JITTER_MS;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#fire();
    }, wait);
  }

  #fire(): void {
    const z = Math.min(DEEPEST, this.options.zoom());
    const tiles = this.#all ? "all" : coarser([...this.#dirty.values()], z);
    this.#dirty.clear();
    this.#all = false;
    this.#busy = true;
    this.#next = this.#now() + EVERY_MS;
    this.options.refetch(tiles);
  }
}

/** Those of the tiles that are among the others, which are of the same zoom. */
export function within(tiles: TileId[] | "all", others: readonly TileId[]): TileId[] {
  if (tiles === "all") return [...others];
  const wanted = new Set(others.map(({ x, y }) => `${x}/${y}`));
  return tiles.filter(({ x, y }) => wanted.has(`${x}/${y}`));
}

/** The tiles of a lower zoom that contain these, each once. */
export function coarser(tiles: readonly TileId[], z: number): TileId[] {
  const found = new Map<string, TileId>();
  for (const tile of tiles) {
    const shift = 2 ** (tile.z - z);
    const above = { z, x: Math.floor(tile.x / shift), y: Math.floor(tile.y / shift) };
    found.set(`${above.x}/${above.y}`, above);
  }
  return [...found.values()];
}
