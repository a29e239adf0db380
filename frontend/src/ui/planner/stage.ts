/** The map of an open plan: its cells in their colours, and over them what the tool and the desk point at. */
import { labelPlace } from "../../boundary/cut.ts";
import type { Cell } from "../../boundary/ground.ts";
import { areaOf, boxOf, type Place } from "../../boundary/shapes.ts";
import { lang, t } from "../../i18n/index.ts";
import { PlanMap } from "../../map/plan-map.ts";
import type { Overlay, PlanCell, PlanHandlers } from "../../map/plan-types.ts";
import { BEFORE } from "./colours.ts";
import { type Moved, NOBODY } from "./moving.ts";
import { type PaintBy, Painter } from "./paint.ts";
import { problemMarks } from "./problem-marks.ts";
import type { News, Session } from "./session.ts";
import { NO_OVERLAY, type Tool } from "./tools/tool.ts";
import type { PlannerContext, Problem } from "./types.ts";
import { placesIn, whereOf } from "./where.ts";

/** How the boundaries in force are shown beside those of the plan. */
export type Compare = "none" | "lines" | "swipe";

/** What the desk points at, beside the tool. */
export interface Marks {
  problem: Problem | null;
  /** the boundaries in force of what the plan changes, while they are compared */
  was: readonly Cell[];
  compare: Compare;
  moved: Moved;
  /** an object that was asked for in a list */
  place: Place | null;
}
export const NO_MARKS: Marks = { problem: null, was: [], compare: "none", moved: NOBODY, place: null };

export class Stage {
  readonly map: PlanMap;
  private painter: Painter;
  #divider = 0.5;

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

  /** `wrong`: whether problems are drawn. */
  draw(tool: Tool, marks: Marks, wrong: boolean): void {
    this.map.hide(tool.hidden());
    const problems = wrong && this.session.open ? (this.session.problems?.problems ?? []) : [];
    this.map.setOverlay(this.overlay(tool.overlay(), marks, problems));
  }

  private overlay(
    of: Overlay,
    { problem, was, compare, moved, place }: Marks,
    problems: readonly Problem[],
  ): Overlay {
    const { said } = this.session;
    const words = said?.at ? [{ at: said.at, text: said.text, tone: "bad" as const }] : [];
    const lines = compare === "lines" ? was : [];
    const before = lines.map(({ shape }) => ({ shape, line: BEFORE, width: 2, dash: [7, 4] }));
    const wrong = problemMarks(problems, problem);
    const here = place ? [{ at: place, kind: "bend" as const, cells: 1, active: true }] : [];
    return {
      shapes: [...before, ...wrong.shapes, ...of.shapes],
      lines: [...wrong.lines, ...of.lines],
      nodes: [...of.nodes, ...here],
      words: [...of.words, ...words],
      signs: wrong.signs,
      ...moved,
    };
  }

  /** Where the divider stands, as a share of the map's width. */
  divide(share: number): void {
    this.#divider = share;
    this.map.divide(share);
  }

  /** Lay the boundaries in force over the left of the map, or take them away. */
  beside({ compare, was }: Marks): void {
    if (compare !== "swipe") return this.map.setBefore(null);
    const known = new Set(was.map((cell) => cell.id));
    const same = [...this.session.ground.all()].filter((cell) => !cell.changed && !known.has(cell.id));
    this.map.setBefore([...same, ...was].map((cell) => this.drawn(cell)));
    this.map.divide(this.#divider);
  }

  /** Pictures for paper: what changes, with the boundaries before over it, and the whole plan. */
  pictures(was: readonly Cell[]): { changes: string; whole: string } {
    const cells = [...this.session.ground.all()].filter((cell) => cell.mine);
    const changed = cells.filter((cell) => cell.changed);
    const lines = was.map(({ shape }) => ({ shape, line: BEFORE, width: 2, dash: [7, 4] }));
    const of = (some: readonly Cell[], shapes: Overlay["shapes"]): string =>
      this.map.pictureOf(boxOf(some.flatMap((cell) => cell.shape)), { ...NO_OVERLAY, shapes });
    return { changes: of(changed.length > 0 ? changed : cells, lines), whole: of(cells, []) };
  }

  readonly fit = (): void => {
    const mine = [...this.session.ground.all()].filter((cell) => cell.mine);
    if (mine.length > 0) this.map.fit(boxOf(mine.flatMap((cell) => cell.shape)));
  };

  /** What the plan changes; nothing moves for a plan that changes nothing. */
  showChanged(): void {
    this.show([...this.session.ground.all()].filter((cell) => cell.changed && cell.mine));
  }

  show(cells: readonly Cell[]): void {
    if (cells.length > 0) this.map.fit(boxOf(cells.flatMap((cell) => cell.shape)));
  }

  showProblem(problem: Problem): void {
    const places = placesIn(whereOf(problem.where as unknown as { type: string }));
    if (places.length > 0) this.map.fit(boxOf([[places]]));
  }

  relabel(): void {
    this.map.label(lang(), t("planner.map"), t("planner.map_keys"));
    this.all();
  }

  destroy(): void {
    this.map.destroy();
  }
}
