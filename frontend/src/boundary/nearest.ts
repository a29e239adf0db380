/** What lies nearest to the mouse: a vertex, an edge, and where a drawn line snaps to. */
import { type Cell, type Ground, metres } from "./ground.ts";
import { edgesOf, type Place, snapped } from "./shapes.ts";

export interface NearEdge {
  start: Place;
  end: Place;
  /** the nearest place on it, not on the lattice */
  at: Place;
}
export interface Snap {
  at: Place;
  to: "vertex" | "edge" | "free";
}

const DEGREE = 111_195;

function degreesOf(reach: number, lat: number): number {
  return reach / (DEGREE * Math.cos((lat * Math.PI) / 180));
}

/** The nearest vertex within `reach` metres, of these cells or of all. `except` is not looked at. */
export function nearestVertex(
  ground: Ground,
  place: Place,
  reach: number,
  { cells, except }: { cells?: Iterable<Cell>; except?: Place } = {},
): Place | null {
  let [best, found]: [number, Place | null] = [reach, null];
  for (const cell of cells ?? ground.near(place, degreesOf(reach, place[1]))) {
    for (const ring of cell.shape.flat()) {
      for (const corner of ring) {
        const far = metres(place, corner);
        if (far > best || (except && corner[0] === except[0] && corner[1] === except[1])) continue;
        [best, found] = [far, corner];
      }
    }
  }
  return found;
}

/** The nearest edge within `reach` metres, of these cells or of all. */
export function nearestEdge(
  ground: Ground,
  place: Place,
  reach: number,
  cells: Iterable<Cell> = ground.near(place, degreesOf(reach, place[1])),
): NearEdge | null {
  let [best, found]: [number, NearEdge | null] = [reach, null];
  for (const cell of cells) {
    for (const ring of cell.shape.flat()) {
      for (const [start, end] of edgesOf(ring)) {
        const at = onEdge(place, start, end);
        const far = metres(place, at);
        if (far <= best) [best, found] = [far, { start, end, at }];
      }
    }
  }
  return found;
}

/** The place on an edge that is nearest to a place. */
export function onEdge([x, y]: Place, [ax, ay]: Place, [bx, by]: Place): Place {
  const narrow = Math.cos((y * Math.PI) / 180);
  const [dx, dy] = [(bx - ax) * narrow, by - ay];
  const long = dx * dx + dy * dy;
  const along = long === 0 ? 0 : ((x - ax) * narrow * dx + (y - ay) * dy) / long;
  const t = Math.min(1, Math.max(0, along));
  return [ax + (bx - ax) * t, ay + (by - ay) * t];
}

/** Where a drawn line goes through: a vertex first, then an edge, else the place itself. */
export function snap(ground: Ground, place: Place, reach: number): Snap {
  const vertex = nearestVertex(ground, place, reach);
  if (vertex) return { at: vertex, to: "vertex" };
  const edge = nearestEdge(ground, place, reach);
  return edge ? { at: snapped(edge.at), to: "edge" } : { at: snapped(place), to: "free" };
}
