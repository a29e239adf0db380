/** The roster by days. Pure. */
import { date } from "../format.ts";
import type { Shift } from "./types.ts";

export function isNow(shift: Pick<Shift, "starts_at" | "ends_at">, now: number): boolean {
  return Date.parse(shift.starts_at) <= now && now < Date.parse(shift.ends_at);
}

/** Shifts by the day in China on which they begin, in order of time. */
export function byDay(shifts: readonly Shift[]): [string, Shift[]][] {
  const days = new Map<string, Shift[]>();
  const inOrder = [...shifts].sort((a, b) => a.starts_at.localeCompare(b.starts_at) || a.id - b.id);
  for (const shift of inOrder) {
    const day = date(shift.starts_at);
    const list = days.get(day);
    if (list) list.push(shift);
    else days.set(day, [shift]);
  }
  return [...days];
}
