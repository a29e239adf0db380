/** Cells without WebGL: the same vector tiles, drawn on 2D canvases and painted again when a colour changes. */
import type { Coords, DoneCallback, GridLayer, GridLayerOptions, LatLng, Map as LeafletMap } from "leaflet";
import L from "leaflet";
import type { Store } from "../state/store.ts";
import { type Box, type Cell, decode, EXTENT, inPixels, meet, SIZE } from "./cell-tile.ts";
import { INK, RISK, TINTS } from "./palette.ts";
import { CELLS_MAXZOOM } from "./style.ts";
import { tintsOf } from "./tints.ts";
import type { Bounds, CellLevel } from "./types.ts";

/** A wall is left alone for weeks: tiles that did not come are asked for again. */
const AGAIN_MS = 5_000;
/** CSS pixels that a line reaches beyond the cell it bounds */
const LINE_REACH = 4;
/** more cells of a tile than this, and drawing the whole tile is as quick */
const MANY = 12;

/** The tiles of one address. */
interface Sheet {
  grid: GridLayer;
  tiles: Map<string, Drawing>;
  /** canvases that the map has thrown away, perhaps before their cells came */
  thrown: WeakSet<HTMLElement>;
  failed: boolean;
}
interface Drawing {
  canvas: HTMLCanvasElement;
  coords: Coords;
  cells: Cell[];
  /** the address that its cells came from, or that they are asked from */
  url: string;
}

/** Level of the cells that are tinted at a Leaflet zoom. */
export function levelAt(zoom: number): CellLevel {
  return zoom < 7 ? 2 : zoom < 9 ? 3 : 4;
}

export class PlainCells {
  #sheet: Sheet;
  /** tiles of a new address, over the old ones until all of them have come */
  #coming: Sheet | null = null;
  readonly #stopped = new AbortController();
  #again: ReturnType<typeof setTimeout> | undefined;
  #tints: Map<number, number> | null = null;
  #ownership: CellLevel | null = null;
  #risk = true;
  #selected = -1;
  /** white paper under the cells; an operator's base map shows through instead */
  paper = true;

  constructor(
    private readonly map: LeafletMap,
    private readonly store: Store,
    private url: string,
  ) {
    this.#sheet = this.#lay();
  }

