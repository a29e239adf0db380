import type { Store } from "../state/store.ts";
import type { TopCell } from "./overview.ts";

const COMMUNITY = 4;

/** Communities in sight with the highest index; red by an event goes before a higher index. */
export function topCells(store: Store, n: number): TopCell[] {
  const known: { id: number; index: number; colour: number }[] = [];
  for (const [id, cell] of store.cells()) {
    const node = store.tree.get(id);
    if (node?.level === COMMUNITY && cell.index !== null)
      known.push({ id, index: cell.index, colour: cell.level });
  }
  known.sort((a, b) => a.colour - b.colour || b.index - a.index || a.id - b.id);
  return known.slice(0, n).map((cell) => ({ ...cell, ...names(store, cell.id) }));
}

function names(store: Store, id: number): { name: string; above: string } {
  const path = store.tree.path(id);
  return { name: path.at(-1)?.name ?? "", above: path.at(-2)?.name ?? "" };
}

/** "全市" or the number of communities in sight; null for a viewer without cells. */
export function communitiesInSight(store: Store): { whole: boolean; n: number } | null {
  const { cells } = store.scope;
  if (cells !== null) return cells.size > 0 ? { whole: false, n: cells.size } : null;
  let n = 0;
  for (const node of store.tree.all()) if (node.level === COMMUNITY) n += 1;
  return { whole: true, n };
}
