/** Which tint a territory gets, so that near ones differ. */
import type { CellNode } from "../state/tree.ts";

const NEIGHBOURS = 7;

/** Greedy colouring over the nearest label points; stable for the same tree. Cells without a place get 0. */
export function tintsOf(cells: readonly CellNode[], colours: number): Map<number, number> {
  const placed = cells.filter((cell) => cell.lon !== null && cell.lat !== null);
  const tints = new Map<number, number>(cells.map((cell) => [cell.id, 0]));
  const done: CellNode[] = [];
  for (const cell of placed) {
    const near = nearest(cell, done).map((other) => tints.get(other.id) ?? 0);
    tints.set(cell.id, leastUsed(near, colours, cell.id));
    done.push(cell);
  }
  return tints;
}

function nearest(cell: CellNode, others: readonly CellNode[]): CellNode[] {
  const best: [number, CellNode][] = [];
  for (const other of others) {
    const d = distance(cell, other);
    if (best.length === NEIGHBOURS && d >= (best.at(-1)?.[0] ?? 0)) continue;
    const at = best.findIndex(([far]) => d < far);
    best.splice(at < 0 ? best.length : at, 0, [d, other]);
    if (best.length > NEIGHBOURS) best.pop();
  }
  return best.map(([, other]) => other);
}

function distance(a: CellNode, b: CellNode): number {
  const x = ((a.lon ?? 0) - (b.lon ?? 0)) * 0.83; // degrees of longitude are shorter, at 34° N
  const y = (a.lat ?? 0) - (b.lat ?? 0);
  return x * x + y * y;
}

/** A colour that none of the near ones has; else the one of the farthest. Starts at the id to use them all. */
function leastUsed(near: readonly number[], colours: number, id: number): number {
  for (let i = 0; i < colours; i += 1) {
    const candidate = (id + i) % colours;
    if (!near.includes(candidate)) return candidate;
  }
  return near.at(-1) ?? 0;
}
