/** What is going on at the desk with one plan: the tool in hand, what is chosen, what the map points at. */
import type { Place, Shape } from "../../boundary/shapes.ts";
import type { PlanHandlers } from "../../map/plan-types.ts";
import { ApiError } from "../../net/api.ts";
import { benchOf, toolOf } from "./bench.ts";
import type { Keyboard } from "./keys.ts";
import { type Moved, NOBODY } from "./moving.ts";
import type { NodeMenu } from "./over-map.ts";
import type { PaintBy } from "./paint.ts";
import type { News, Session } from "./session.ts";
import { type Compare, type Marks, NO_MARKS, Stage } from "./stage.ts";
import type { SideTab } from "./tabs.ts";
import { ShapeTool } from "./tools/shape.ts";
import type { ToolName } from "./tools/tool.ts";
import type { PlannerContext, Problem } from "./types.ts";

/** What the work tells its desk. */
export interface Told {
  /** something that the desk shows is other than before */
  changed(): void;
  /** cells that the mouse is changing right now; null: none */
  live(change: ReadonlyMap<number, Shape> | null): void;
  help(): void;
}

export class Work {
  selected: readonly number[] = [];
  tab: SideTab = "cell";
  by: PaintBy = "cell";
  marks: Marks = NO_MARKS;
  menu: NodeMenu | null = null;
  /** grows with every change of the plan */
  turn = 0;
  stage: Stage | null = null;
  readonly bench = benchOf(this);
  tool = toolOf("shape", this.bench);

  constructor(
    readonly session: Session,
    private readonly told: Told,
  ) {}

  /** Draw on the page. */
  begin(el: HTMLElement, context: PlannerContext): void {
    this.stage = new Stage(el, context, this.session, this.by, this.hands);
    this.told.changed();
    this.redraw();
  }

  end(): void {
    this.session.end();
    this.stage?.destroy();
    this.stage = null;
  }

  /** What the mouse does on the map. */
  private readonly hands: PlanHandlers = {
    press: (at, keys) => {
      this.openMenu(null);
      return this.tool.press(at, keys);
    },
    drag: (at) => this.tool.drag(at),
    drop: (at) => this.tool.drop(at),
    click: (at, keys) => {
      this.quiet();
      this.tool.click(at, keys);
    },
    double: (at) => this.tool.double(at),
    hover: (at) => this.tool.hover(at),
    context: (at, x, y) => {
      if (!(this.tool instanceof ShapeTool) || !this.bench.mayEdit) return;
      const node = this.tool.nodeAt(at);
      this.openMenu(node && { x, y, at: node });
      this.redraw();
    },
    rest: () => this.redraw(),
  };

  keyboard(): Keyboard {
    return {
      mayEdit: this.bench.mayEdit,
      undo: () => void this.session.undo(),
      redo: () => void this.session.redo(),
      help: () => this.told.help(),
      fit: () => this.stage?.fit(),
      take: (name) => this.take(name),
      quiet: () => this.quiet(),
      tool: (key) => this.tool.key(key),
    };
  }

  /** The plan changed: its cells, or only what is told about it. */
  hear(news: News): void {
    this.turn += 1;
    this.stage?.put(news);
    const left = this.selected.filter((id) => this.session.ground.get(id));
    if (left.length < this.selected.length) this.selected = left;
    if (!this.bench.mayEdit && this.tool.name !== "shape") this.take("shape");
    if (news.cells.length > 0 || news.gone.length > 0) {
      this.mark({ moved: NOBODY });
      void this.compare(this.marks.compare);
    }
    this.told.changed();
    this.redraw();
  }

  select(cells: readonly number[]): void {
    this.selected = cells;
    this.mark({ problem: null, place: null });
    if (cells.length > 0) this.turnTo("cell");
    void this.session.points.around(this.session.ground, cells);
    this.told.changed();
    this.redraw();
  }

  take(name: ToolName): void {
    this.tool = toolOf(name, this.bench);
    if (name !== "shape") {
      this.selected = this.selected.slice(0, 1);
      this.turnTo("cell");
    }
    this.stage?.map.cursor(name === "shape" ? "arrow" : "cross");
    this.quiet();
    this.told.changed();
    this.redraw();
  }

  /** A tool has made a cell, or is done. */
  made(cell: number | null): void {
    this.take("shape");
    if (cell !== null) this.select([cell]);
  }

  live(change: ReadonlyMap<number, Shape> | null): void {
    this.told.live(change);
  }

  redraw(): void {
    this.stage?.draw(this.tool, this.marks, this.tab === "cell");
    if (!(this.tool instanceof ShapeTool)) this.told.changed();
  }

  turnTo(tab: SideTab): void {
    if (tab === "impact" && tab !== this.tab) {
      this.selected = [];
      this.mark({ problem: null });
      this.stage?.showChanged();
    }
    if (tab !== "impact") {
      this.mark({ moved: NOBODY, place: null });
      void this.compare("none");
    }
    this.tab = tab;
    this.told.changed();
    this.redraw();
  }

  paint(by: PaintBy): void {
    this.by = by;
    this.stage?.all(by);
    this.told.changed();
  }

  show(cells: readonly number[]): void {
    const there = cells.flatMap((id) => this.session.ground.get(id) ?? []);
    this.stage?.show(there);
    this.select(there.map((cell) => cell.id));
  }

  showProblem(problem: Problem): void {
    this.show(problem.cells);
    this.mark({ problem });
    this.stage?.showProblem(problem);
    this.redraw();
  }

  showPlace(place: Place): void {
    this.mark({ place });
    this.stage?.map.show(place);
    this.redraw();
  }

  showMoved(moved: Moved): void {
    this.mark({ moved });
    this.redraw();
  }

  /** Show the boundaries before the plan beside its own. */
  async compare(compare: Compare): Promise<void> {
    if (compare === "none" && this.marks.compare === "none") return;
    this.mark({ compare });
    try {
      const was = compare === "none" ? [] : await this.session.before();
      if (this.marks.compare !== compare) return;
      this.mark({ was });
    } catch (failure) {
      failed(failure);
      this.mark({ compare: "none", was: [] });
    }
    this.stage?.beside(this.marks);
    this.told.changed();
    this.redraw();
  }

  readonly removeNode = (): void => {
    const { menu } = this;
    this.openMenu(null);
    if (menu && this.tool instanceof ShapeTool) this.tool.remove(menu.at);
  };

  private openMenu(menu: NodeMenu | null): void {
    if (menu === this.menu) return;
    this.menu = menu;
    this.told.changed();
  }

  private mark(some: Partial<Marks>): void {
    this.marks = { ...this.marks, ...some };
  }

  private quiet(): void {
    this.openMenu(null);
    if (this.session.said) this.session.say(null);
  }
}

/** The screen keeps what it has; the next look or the next step tells more. */
export function failed(failure: unknown): void {
  if (!(failure instanceof ApiError)) throw failure;
  console.warn("looking at the plan", failure.code);
}
