/** Who moves, on the map: the objects themselves, and an arrow from each cell to each with how many go. */
import { labelPlace } from "../../boundary/cut.ts";
import type { Cell, Ground } from "../../boundary/ground.ts";
import { areaOf, type Place } from "../../boundary/shapes.ts";
import type { ArrowMark, ThingMark } from "../../map/plan-types.ts";
import type { Level } from "../../net/wire.ts";
import { number } from "../format.ts";
import type { Session } from "./session.ts";
import type { Flow, Impact, Moving } from "./types.ts";

export const KINDS = ["unit", "point", "hazard", "alarm"] as const;
export type Kind = (typeof KINDS)[number];
export type MovingPage = { rows: Moving[]; next: number | null };

/** Pages of a hundred that are drawn of each kind; the arrows count all. */
const PAGES = 4;

export interface Moved {
  things: readonly ThingMark[];
  arrows: readonly ArrowMark[];
}
export const NOBODY: Moved = { things: [], arrows: [] };

/** Raises ApiError. */
export function readMoving(session: Session, kind: Kind, after: number): Promise<MovingPage> {
  return session.api.get<MovingPage>(`${session.path}/impact/${kind}?after=${after}`);
}

/** Raises ApiError. */
export async function moved(session: Session, impact: Impact): Promise<Moved> {
  const before = await session.before();
  const things: ThingMark[] = [];
  // Points first, so that the larger signs lie on top.
  for (const kind of ["point", "unit", "alarm", "hazard"] as const) {
    if ((impact.totals[kind] ?? 0) > 0) things.push(...(await thingsOf(session, kind)));
  }
  return { things, arrows: arrows(impact.flows, session.ground, before) };
}

async function thingsOf(session: Session, kind: Kind): Promise<ThingMark[]> {
  const found: ThingMark[] = [];
  let after: number | null = 0;
  for (let page = 0; page < PAGES && after !== null; page += 1) {
    const { rows, next }: MovingPage = await readMoving(session, kind, after);
    found.push(...rows.map((row) => ({ at: [row.lon, row.lat] as Place, kind, level: row.level as Level })));
    after = next;
  }
  return found;
}

/** One arrow for each pair of cells, over all kinds. Ground outside all cells has no place to draw one from. */
export function arrows(flows: readonly Flow[], ground: Ground, before: readonly Cell[]): ArrowMark[] {
  const was = new Map(before.map((cell) => [cell.id, cell]));
  const pairs = new Map<string, { from: Place; to: Place; n: number }>();
  for (const { source, target, total } of flows) {
    const from = source && placeOf(ground.get(source.id) ?? was.get(source.id));
    const to = target && placeOf(ground.get(target.id) ?? was.get(target.id));
    if (!from || !to) continue;
    const key = `${source.id} ${target.id}`;
    pairs.set(key, { from, to, n: (pairs.get(key)?.n ?? 0) + total });
  }
  return [...pairs.values()].map(({ from, to, n }) => ({ from, to, words: number(n) }));
}

function placeOf(cell: Cell | undefined): Place | null {
  const outlines = (cell?.shape ?? []).flatMap(([outline]) => (outline ? [outline] : []));
  const [largest] = outlines.toSorted((a, b) => areaOf([[b]]) - areaOf([[a]]));
  return largest ? labelPlace(largest) : null;
}
