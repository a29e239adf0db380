/** Counts of communities and the legend made of them. Twin of the server's `domain/counts.py`. */
import type { AlarmDrawn, Drawn, Entity, HazardDrawn, Level, PointDrawn, UnitDrawn } from "../net/wire.ts";
import type { ScreenState } from "./apply.ts";
import type { Scope } from "./scope.ts";

export const UNOWNED = 0;
export type Columns = ReadonlyMap<string, number>;
export type Tally = Map<string, number>;

const SETTLED: ReadonlySet<string> = new Set(["closed", "rejected"]);
const ALARM_SETTLED: ReadonlySet<string> = new Set(["false", "reviewed"]);
const OPEN_STATES = ["reported", "verified", "ordered", "rectifying", "submitted", "reinspected", "accepted"];

export interface Legend {
  /** index = level; 0 = 未评估 */
  live: Record<Level, number>;
  base: Record<Level, number>;
  units: Record<Level, number>;
  provisional: number;
  hazards: {
    open: number;
    major: number;
    overdue: number;
    unverified: number;
    byState: Record<string, number>;
  };
  leaders: number;
  officers: number;
  /** communities whose survey is overdue, units whose self-check is */
  surveysOverdue: number;
  selfchecksOverdue: number;
}

/** The level shown rests on a claim alone: a hollow mark. */
export function isClaim(point: PointDrawn): boolean {
  return point.live !== point.firm;
}

export function columnsFrom(names: readonly string[]): Columns {
  return new Map(names.map((name, i) => [name, i]));
}

/** Columns in which one object counts, each once, at its community. */
export function columnsOf(entity: Entity, drawn: Drawn): string[] {
  if (entity === "point") return ofPoint(drawn as PointDrawn);
  if (entity === "unit") return ofUnit(drawn as UnitDrawn);
  if (entity === "hazard") return ofHazard(drawn as HazardDrawn);
  return ofAlarm(drawn as AlarmDrawn);
}

function ofPoint(point: PointDrawn): string[] {
  // A claim colours nothing but the point itself: the legend counts it apart, at its firm level.
  const columns = [`p${point.firm}`, `b${point.base}`];
  return isClaim(point) ? [...columns, "provisional"] : columns;
}

function ofUnit({ live, listing, listing_overdue }: UnitDrawn): string[] {
  return listing ? [`u${live}`, listing_overdue ? "listed_overdue" : "listed"] : [`u${live}`];
}

function ofHazard(hazard: HazardDrawn): string[] {
  if (SETTLED.has(hazard.state)) return [];
  const columns: string[] = [hazard.state];
  // An accepted hazard only waits for its delisting.
  if (hazard.state !== "reported" && hazard.state !== "accepted") columns.push(burden(hazard));
  if (hazard.listing) columns.push(hazard.listing_overdue ? "listed_overdue" : "listed");
  if (hazard.suspended) columns.push("suspended");
  return columns;
}

function burden(hazard: HazardDrawn): string {
  if (hazard.major) return hazard.overdue ? "major_overdue" : "major";
  if (hazard.self_found) return hazard.overdue === 2 ? "self_found_late" : "self_found";
  return hazard.overdue ? "general_overdue" : "general";
}

function ofAlarm(alarm: AlarmDrawn): string[] {
  const open = ALARM_SETTLED.has(alarm.state) ? [] : ["alarms_open"];
  return alarm.acting ? [...open, "alarms"] : open;
}

/** Sum rows of counts, column by column. */
export function sumRows(rows: Iterable<readonly number[]>, columns: Columns): Tally {
  // By position: a city has thousands of rows and the sum is taken with every event.
  const sums: number[] = [];
  for (const row of rows) for (const [i, n] of row.entries()) sums[i] = (sums[i] ?? 0) + n;
  return new Map([...columns].map(([name, i]) => [name, sums[i] ?? 0]));
}

/** Sum what the screen holds; the only legend of a viewer without cells (an enterprise, an industry). */
export function sumHeld(state: ScreenState): Tally {
  const total: Tally = new Map();
  for (const entity of ["point", "unit", "hazard", "alarm"] as const) {
    for (const drawn of state.objects[entity].values()) {
      for (const name of columnsOf(entity, drawn)) total.set(name, (total.get(name) ?? 0) + 1);
    }
  }
  return total;
}

/** Legend of the whole screen: from the counts, or from the held objects of a viewer without cells. */
export function legendOf(state: ScreenState, scope: Scope, columns: Columns): Legend {
  return legendFrom(tallyOf(state, scope, columns));
}

/** All that the screen counts, column by column. */
export function tallyOf(state: ScreenState, scope: Scope, columns: Columns): Tally {
  const byCells = scope.cells === null || scope.cells.size > 0;
  return byCells ? sumRows(rowsOf(state), columns) : sumHeld(state);
}

function* rowsOf(state: ScreenState): Iterable<readonly number[]> {
  for (const { n } of state.counts.values()) yield n;
}

export function legendFrom(tally: Tally): Legend {
  const get = (name: string): number => tally.get(name) ?? 0;
  const levels = (prefix: string): Record<Level, number> => ({
    0: get(`${prefix}0`),
    1: get(`${prefix}1`),
    2: get(`${prefix}2`),
    3: get(`${prefix}3`),
    4: get(`${prefix}4`),
  });
  const byState = Object.fromEntries(OPEN_STATES.map((state) => [state, get(state)]));
  return {
    live: levels("p"),
    base: levels("b"),
    units: levels("u"),
    provisional: get("provisional"),
    hazards: {
      open: OPEN_STATES.reduce((sum, state) => sum + get(state), 0),
      major: get("major") + get("major_overdue"),
      overdue: get("general_overdue") + get("major_overdue") + get("self_found_late"),
      unverified: get("reported"),
      byState,
    },
    leaders: get("leaders"),
    officers: get("officers"),
    surveysOverdue: get("survey_overdue"),
    selfchecksOverdue: get("selfcheck_overdue"),
  };
}