  setTiles(url: string): void {
    this.url = url;
    this.#tints = null;
    this.#coming?.grid.remove();
    // Not `redraw()`: it asks for tiles of half zooms, and leaves the ground bare until they come.
    const coming = this.#lay();
    this.#coming = coming;
    coming.grid.once("load", () => {
      // Leaflet calls tiles that failed loaded, too: what is there stays until all of the others have come.
      if (coming !== this.#coming || coming.failed) return;
      this.#sheet.grid.remove();
      this.#sheet = coming;
      this.#coming = null;
    });
  }

  /** Tiles of another address that differ from these within some bounds alone: the others stay as they are. */
  renew(url: string, changed: readonly Bounds[]): void {
    if (this.#coming || this.#sheet.failed || this.#sheet.grid.isLoading()) return this.setTiles(url);
    this.url = url;
    this.#tints = null;
    // In the order in which the places are told: what was changed itself before what follows from it.
    const asked = new Set<Drawing>();
    for (const bounds of changed) {
      for (const drawing of this.#sheet.tiles.values()) {
        if (asked.has(drawing) || !this.#meets(drawing.coords, bounds)) continue;
        asked.add(drawing);
        void this.#renew(drawing);
      }
    }
  }

  show(risk: boolean, ownership: CellLevel | null): void {
    this.#risk = risk;
    if (ownership !== this.#ownership) this.#tints = null;
    this.#ownership = ownership;
    this.paint();
  }

  select(id: number): void {
    this.#selected = id;
    this.paint();
  }

  paint(): void {
    for (const drawing of this.#drawings()) this.#draw(drawing);
  }

  /** Paint the cells again whose colour differs, and what lies around them: not the whole of their tiles. */
  repaint(recoloured: ReadonlySet<number>): void {
    if (recoloured.size === 0 || this.#ownership) return;
    for (const drawing of this.#drawings()) {
      const level = levelAt(drawing.coords.z);
      const cells = drawing.cells.filter((cell) => cell.level === level && recoloured.has(cell.id));
      if (cells.length > MANY) this.#draw(drawing);
      else if (cells.length > 0)
        this.#drawWithin(
          drawing,
          cells.map(({ box }) => box),
        );
    }
  }

  destroy(): void {
    this.#stopped.abort();
    clearTimeout(this.#again);
    this.#sheet.grid.remove();
    this.#coming?.grid.remove();
  }

  /** The cell of the tinted level under a place. */
  at(place: LatLng): number | null {
    const level = this.#ownership ?? levelAt(this.map.getZoom());
    for (const { coords, cells, canvas } of this.#sheet.tiles.values()) {
      const pixel = this.map.project(place, coords.z).subtract([coords.x * SIZE, coords.y * SIZE]);
      if (pixel.x < 0 || pixel.y < 0 || pixel.x >= SIZE || pixel.y >= SIZE) continue;
      const pen = canvas.getContext("2d");
      const [x, y] = [(pixel.x * EXTENT) / SIZE, (pixel.y * EXTENT) / SIZE];
      pen?.setTransform(1, 0, 0, 1, 0, 0);
      const found = cells.find(
        (cell) => cell.level === level && pen?.isPointInPath(cell.path, x, y, "evenodd"),
      );
      if (found) return found.id;
    }
    return null;
  }

  #lay(): Sheet {
    const tiles: Sheet["tiles"] = new Map();
    const createTile = (coords: Coords, done: DoneCallback): HTMLElement => this.#create(sheet, coords, done);
    const Grid = L.GridLayer.extend({ createTile }) as unknown as new (
      options: GridLayerOptions,
    ) => GridLayer;
    const grid = new Grid({ tileSize: SIZE, maxNativeZoom: CELLS_MAXZOOM, maxZoom: 19 });
    const sheet: Sheet = { grid, tiles, thrown: new WeakSet(), failed: false };
    grid.on("tileunload", (event) => {
      const { coords, tile } = event as L.TileEvent;
      sheet.thrown.add(tile);
      tiles.delete(keyOf(coords));
    });
    grid.addTo(this.map);
    return sheet;
  }

  *#drawings(): Iterable<Drawing> {
    yield* this.#sheet.tiles.values();
    if (this.#coming) yield* this.#coming.tiles.values();
  }

  #create(sheet: Sheet, coords: Coords, done: DoneCallback): HTMLElement {
    const canvas = L.DomUtil.create("canvas", "leaflet-tile");
    canvas.width = canvas.height = SIZE * Math.min(2, window.devicePixelRatio);
    const { url } = this;
    this.#fetch(coords, url).then(
      (cells) => {
        const drawing = { canvas, coords, cells, url };
        if (sheet.thrown.has(canvas)) return;
        sheet.tiles.set(keyOf(coords), drawing);
        this.#draw(drawing);
        done(undefined, canvas);
      },
      (error: unknown) => {
        if (this.#stopped.signal.aborted || sheet.thrown.has(canvas)) return;
        this.#lost(sheet, coords, error);
        done(error as Error, canvas);
      },
    );
    return canvas;
  }

  async #renew(drawing: Drawing): Promise<void> {
    drawing.url = this.url;
    const asked = drawing.url;
    try {
      const cells = await this.#fetch(drawing.coords, asked);
      if (drawing.url !== asked) return; // asked for again meanwhile, of newer ground
      drawing.cells = cells;
      this.#draw(drawing);
    } catch (error) {
      if (!this.#stopped.signal.aborted) this.#lost(this.#sheet, drawing.coords, error);
    }
  }

  /** A tile did not come: all are asked for again later. */
  #lost(sheet: Sheet, coords: Coords, error: unknown): void {
    console.warn("cells tile", coords, error);
    sheet.failed = true;
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.setTiles(this.url), AGAIN_MS);
  }

  /** Whether a line along the edge of some bounds may be seen in a tile. */
  #meets({ x, y, z }: Coords, [west, south, east, north]: Bounds): boolean {
    const min = this.map.project([north, west], z);
    const max = this.map.project([south, east], z);
    const [left, top] = [x * SIZE - LINE_REACH, y * SIZE - LINE_REACH];
    const side = SIZE + 2 * LINE_REACH;
    return min.x <= left + side && max.x >= left && min.y <= top + side && max.y >= top;
  }

  async #fetch({ z, x, y }: Coords, address: string): Promise<Cell[]> {
    const url = address.replace("{z}", `${z}`).replace("{x}", `${x}`).replace("{y}", `${y}`);
    const response = await fetch(url, { signal: this.#stopped.signal });
    if (response.status === 204) return [];
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return decode(await response.arrayBuffer());
  }

  #draw(drawing: Drawing): void {
    const { canvas, cells } = drawing;
    const pen = canvas.getContext("2d");
    if (!pen) return;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    this.#drawCells(pen, drawing, cells);
  }

  /** Draw again what lies within boxes of a tile; the rest of its pixels stay as they are. */
  #drawWithin(drawing: Drawing, boxes: readonly Box[]): void {
    const { canvas, cells } = drawing;
    const pen = canvas.getContext("2d");
    if (!pen) return;
    const scale = canvas.width / EXTENT;
    const touched = cells.filter(({ box }) => boxes.some((one) => meet(box, one)));
    pen.save();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.beginPath();
    for (const box of boxes) {
      const [x, y, right, bottom] = inPixels(box, scale);
      pen.clearRect(x, y, right - x, bottom - y);
      pen.rect(x, y, right - x, bottom - y);
    }
    pen.clip();
    this.#drawCells(pen, drawing, touched);
    pen.restore();
  }

