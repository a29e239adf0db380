/** What the round looks like from where one stands. Pure. */

import type { Item } from "../keep/queue.ts";
import { metresBetween } from "../state/measure.ts";
import type { Fix, Pack, PackPoint, PackUnit, Visit } from "./wire.ts";

/** a hazard within so many metres of a point is suggested as that point's */
const SUGGESTED_WITHIN = 80;
const SUGGESTIONS = 3;
const STATES = { planned: 0, skipped: 1, done: 2 } as const;

export interface Stop {
  visit: Visit;
  /** null: nobody knows where the phone is */
  metres: number | null;
  /** on this phone: made, and not yet sent */
  here: boolean;
}
export interface Target {
  entity: "point" | "unit";
  id: number;
  name: string;
  /** the unit of a point */
  of: string;
  live: number;
  metres: number;
}

export function metresTo(fix: Fix | null, place: { lon: number; lat: number }): number | null {
  return fix && metresBetween([fix.lon, fix.lat], [place.lon, place.lat]);
}

/** Visits of today: what is open before what is done, the nearest first; without a position in the order of the route. */
export function stopsOf(pack: Pack, items: readonly Item[], fix: Fix | null): Stop[] {
  const made = new Map(items.filter(isMade).map((item) => [item.body.fields.visit, item]));
  const stops = pack.visits.visits.map((visit) => {
    const item = made.get(visit.id);
    const state = item ? (item.kind === "skip" ? "skipped" : "done") : visit.state;
    return {
      visit: { ...visit, state } as Visit,
      metres: metresTo(fix, visit.unit),
      here: item !== undefined && item.state !== "sent",
    };
  });
  return stops.sort(
    (a, b) =>
      STATES[a.visit.state] - STATES[b.visit.state] ||
      (a.metres ?? 0) - (b.metres ?? 0) ||
      a.visit.order - b.visit.order,
  );
}

function isMade({ kind, state }: Item): boolean {
  return (kind === "inspection" || kind === "skip") && state !== "dropped" && state !== "refused";
}

/** Minutes that the open visits still take, by the server's estimate for all that were open when it was asked. */
export function minutesLeft(pack: Pack, stops: readonly Stop[]): number {
  const asked = pack.visits.visits.filter(({ state }) => state === "planned").length;
  const open = stops.filter(({ visit }) => visit.state === "planned").length;
  return asked === 0 ? 0 : Math.round((pack.visits.minutes_left * open) / asked);
}

/** What a hazard found here may be about: the nearest points, then the nearest units. */
export function targetsNear(pack: Pack, fix: Fix | null): Target[] {
  if (!fix) return [];
  const units = new Map(pack.units.map(({ id, name }) => [id, name]));
  const unitOf = (one: PackPoint | PackUnit): string =>
    "unit" in one ? (units.get(one.unit ?? 0) ?? "") : "";
  const near = (entity: Target["entity"], all: readonly (PackPoint | PackUnit)[]): Target[] =>
    all
      .flatMap((one) => {
        const { id, name, live, lon, lat } = one;
        return lon === null || lat === null
          ? []
          : [{ entity, id, name, of: unitOf(one), live, metres: metresTo(fix, { lon, lat }) ?? 0 }];
      })
      .filter(({ metres }) => metres <= SUGGESTED_WITHIN + fix.accuracy)
      .sort((a, b) => a.metres - b.metres)
      .slice(0, SUGGESTIONS);
  return [...near("point", pack.points), ...near("unit", pack.units)];
}

/** "35 米", "1.2 公里". */
export function rounded(metres: number): { n: string; unit: "m" | "km" } {
  if (metres < 100) return { n: String(Math.round(metres)), unit: "m" };
  if (metres < 1000) return { n: String(Math.round(metres / 10) * 10), unit: "m" };
  return { n: (metres / 1000).toFixed(metres < 10_000 ? 1 : 0), unit: "km" };
}

export interface Counted {
  waiting: number;
  refused: number;
}
export function counted(items: readonly Item[]): Counted {
  const of = (state: Item["state"]): number => items.filter((item) => item.state === state).length;
  return { waiting: of("waiting"), refused: of("refused") };
}
