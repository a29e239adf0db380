/** Problems on the map: a sign for each, and the whole of the one that was asked for. */
import { labelPlace } from "../../boundary/cut.ts";
import { areaOf, type Place, type Shape } from "../../boundary/shapes.ts";
import type { LineMark, ShapeMark, SignMark } from "../../map/plan-types.ts";
import { BAD, BAD_FILL, WARN, WARN_FILL } from "./colours.ts";
import type { Problem } from "./types.ts";
import { type Where, whereOf } from "./where.ts";

/** Signs drawn at once; a list of thousands would cover the map. */
const MOST = 300;
/** Pixels that the sign of an area stands above its name. */
const ABOVE_NAME = 20;

export interface ProblemMarks {
  shapes: ShapeMark[];
  lines: LineMark[];
  signs: SignMark[];
}

export function problemMarks(all: readonly Problem[], chosen: Problem | null): ProblemMarks {
  const others = all.slice(0, MOST).filter((one) => one !== chosen);
  const signs = others.flatMap((one) =>
    placeOf(one)
      .signs.slice(0, 1)
      .map((at) => sign(one, at, false)),
  );
  if (!chosen) return { shapes: [], lines: [], signs };
  const { where, signs: mine } = placeOf(chosen);
  const style = chosen.severity === "error" ? { fill: BAD_FILL, line: BAD } : { fill: WARN_FILL, line: WARN };
  return {
    shapes: where.shapes.map((shape) => ({ shape, ...style, width: 2.5, dash: [6, 4] })),
    lines: where.lines.map((places) => ({ places, line: style.line, width: 5 })),
    // Of several places or lines every one is meant, not the first alone.
    signs: [...signs, ...mine.map((at) => sign(chosen, at, true))],
  };
}

function sign(problem: Problem, there: Sign, active: boolean): SignMark {
  return { ...there, tone: problem.severity === "error" ? "bad" : "warn", active };
}

const known = new WeakMap<Problem, { where: Where; signs: readonly Sign[] }>();
type Sign = Pick<SignMark, "at" | "lift">;

/** Asked for with every move of the mouse, so worked out once. */
function placeOf(problem: Problem): { where: Where; signs: readonly Sign[] } {
  const there = known.get(problem);
  if (there) return there;
  const where = whereOf(problem.where as unknown as { type: string });
  const made = { where, signs: signsOf(where) };
  known.set(problem, made);
  return made;
}

function signsOf({ shapes, lines, places }: Where): Sign[] {
  return [
    ...shapes.flatMap(inside).map((at) => ({ at, lift: ABOVE_NAME })),
    ...lines.flatMap(middle).map((at) => ({ at, lift: 0 })),
    ...places.map((at) => ({ at, lift: 0 })),
  ];
}

function inside(shape: Shape): Place[] {
  const outlines = shape.flatMap(([outline]) => (outline ? [outline] : []));
  const [largest] = outlines.toSorted((a, b) => areaOf([[b]]) - areaOf([[a]]));
  return largest ? [labelPlace(largest)] : [];
}

function middle(line: readonly Place[]): Place[] {
  const at = line[Math.floor(line.length / 2)];
  return at ? [at] : [];
}
