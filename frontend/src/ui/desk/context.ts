import type { PanelContext } from "../panel/context.ts";
import type { Minutes } from "./queue-model.ts";

/** What the parts of the desk need of the page. */
export interface DeskContext extends PanelContext {
  minutes: Minutes;
  /** the server's time, ms */
  now(): number;
  /** go to a bare place, and mark it until something is chosen */
  show(lon: number, lat: number): void;
  /** circles around a place on the map; null takes them away */
  rings(place: { lon: number; lat: number } | null, metres?: readonly number[]): void;
}

/** Radii of the rings around an alarm, metres. */
export const RINGS = [500, 1000, 3000] as const;
