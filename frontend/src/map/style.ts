/** The whole style: sources and the order of layers, from the ground up to the red marks. */
import type {
  GeoJSONSourceSpecification,
  LayerSpecification,
  StyleSpecification,
  VectorSourceSpecification,
} from "maplibre-gl";
import { enlarged } from "./enlarge.ts";
import { INK, THEME } from "./palette.ts";
import {
  baseLayers,
  cellLines,
  labelLayers,
  ownershipFills,
  placeLayer,
  riskFills,
  riverLayer,
  selectedCell,
} from "./style-cells.ts";
import {
  binLayer,
  glowLayers,
  hazardLayer,
  pointLayer,
  selectedMark,
  shapeLayers,
  unitLayer,
} from "./style-points.ts";
import type { LayerName, RiskMode } from "./types.ts";

export interface TileUrls {
  cells: string;
  points: string;
}

/** Highest zooms of tiles that the server makes; above them the map enlarges. */
export const CELLS_MAXZOOM = 14;
export const POINTS_MAXZOOM = 18;

export function tileUrls(origin: string, hash: string, boundary: number): TileUrls {
  return {
    cells: `${origin}/tiles/cells/${hash}/${boundary}/{z}/{x}/{y}`,
    points: `${origin}/tiles/points/${hash}/{z}/{x}/{y}`,
  };
}

/** What the address of cells' tiles tells: the area of sight and the boundary version; "" of another address. */
export function groundOf(cells: string): { area: string; boundary: string } {
  const [, area = "", boundary = ""] = /\/tiles\/cells\/(\w+)\/(\d+)\//.exec(cells) ?? [];
  return { area, boundary };
}

const geojson = (): GeoJSONSourceSpecification => ({
  type: "geojson",
  data: { type: "FeatureCollection", features: [] },
});

const vector = (url: string, maxzoom: number): VectorSourceSpecification => ({
  type: "vector",
  tiles: [url],
  minzoom: 0,
  maxzoom,
});

/** `thin`: show the base map that comes with the pages; else the operator's own lies beneath. `scale`: of marks and names. */
export function buildStyle(
  urls: TileUrls,
  staticUrl: string,
  thin: boolean,
  mode: RiskMode,
  scale: number,
): StyleSpecification {
  const base: GeoJSONSourceSpecification = {
    type: "geojson",
    data: `${staticUrl}basemap/basemap_xuchang.geojson`,
  };
  return {
    version: 8,
    glyphs: `${staticUrl}glyphs/{fontstack}/{range}.pbf`,
    sources: {
      base,
      cells: vector(urls.cells, CELLS_MAXZOOM),
      points: vector(urls.points, POINTS_MAXZOOM),
      overlay: geojson(),
      hazards: geojson(),
      filtered: geojson(),
      selected: geojson(),
    },
    layers: [
      { id: "ground", type: "background" as const, paint: { "background-color": INK.ground } },
      ...baseLayers(),
      ...riskFills(),
      ...ownershipFills(),
      riverLayer(),
      ...cellLines(),
      ...shapeLayers(mode),
      binLayer(mode),
      placeLayer(),
      ...selectedCell(),
      ...(THEME === "dark" ? glowLayers(mode) : []),
      unitLayer("unit", "points", mode),
      unitLayer("unit-overlay", "overlay", mode),
      pointLayer("point", "points", mode),
      pointLayer("point-overlay", "overlay", mode),
      unitLayer("unit-filtered", "filtered", mode),
      pointLayer("point-filtered", "filtered", mode),
      ...labelLayers(scale),
      ...selectedMark(),
      hazardLayer(),
    ].map((layer) => enlarged(thin ? layer : withoutThin(layer), scale)),
  };
}

/** Layers of the base map that comes with the pages. The first two are its paper. */
export const THIN = ["ground", "city", "lake", "river", "place"];

function withoutThin<T extends LayerSpecification>(layer: T): T {
  return THIN.includes(layer.id) ? { ...layer, layout: { ...layer.layout, visibility: "none" } } : layer;
}

const GLOW = THEME === "dark" ? ["glow", "glow-overlay"] : [];

/** Layers of the style that a switch of the panel turns on and off. */
export const GROUPS: Record<Exclude<LayerName, "ownership" | "basemap">, readonly string[]> = {
  risk: ["risk-2", "risk-3", "risk-4"],
  points: ["bin", "point", "point-overlay", "point-filtered", "shape-area", "shape-line", ...GLOW],
  units: ["unit", "unit-overlay", "unit-filtered"],
  hazards: ["hazard"],
  labels: ["label-2", "label-3", "label-4", "place"],
};

/** Layers that give way while a filter is on: its own marks are drawn instead. */
export const UNFILTERED: readonly string[] = [
  ...["bin", "point", "point-overlay", "shape-area", "shape-line", "unit", "unit-overlay", ...GLOW],
];
