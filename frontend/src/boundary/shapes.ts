/** Shapes of cells as a planner edits them: open rings of places on the lattice of 1e-7 degrees. */
import { type Place, squareMetresOf } from "../state/measure.ts";

export type { Place } from "../state/measure.ts";
/** Corners in order, the first not repeated at the end. */
export type Ring = readonly Place[];
/** The outline, then the holes. */
export type Polygon = readonly Ring[];
export type Shape = readonly Polygon[];
/** West, south, east, north. */
export type Box = readonly [number, number, number, number];

const LATTICE = 1e7;

/** The place on the lattice, each number the one float that stands for it, as the server rounds. */
export function snapped([lon, lat]: Place): Place {
  return [Math.round(lon * LATTICE) / LATTICE, Math.round(lat * LATTICE) / LATTICE];
}

export function same(a: Place, b: Place): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

/** Read a GeoJSON Polygon or MultiPolygon. Raises for anything else. */
export function shapeOf(geometry: { type: string; coordinates?: unknown }): Shape {
  const polygons =
    geometry.type === "Polygon"
      ? [geometry.coordinates]
      : geometry.type === "MultiPolygon"
        ? geometry.coordinates
        : null;
  if (!Array.isArray(polygons)) throw new Error(`not a shape of a cell: ${geometry.type}`);
  return (polygons as [number, number][][][]).map((rings) => rings.map((ring) => ring.slice(0, -1)));
}

export function boxOf(shape: Shape): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const polygon of shape) {
    for (const [lon, lat] of polygon[0] ?? []) {
      west = Math.min(west, lon);
      south = Math.min(south, lat);
      east = Math.max(east, lon);
      north = Math.max(north, lat);
    }
  }
  return [west, south, east, north];
}

/** Whether a place lies in a box that is widened by `by` degrees. */
export function inBox([lon, lat]: Place, [west, south, east, north]: Box, by = 0): boolean {
  return lon >= west - by && lon <= east + by && lat >= south - by && lat <= north + by;
}

/** Square metres on the sphere; holes are taken off. */
export function areaOf(shape: Shape): number {
  let sum = 0;
  for (const polygon of shape) {
    for (const [i, ring] of polygon.entries()) sum += (i === 0 ? 1 : -1) * squareMetresOf(ring);
  }
  return sum;
}

export function inRing([x, y]: Place, ring: Ring): boolean {
  let inside = false;
  let before = ring.at(-1);
  for (const corner of ring) {
    const [ax, ay] = before as Place;
    const [bx, by] = corner;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    before = corner;
  }
  return inside;
}

export function inShape(place: Place, shape: Shape): boolean {
  return shape.some(
    ([outline, ...holes]) =>
      outline !== undefined && inRing(place, outline) && !holes.some((hole) => inRing(place, hole)),
  );
}

/** Edges of a ring: each corner with the next. */
export function* edgesOf(ring: Ring): Iterable<readonly [Place, Place]> {
  for (let i = 0; i < ring.length; i += 1) yield [ring[i] as Place, ring[(i + 1) % ring.length] as Place];
}

/** Every ring of a shape changed by one function. */
export function withRings(shape: Shape, change: (ring: Ring) => Ring): Shape {
  return shape.map((polygon) => polygon.map(change));
}
