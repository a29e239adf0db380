import { type Cell, type Ground, metres } from "../../boundary/ground.ts";
import { edgesOf, same } from "../../boundary/shapes.ts";
import type { Piece } from "./tools/line.ts";

/** Neighbours that a piece of a cell touches and that are drawn by the plan, the longest common edge first. */
export function touching(ground: Ground, { cell, ring }: Piece): Cell[] {
  const long = new Map<number, number>();
  for (const [a, b] of edgesOf(ring)) {
    for (const id of sharedBy(ground, a, b))
      if (id !== cell) long.set(id, (long.get(id) ?? 0) + metres(a, b));
  }
  return [...long]
    .sort((a, b) => b[1] - a[1])
    .flatMap(([id]) => ground.get(id) ?? [])
    .filter((one) => one.mine);
}

/** Cells beside a whole edge; of one that the line has cut, those that share the end that is left. */
function sharedBy(ground: Ground, a: readonly [number, number], b: readonly [number, number]): number[] {
  if (ground.spots(a).length > 0 && ground.spots(b).length > 0) return ground.beside(a, b);
  const end = ground.spots(a).length > 0 ? a : b;
  const other = end === a ? b : a;
  const around = ground.sharing(end);
  return around.filter((id) =>
    (ground.get(id)?.shape.flat() ?? []).some((ring) =>
      [...edgesOf(ring)].some(([p, q]) => (same(p, end) || same(q, end)) && onLine(p, q, other)),
    ),
  );
}

function onLine(
  p: readonly [number, number],
  q: readonly [number, number],
  at: readonly [number, number],
): boolean {
  return metres(p, at) + metres(at, q) - metres(p, q) < 0.05;
}
