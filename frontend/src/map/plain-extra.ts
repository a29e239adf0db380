/** Further layers without WebGL: the same tiles; shapes on 2D canvases, marks handed to the canvas of all marks. */
import { VectorTile, type VectorTileFeature } from "@mapbox/vector-tile";
import type { Coords, DoneCallback, GridLayer, GridLayerOptions, Map as LeafletMap } from "leaflet";
import L from "leaflet";
import { PbfReader } from "pbf";
import { EXTRA_MAXZOOM, type ExtraLayer, imageOf, opened, SIGNED } from "./extra.ts";
import { pinDraw } from "./glyphs.ts";
import type { Draw } from "./icons.ts";
import type { Selection } from "./types.ts";

const SIZE = 256;

/** A mark of a further layer, ready to be printed. */
export interface ExtraMark {
  selection: Selection;
  lon: number;
  lat: number;
  image: string;
  draw: Draw;
}

export class PlainExtra {
  readonly #shown = new Map<string, PlainLayer>();

  constructor(
    private readonly map: LeafletMap,
    private readonly changed: () => void,
  ) {}

  set(layers: readonly ExtraLayer[]): void {
    const wanted = new Map(layers.map((layer) => [layer.code, layer]));
    for (const [code, shown] of this.#shown) {
      if (wanted.get(code)?.tiles === shown.layer.tiles) continue;
      shown.destroy();
      this.#shown.delete(code);
    }
    for (const layer of layers) {
      if (!this.#shown.has(layer.code))
        this.#shown.set(layer.code, new PlainLayer(this.map, layer, this.changed));
    }
    this.changed();
  }

  refresh(): void {
    for (const { layer, redraw } of this.#shown.values()) if (layer.source !== "features") redraw();
  }

  *marks(): Generator<ExtraMark> {
    for (const layer of this.#shown.values()) yield* layer.marks();
  }

  destroy(): void {
    for (const layer of this.#shown.values()) layer.destroy();
    this.#shown.clear();
  }
}

class PlainLayer {
  readonly #grid: GridLayer;
  readonly #marks = new Map<string, ExtraMark[]>();
  readonly #stopped = new AbortController();

  constructor(
    map: LeafletMap,
    readonly layer: ExtraLayer,
    private readonly changed: () => void,
  ) {
    const createTile = (coords: Coords, done: DoneCallback): HTMLElement => this.#create(coords, done);
    const Grid = L.GridLayer.extend({ createTile }) as unknown as new (
      options: GridLayerOptions,
    ) => GridLayer;
    this.#grid = new Grid({ tileSize: SIZE, maxNativeZoom: EXTRA_MAXZOOM, maxZoom: 19 });
    this.#grid.on("tileunload", (event) => this.#marks.delete(keyOf((event as L.TileEvent).coords)));
    this.#grid.addTo(map);
  }

  readonly redraw = (): void => {
    this.#grid.redraw();
  };

  *marks(): Generator<ExtraMark> {
    const seen = new Set<string>();
    for (const tile of this.#marks.values()) {
      for (const mark of tile) {
        const key = `${mark.selection.entity}${mark.selection.id}`;
        if (!seen.has(key)) yield mark;
        seen.add(key);
      }
    }
  }

  destroy(): void {
    this.#stopped.abort();
    this.#grid.remove();
    this.#marks.clear();
  }

  #create(coords: Coords, done: DoneCallback): HTMLElement {
    const canvas = L.DomUtil.create("canvas", "leaflet-tile");
    canvas.width = canvas.height = SIZE * Math.min(2, window.devicePixelRatio);
    this.#fetch(coords).then(
      (tile) => {
        if (tile) this.#draw(canvas, coords, tile);
        done(undefined, canvas);
      },
      (error: unknown) => {
        if (!this.#stopped.signal.aborted) console.warn("layer tile", this.layer.code, coords, error);
        done(error as Error, canvas);
      },
    );
    return canvas;
  }

  async #fetch({ z, x, y }: Coords): Promise<VectorTile | null> {
    const path = this.layer.tiles.replace("{z}", `${z}`).replace("{x}", `${x}`).replace("{y}", `${y}`);
    const response = await fetch(path, { signal: this.#stopped.signal });
    // 404: another version is in force by now; the list that names it is on its way.
    if (response.status === 204 || response.status === 404) return null;
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer())));
  }

  #draw(canvas: HTMLCanvasElement, coords: Coords, tile: VectorTile): void {
    const pen = canvas.getContext("2d");
    if (pen) for (const shape of features(tile, "shape")) drawShape(pen, shape, this.layer);
    const { x, y, z } = coords;
    const marks = features(tile, "mark").flatMap((feature) => this.#mark(feature, x, y, z) ?? []);
    this.#marks.set(keyOf(coords), marks);
    this.changed();
  }

  #mark(feature: VectorTileFeature, x: number, y: number, z: number): ExtraMark | null {
    const selection = opened(this.layer, Number(feature.id), feature.properties);
    const { geometry } = feature.toGeoJSON(x, y, z);
    if (!selection || geometry.type !== "Point") return null;
    const [lon = 0, lat = 0] = geometry.coordinates;
    const kind = String(feature.properties.k ?? "");
    const icon = SIGNED.includes(kind) ? kind : this.layer.icon;
    const { colour } = this.layer;
    selection.at = { lon, lat };
    return { selection, lon, lat, image: imageOf(icon, colour), draw: pinDraw(icon, colour) };
  }
}

function features(tile: VectorTile, name: string): VectorTileFeature[] {
  const layer = tile.layers[name];
  return layer ? Array.from({ length: layer.length }, (_, i) => layer.feature(i)) : [];
}

function drawShape(pen: CanvasRenderingContext2D, shape: VectorTileFeature, layer: ExtraLayer): void {
  const scale = pen.canvas.width / shape.extent;
  const area = shape.type === 3;
  pen.beginPath();
  for (const ring of shape.loadGeometry()) {
    for (const [i, { x, y }] of ring.entries()) {
      if (i === 0) pen.moveTo(x * scale, y * scale);
      else pen.lineTo(x * scale, y * scale);
    }
    if (area) pen.closePath();
  }
  pen.strokeStyle = pen.fillStyle = layer.colour;
  pen.lineWidth = (2 * pen.canvas.width) / SIZE;
  pen.setLineDash(area ? [6, 4] : []);
  pen.stroke();
  if (!area) return;
  pen.globalAlpha = 0.15;
  pen.fill("evenodd");
  pen.globalAlpha = 1;
}

function keyOf({ z, x, y }: Coords): string {
  return `${z}/${x}/${y}`;
}
