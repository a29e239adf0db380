/** The map of an open plan: its cells in their colours, and over them what the tool and the desk point at. */
import { labelPlace } from "../../boundary/cut.ts";
import type { Cell } from "../../boundary/ground.ts";
import { areaOf, boxOf, type Place, type Shape, shapeOf } from "../../boundary/shapes.ts";
import { lang, t } from "../../i18n/index.ts";
import { PlanMap } from "../../map/plan-map.ts";
import type { Overlay, PlanCell, PlanHandlers, ShapeMark } from "../../map/plan-types.ts";
import { BAD, BAD_FILL, BEFORE, WARN, WARN_FILL } from "./colours.ts";
import { type PaintBy, Painter } from "./paint.ts";
import type { News, Session } from "./session.ts";
import type { Tool } from "./tools/tool.ts";
import type { PlannerContext, Problem } from "./types.ts";

/** What the desk points at, beside the tool. */
export interface Marks {
  problem: Problem | null;
  /** the boundaries in force of what the plan changes, while they are compared */
  was: readonly Cell[];
  /** an object that was asked for in a list */
  place: Place | null;
}
export const NO_MARKS: Marks = { problem: null, was: [], place: null };

export class Stage {
  readonly map: PlanMap;
  private painter: Painter;

  constructor(
    el: HTMLElement,
    private readonly context: PlannerContext,
    readonly session: Session,
    by: PaintBy,
    handlers: PlanHandlers,
  ) {
    const words = { label: t("planner.map"), keys: t("planner.map_keys") };
    this.map = new PlanMap(el, { lang: lang(), basemap: context.basemap, ...words }, handlers);
    this.painter = new Painter(by, context.store, session);
    this.all();
    this.fit();
  }

  /** Every cell anew, e.g. by another colour. */
  all(by: PaintBy = this.painter.by): void {
    this.painter = new Painter(by, this.context.store, this.session);
    this.map.setCells([...this.session.ground.all()].map((cell) => this.drawn(cell)));
  }

  get key(): ReturnType<Painter["key"]> {
    return this.painter.key();
  }

  put({ cells, gone, all }: News): void {
    if (all) return this.all();
    if (cells.length === 0 && gone.length === 0) return;
    const there = cells.filter((cell) => this.session.ground.get(cell.id) === cell);
    const drawn = there.map((cell) => this.drawn(cell));
    this.map.putCells(drawn, gone);
  }

  private drawn(cell: Cell): PlanCell {
    const { id, shape, mine, changed } = cell;
    const outlines = shape.map((polygon) => polygon[0] ?? []);
    const largest = outlines.sort((a, b) => areaOf([[b]]) - areaOf([[a]]))[0] ?? [];
    const { fill, note } = this.painter.paint(cell);
    const name = [cell.name, note].filter(Boolean).join(" ");
    return { id, shape, name, label: labelPlace(largest), fill, dim: !mine, changed };
  }

  draw(tool: Tool, marks: Marks): void {
    this.map.hide(tool.hidden());
    this.map.setOverlay(this.overlay(tool.overlay(), marks));
  }

  private overlay(of: Overlay, { problem, was, place }: Marks): Overlay {
    const { said } = this.session;
    const words = said?.at ? [{ at: said.at, text: said.text, tone: "bad" as const }] : [];
    const before = was.map(({ shape }) => ({ shape, line: BEFORE, width: 2, dash: [7, 4] }));
    const shapes = [...before, ...problemMarks(problem), ...of.shapes];
    const here = place ? [{ at: place, kind: "bend" as const, cells: 1, active: true }] : [];
    return { ...of, shapes, nodes: [...of.nodes, ...here], words: [...of.words, ...words] };
  }

  readonly fit = (): void => {
    const mine = [...this.session.ground.all()].filter((cell) => cell.mine);
    if (mine.length > 0) this.map.fit(boxOf(mine.flatMap((cell) => cell.shape)));
  };

  show(cells: readonly Cell[]): void {
    if (cells.length > 0) this.map.fit(boxOf(cells.flatMap((cell) => cell.shape)));
  }

  showProblem(problem: Problem): void {
    const places = placesOf(problem);
    if (places.length > 0) this.map.fit(boxOf(places.flat()));
  }

  relabel(): void {
    this.map.label(lang(), t("planner.map"), t("planner.map_keys"));
    this.all();
  }

  destroy(): void {
    this.map.destroy();
  }
}

function problemMarks(problem: Problem | null): ShapeMark[] {
  if (!problem) return [];
  const bad = problem.severity === "error";
  const style = bad ? { fill: BAD_FILL, line: BAD } : { fill: WARN_FILL, line: WARN };
  return placesOf(problem).map((shape) => ({ shape, ...style, width: 2.5, dash: [6, 4] }));
}

/** Shapes of where a problem is; a point or a line has none. */
function placesOf({ where }: Problem): Shape[] {
  const { type } = where as { type: string };
  return type === "Polygon" || type === "MultiPolygon"
    ? [shapeOf(where as { type: string; coordinates?: unknown })]
    : [];
}
