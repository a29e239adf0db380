/** Which alarm comes first, and how long somebody may still take to answer it. Pure. */
import type { AlarmDrawn } from "../../net/wire.ts";

/** Minutes after which the desk, its deputy and the county must have answered: the rule pack's. */
export interface Minutes {
  ack: number;
  deputy: number;
  county: number;
}

export const NATIONAL_MINUTES: Minutes = { ack: 2, deputy: 5, county: 15 };

export interface Countdown {
  /** 0 the desk's time runs, 1 the deputy's, 2 the county's, 3 all are over */
  stage: 0 | 1 | 2 | 3;
  /** ms until this stage ends; after the last, since it ended */
  left: number;
  /** 0-1 of the way to the last stage */
  share: number;
}

export function countdown(alarm: Pick<AlarmDrawn, "since">, minutes: Minutes, now: number): Countdown {
  const waited = Math.max(0, now - Date.parse(alarm.since));
  const ends = [minutes.ack, minutes.deputy, minutes.county].map((n) => n * 60_000);
  const last = ends[2] as number;
  const share = Math.min(1, waited / last);
  const stage = ends.findIndex((end) => waited < end);
  if (stage < 0) return { stage: 3, left: waited - last, share };
  return { stage: stage as 0 | 1 | 2, left: (ends[stage] as number) - waited, share };
}

/** Where the marks of the stages stand on the bar, 0-1. */
export function marksOf(minutes: Minutes): number[] {
  return [minutes.ack / minutes.county, minutes.deputy / minutes.county];
}

/** `1:05`, `12:00`, from an hour on `1:02:03`. */
export function clockText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (n: number): string => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

export interface Queue {
  ringing: AlarmDrawn[];
  handling: AlarmDrawn[];
  /** over, only the review is left */
  over: AlarmDrawn[];
}

const SEVERITY = ["hh", "manual", "h", "lost"] as const;

/** Ringing: passed on furthest, worst, longest first. Being handled: accidents first, then the newest. */
export function queueOf(alarms: Iterable<AlarmDrawn>): Queue {
  const all = [...alarms];
  const ringing = all.filter((alarm) => alarm.state === "raised");
  const over = all.filter((alarm) => alarm.state === "resolved");
  const handling = all.filter((alarm) => alarm.state !== "raised" && alarm.state !== "resolved");
  const severity = (alarm: AlarmDrawn): number => SEVERITY.indexOf(alarm.severity);
  const accident = (alarm: AlarmDrawn): number => (alarm.verdict === "accident" ? 0 : 1);
  ringing.sort(
    (a, b) =>
      b.escalated - a.escalated || severity(a) - severity(b) || a.since.localeCompare(b.since) || a.id - b.id,
  );
  const newest = (a: AlarmDrawn, b: AlarmDrawn): number => b.since.localeCompare(a.since) || b.id - a.id;
  handling.sort((a, b) => accident(a) - accident(b) || newest(a, b));
  over.sort(newest);
  return { ringing, handling, over };
}

/** What to open when nothing is open: the first that rings, else the first that is being handled. */
export function firstOf(queue: Queue): AlarmDrawn | null {
  return queue.ringing[0] ?? queue.handling[0] ?? queue.over[0] ?? null;
}