  #drawCells(pen: CanvasRenderingContext2D, { canvas, coords }: Drawing, cells: readonly Cell[]): void {
    const scale = canvas.width / EXTENT;
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    const level = this.#ownership ?? levelAt(coords.z);
    for (const cell of cells) if (cell.level === level) this.#fill(pen, cell);
    for (const cell of cells) stroke(pen, cell, coords.z, 1 / scale);
    const selected = cells.find((cell) => cell.id === this.#selected);
    if (selected) outline(pen, selected.path, INK.accent, 4 / scale);
  }

  #fill(pen: CanvasRenderingContext2D, cell: Cell): void {
    if (this.paper) {
      pen.fillStyle = INK.city;
      pen.fill(cell.path, "evenodd");
    }
    const style = RISK[this.store.cell(cell.id)?.level ?? 0];
    if (this.#ownership) {
      pen.globalAlpha = 0.5;
      pen.fillStyle = TINTS[this.#tintOf(cell.id)] ?? INK.city;
    } else if (this.#risk && style) {
      pen.globalAlpha = style.cellOpacity;
      pen.fillStyle = style.cell;
    } else if (!this.paper) return;
    pen.fill(cell.path, "evenodd");
    pen.globalAlpha = 1;
  }

  #tintOf(id: number): number {
    const level = this.#ownership;
    this.#tints ??= tintsOf(
      [...this.store.tree.all()].filter((cell) => cell.level === level),
      TINTS.length,
    );
    return this.#tints.get(id) ?? 0;
  }
}

function stroke(pen: CanvasRenderingContext2D, cell: Cell, zoom: number, pixel: number): void {
  if (cell.level === 4 && zoom < 10) return;
  const [color, width] = LINES[cell.level] ?? [INK.cellLine, 0.8];
  outline(pen, cell.path, color, width * pixel * Math.min(2, window.devicePixelRatio));
}

const LINES: Record<number, [string, number]> = {
  2: [INK.countyLine, 1.8],
  3: [INK.townLine, 1],
  4: [INK.cellLine, 0.7],
};

function outline(pen: CanvasRenderingContext2D, path: Path2D, color: string, width: number): void {
  pen.strokeStyle = color;
  pen.lineWidth = width;
  pen.stroke(path);
}

function keyOf({ z, x, y }: Coords): string {
  return `${z}/${x}/${y}`;
}
