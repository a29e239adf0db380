/** What an edit would make of the cells it touches, before the server has said so: only those that change. */
import { type Ground, keyOf } from "./ground.ts";
import { edgesOf, type Place, type Ring, type Shape, same, withRings } from "./shapes.ts";

/** The new shapes, by cell. */
export type Change = ReadonlyMap<number, Shape>;

/** Move a vertex in every cell that has it. */
export function moved(ground: Ground, at: Place, to: Place): Change {
  return everywhere(ground, ground.sharing(at), (ring) =>
    ring.some((corner) => same(corner, at)) ? ring.map((corner) => (same(corner, at) ? to : corner)) : ring,
  );
}

/** Put a vertex on an edge, in the cells on both its sides. */
export function inserted(ground: Ground, start: Place, end: Place, at: Place): Change {
  return everywhere(ground, ground.beside(start, end), (ring) => {
    const i = [...edgesOf(ring)].findIndex(
      ([a, b]) => (same(a, start) && same(b, end)) || (same(a, end) && same(b, start)),
    );
    return i < 0 ? ring : [...ring.slice(0, i + 1), at, ...ring.slice(i + 1)];
  });
}

/** Take a vertex away that only bends an edge. */
export function removed(ground: Ground, at: Place): Change {
  return everywhere(ground, ground.sharing(at), (ring) => {
    const left = ring.filter((corner) => !same(corner, at));
    return left.length >= 3 ? left : ring;
  });
}

function everywhere(ground: Ground, cells: readonly number[], change: (ring: Ring) => Ring): Change {
  const found = new Map<number, Shape>();
  for (const id of cells) {
    const cell = ground.get(id);
    if (cell) found.set(id, withRings(cell.shape, change));
  }
  return found;
}

/** Whether the edges at a place run into others of the changed cells; what lies beyond them cannot be reached before. */
export function crosses(change: Change, at: Place): boolean {
  const rings = [...change.values()].flat(2);
  const mine = rings.flatMap((ring) => [...edgesOf(ring)].filter(([a, b]) => same(a, at) || same(b, at)));
  for (const ring of rings) {
    for (const [a, b] of edgesOf(ring)) {
      if (same(a, at) || same(b, at)) continue;
      for (const [c, d] of mine) if (!touching(a, b, c, d) && cross(a, b, c, d)) return true;
    }
  }
  return false;
}

function touching(a: Place, b: Place, c: Place, d: Place): boolean {
  return [c, d].some((end) => keyOf(end) === keyOf(a) || keyOf(end) === keyOf(b));
}

/** Which side of a line a place is on: above 0 left, below 0 right. */
function turn(a: Place, b: Place, c: Place): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** Whether two edges have a place in common, ends included. */
export function cross(a: Place, b: Place, c: Place, d: Place): boolean {
  return turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0 && !apart(a, b, c, d);
}

/** Edges on one straight line do not meet if their boxes do not. */
function apart(a: Place, b: Place, c: Place, d: Place): boolean {
  return [0, 1].some((i) => {
    const [p, q, r, s] = [a[i], b[i], c[i], d[i]] as [number, number, number, number];
    return Math.max(p, q) < Math.min(r, s) || Math.max(r, s) < Math.min(p, q);
  });
}
