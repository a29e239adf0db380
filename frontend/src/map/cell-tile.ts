/** A tile of cells as paths of a 2D canvas. */
import { VectorTile, type VectorTileFeature } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";

/** CSS pixels of a tile's edge, and the units of its coordinates along it */
export const SIZE = 256;
export const EXTENT = 4096;
/** half of the widest line, in the tile's units, with a little room */
const LINE_REACH = (EXTENT / SIZE) * 3;

export interface Cell {
  id: number;
  level: number;
  path: Path2D;
  /** west, north, east, south in the tile's units */
  box: Box;
}
export type Box = readonly [number, number, number, number];

/** The cells of a tile; none of one that has no such layer. */
export function decode(bytes: ArrayBuffer): Cell[] {
  const layer = new VectorTile(new PbfReader(new Uint8Array(bytes))).layers.cell;
  if (!layer) return [];
  const cells: Cell[] = [];
  for (let i = 0; i < layer.length; i += 1) {
    const feature = layer.feature(i);
    if (feature.id === undefined) continue;
    cells.push({ id: feature.id, level: Number(feature.properties.level), ...drawnOf(feature) });
  }
  return cells;
}

function drawnOf(feature: VectorTileFeature): Pick<Cell, "path" | "box"> {
  const path = new Path2D();
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of feature.loadGeometry()) {
    for (const [i, { x, y }] of ring.entries()) {
      if (i === 0) path.moveTo(x, y);
      else path.lineTo(x, y);
      [west, east] = [Math.min(west, x), Math.max(east, x)];
      [north, south] = [Math.min(north, y), Math.max(south, y)];
    }
    path.closePath();
  }
  return { path, box: [west, north, east, south] };
}

/** Whether what is drawn in two boxes may touch. */
export function meet(a: Box, b: Box): boolean {
  const gap = 2 * LINE_REACH;
  return a[0] <= b[2] + gap && b[0] <= a[2] + gap && a[1] <= b[3] + gap && b[1] <= a[3] + gap;
}

/** Whole pixels of a tile's canvas around a box and half of the widest line: a cut through a pixel would be seen. */
export function inPixels([west, north, east, south]: Box, scale: number): Box {
  const reach = LINE_REACH * scale;
  return [
    Math.floor(west * scale - reach),
    Math.floor(north * scale - reach),
    Math.ceil(east * scale + reach),
    Math.ceil(south * scale + reach),
  ];
}
