import type { Ground } from "../../../boundary/ground.ts";
import type { Place, Shape } from "../../../boundary/shapes.ts";
import type { Keys, Overlay } from "../../../map/plan-types.ts";
import type { Edit } from "../types.ts";

/** What a tool sees of the desk and may ask of it. */
export interface Bench {
  readonly ground: Ground;
  readonly selected: readonly number[];
  readonly mayEdit: boolean;
  select(cells: readonly number[]): void;
  /** metres that some pixels are */
  reach(pixels: number): number;
  edit(edit: Edit, at: Place | null, preview?: ReadonlyMap<number, Shape>): Promise<boolean>;
  /** words beside a place, until the next act */
  say(text: string, at: Place): void;
  /** what the mouse is changing right now, for the figures; null: nothing */
  live(change: ReadonlyMap<number, Shape> | null): void;
  /** the overlay, or what the tool asks for, is other than before */
  redraw(): void;
  /** put the tool away: back to choosing and shaping */
  done(): void;
}

export type ToolName = "shape" | "split" | "transfer" | "redraw" | "carve";

/** What the mouse and the keyboard do while a tool is in hand. */
export interface Tool {
  readonly name: ToolName;
  press(at: Place, keys: Keys): boolean;
  drag(at: Place): void;
  drop(at: Place): void;
  click(at: Place, keys: Keys): void;
  double(at: Place): void;
  hover(at: Place): void;
  /** a key with its name; whether it meant something to the tool */
  key(key: string): boolean;
  /** cells that the overlay draws instead of the base */
  hidden(): ReadonlySet<number>;
  overlay(): Overlay;
}

export const NO_OVERLAY: Overlay = { shapes: [], lines: [], nodes: [], words: [] };
export const NONE: ReadonlySet<number> = new Set();
