/** What a planner's map draws and what it tells. */
import type { Place } from "../state/measure.ts";

export type Rings = readonly (readonly Place[])[];

export interface PlanCell {
  id: number;
  shape: readonly Rings[];
  name: string;
  /** where the name stands */
  label: Place;
  fill: string;
  /** a neighbour that this plan does not draw */
  dim: boolean;
  /** differs from the boundaries in force */
  changed: boolean;
}

export interface ShapeMark {
  shape: readonly Rings[];
  fill?: string;
  line: string;
  width: number;
  dash?: readonly number[];
}
/** `junction`: several cells meet; `bend`: on one edge; `locked`: may not be moved; `middle`: drag it to insert one. */
export type NodeKind = "junction" | "bend" | "locked" | "middle";
export interface NodeMark {
  at: Place;
  kind: NodeKind;
  /** how many cells share it */
  cells: number;
  active?: boolean;
}
export interface LineMark {
  places: readonly Place[];
  line: string;
  dash?: readonly number[];
}
export interface WordMark {
  at: Place;
  text: string;
  tone: "bad" | "note";
}
/** What lies over the cells; replaced as a whole. */
export interface Overlay {
  shapes: readonly ShapeMark[];
  lines: readonly LineMark[];
  nodes: readonly NodeMark[];
  words: readonly WordMark[];
}

export interface Keys {
  shift: boolean;
}
/** What the mouse does; a `press` that answers true holds the map still and is followed by `drag` and `drop`. */
export interface PlanHandlers {
  press(at: Place, keys: Keys): boolean;
  drag(at: Place): void;
  drop(at: Place): void;
  click(at: Place, keys: Keys): void;
  double(at: Place): void;
  hover(at: Place): void;
  context(at: Place, x: number, y: number): void;
  /** the map came to rest elsewhere or nearer */
  rest(): void;
}
