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
  width?: number;
  dash?: readonly number[];
}
export interface WordMark {
  at: Place;
  text: string;
  tone: "bad" | "note";
}
/** An object, drawn with the sign that it has on every map. */
export interface ThingMark {
  at: Place;
  kind: "unit" | "point" | "hazard" | "alarm";
  level: 0 | 1 | 2 | 3 | 4;
}
/** From one cell to another, with a number on it. */
export interface ArrowMark {
  from: Place;
  to: Place;
  words: string;
}
/** Something is wrong here: a cross that blocks, or a triangle that asks. `active`: a ring around it. `lift`: pixels above. */
export interface SignMark {
  at: Place;
  tone: "bad" | "warn";
  active: boolean;
  lift: number;
}
/** What lies over the cells; replaced as a whole. */
export interface Overlay {
  shapes: readonly ShapeMark[];
  lines: readonly LineMark[];
  nodes: readonly NodeMark[];
  words: readonly WordMark[];
  things?: readonly ThingMark[];
  arrows?: readonly ArrowMark[];
  signs?: readonly SignMark[];
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
