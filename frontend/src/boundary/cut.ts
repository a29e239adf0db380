/** Cutting a cell with a drawn line, to show both parts before one of them is chosen. */
import { cross } from "./edits.ts";
import { edgesOf, inRing, type Place, type Polygon, type Ring, type Shape } from "./shapes.ts";

/** Degrees by which a line that ends on an edge is drawn on, so that rounding cannot leave it short. */
const BEYOND = 2e-6;
/** Degrees within which two crossings are one. */
const SAME = 2e-8;

interface Crossing {
  /** edge of the ring, and how far along it */
  edge: number;
  along: number;
  /** segment of the line, and how far along it */
  segment: number;
  on: number;
  at: Place;
}

/** The line with both its ends drawn on a little. */
export function drawnOn(line: readonly Place[]): Place[] {
  const [first, second] = line;
  const [last, before] = [line.at(-1), line.at(-2)];
  if (!first || !second || !last || !before) return [...line];
  return [beyond(second, first), ...line.slice(1, -1), beyond(before, last)];
}

function beyond(from: Place, to: Place): Place {
  const long = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  return [to[0] + ((to[0] - from[0]) / long) * BEYOND, to[1] + ((to[1] - from[1]) / long) * BEYOND];
}

/** The two parts of a cell; null unless the line crosses the outline of just one of its polygons, just twice. */
export function cut(shape: Shape, line: readonly Place[]): readonly [Ring, Ring] | null {
  const long = drawnOn(line);
  const met = shape.map((polygon) => crossings(polygon[0] ?? [], long));
  const which = met.findIndex((found) => found.length > 0);
  if (which < 0 || met.filter((found) => found.length > 0).length > 1) return null;
  const found = met[which] as Crossing[];
  return found.length === 2 ? parts(shape[which] as Polygon, long, found as [Crossing, Crossing]) : null;
}

function crossings(ring: Ring, line: readonly Place[]): Crossing[] {
  const found: Crossing[] = [];
  for (const [edge, [a, b]] of [...edgesOf(ring)].entries()) {
    for (let segment = 0; segment + 1 < line.length; segment += 1) {
      const [c, d] = [line[segment] as Place, line[segment + 1] as Place];
      const met = cross(a, b, c, d) ? meeting(a, b, c, d) : null;
      // A line through a vertex meets the edges on both its sides there.
      if (met && !found.some((one) => close(one.at, met.at))) found.push({ edge, segment, ...met });
    }
  }
  return found;
}

function close(a: Place, b: Place): boolean {
  return Math.abs(a[0] - b[0]) < SAME && Math.abs(a[1] - b[1]) < SAME;
}

function meeting(a: Place, b: Place, c: Place, d: Place): { along: number; on: number; at: Place } | null {
  const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
  const wide = rx * sy - ry * sx;
  if (wide === 0) return null;
  const along = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / wide;
  const on = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / wide;
  return { along, on, at: [a[0] + rx * along, a[1] + ry * along] };
}

function parts([ring]: Polygon, line: readonly Place[], found: [Crossing, Crossing]): readonly [Ring, Ring] {
  const [from, to] = found.sort((a, b) => a.segment + a.on - b.segment - b.on);
  const inner = line.slice(from.segment + 1, to.segment + 1);
  const path = [from.at, ...inner, to.at];
  const corners = ring ?? [];
  return [
    [...path, ...walk(corners, to, from)],
    [...path.toReversed(), ...walk(corners, from, to)],
  ];
}

/** Corners of a ring from one crossing on to another. */
function walk(ring: Ring, from: Crossing, to: Crossing): Place[] {
  const found: Place[] = [];
  const n = ring.length;
  const steps = from.edge === to.edge && from.along <= to.along ? 0 : (to.edge - from.edge + n) % n || n;
  for (let i = 1; i <= steps; i += 1) found.push(ring[(from.edge + i) % n] as Place);
  return found;
}

/** A place that surely lies in a ring: the middle of the widest gap on the line halfway up one of its heights. */
export function inside(ring: Ring): Place {
  const heights = [...new Set(ring.map(([, lat]) => lat))].sort((a, b) => a - b);
  let [best, found]: [number, Place] = [-1, ring[0] as Place];
  for (let i = 0; i + 1 < heights.length; i += 1) {
    const y = ((heights[i] as number) + (heights[i + 1] as number)) / 2;
    const xs = [...edgesOf(ring)]
      .filter(([a, b]) => a[1] > y !== b[1] > y)
      .map(([a, b]) => a[0] + ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]))
      .sort((a, b) => a - b);
    for (let j = 0; j + 1 < xs.length; j += 2) {
      const [left, right] = [xs[j] as number, xs[j + 1] as number];
      const room = Math.min(right - left, (heights[i + 1] as number) - (heights[i] as number));
      const at: Place = [(left + right) / 2, y];
      if (room > best && inRing(at, ring)) [best, found] = [room, at];
    }
  }
  return found;
}

/** Where the name of a ring stands: its centre of gravity, or a place surely inside if that is not. */
export function labelPlace(ring: Ring): Place {
  let [sum, x, y] = [0, 0, 0];
  const [lon, lat] = ring[0] as Place;
  for (const [a, b] of edgesOf(ring)) {
    // From the first corner: the differences are small and keep their digits.
    const [ax, ay, bx, by] = [a[0] - lon, a[1] - lat, b[0] - lon, b[1] - lat];
    const twice = ax * by - bx * ay;
    sum += twice;
    x += (ax + bx) * twice;
    y += (ay + by) * twice;
  }
  const centre: Place = sum === 0 ? [lon, lat] : [lon + x / (3 * sum), lat + y / (3 * sum)];
  return inRing(centre, ring) ? centre : inside(ring);
}
