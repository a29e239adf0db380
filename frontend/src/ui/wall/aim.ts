/** Where a wall looks: what the desk pushed, else an alarm that rings, else an accident, else the tour, else the whole area. */
import type { AlarmDrawn, WallView } from "../../net/wire.ts";

export interface Target {
  /** changes when the wall has to move */
  key: string;
  lon: number;
  lat: number;
  zoom: number;
  why: "alarm" | "place" | "tour";
}

export const ALARM_ZOOM = 14.5;

export interface Places {
  view: WallView | null;
  alarms: readonly AlarmDrawn[];
  stop: { id: number; lon: number; lat: number } | null;
  /** where a thing is that the view names */
  placeOf(select: { e: string; id: number }): { lon: number; lat: number } | null;
}

/** null: the whole area. */
export function aim({ view, alarms, stop, placeOf }: Places): Target | null {
  const pushed = view?.alarm ? alarms.find(({ id }) => id === view.alarm) : undefined;
  if (pushed) return at("alarm", `alarm:${pushed.id}`, pushed, ALARM_ZOOM);
  if (view?.place) {
    const { lon, lat, zoom } = view.place;
    return { key: `place:${lon},${lat},${zoom}`, lon, lat, zoom, why: "place" };
  }
  const selected = view?.select ? placeOf(view.select) : null;
  if (view?.select && selected) {
    return at("place", `${view.select.e}:${view.select.id}`, selected, view.select.e === "cell" ? 13 : 16);
  }
  const matters = alarms.find(({ state }) => state === "raised") ?? alarms.find(underWay);
  if (matters) return at("alarm", `alarm:${matters.id}`, matters, ALARM_ZOOM);
  return stop ? at("tour", `tour:${stop.id}`, stop, 12.75) : null;
}

/** An accident keeps the wall until the danger is over. */
function underWay({ verdict, state }: AlarmDrawn): boolean {
  return verdict === "accident" && state !== "resolved" && state !== "reviewed";
}

function at(
  why: Target["why"],
  key: string,
  { lon, lat }: { lon: number; lat: number },
  zoom: number,
): Target {
  return { key, lon, lat, zoom, why };
}

/** A message stays until its end, or until it is taken back. */
export function messageOf(view: WallView | null, now: number): string | null {
  const message = view?.message;
  if (!message) return null;
  return message.until && Date.parse(message.until) <= now ? null : message.text;
}
