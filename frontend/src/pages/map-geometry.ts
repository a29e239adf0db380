import type { Padding } from "../map/types.ts";
import type { Stop } from "../ui/sheet.ts";

const PHONE = 768;
const REM_AT = 16;

export interface Covered {
  left: boolean;
  right: boolean;
  stop: Stop;
  /** the drawer with the list at the foot of the map */
  list?: "none" | "low" | "tall";
  /** the panel with earlier boundaries: beside the left panel, or in its place where there is no room (past.css) */
  past?: boolean;
}

/** Share of the stage's height that the drawer takes (work.css has the same). */
const ROOM_FOR_BOTH = 100;
const DRAWER = { none: 0, low: 0.42, tall: 0.72 } as const;

const SHEET: Record<Stop, number> = { peek: 0.19, half: 0.52, full: 0.52 };

/** Pixels that bars and panels cover, so that what is flown to stays in sight. */
export function padding(width: number, height: number, covered: Covered): Padding {
  if (width <= PHONE) {
    return { top: 64, right: 16, bottom: Math.round(height * SHEET[covered.stop]), left: 16 };
  }
  const rem = rootPixels(width, height);
  return {
    top: Math.round(rem),
    right: Math.round(covered.right ? rem * 27 : rem),
    bottom: Math.round(rem * 4 + DRAWER[covered.list ?? "none"] * (height - rem * 3.75)),
    left: Math.round(leftRems(covered, width / rem) * rem),
  };
}

function leftRems({ left, past }: Covered, wide: number): number {
  if (past && wide > ROOM_FOR_BOTH) return left ? 51 : 30;
  return left || past ? 24 : 1;
}

/** The size of 1 rem, as base.css sets it. */
export function rootPixels(width: number, height: number): number {
  return Math.min(32, Math.max(REM_AT, Math.min(REM_AT + (width - 2200) * 0.0098, height * 0.0149)));
}

const CELL_ZOOM: Record<number, number> = { 1: 9, 2: 10.5, 3: 12.5, 4: 14 };
const THING_ZOOM = 16;
/** An alarm is looked at with its ring of one kilometre. */
export const ALARM_ZOOM = 14.25;

/** How near to go to a cell of a level, or to a thing; never farther away than one is. */
export function zoomFor(level: number | null, now: number): number {
  if (level === null) return Math.max(now, THING_ZOOM);
  return CELL_ZOOM[level] ?? 14;
}
