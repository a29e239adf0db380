/** Draw a line across a chosen cell, choose one of the two parts, and say what becomes of it. */
import { cut, drawnOn, inside } from "../../../boundary/cut.ts";
import { snap } from "../../../boundary/nearest.ts";
import { inRing, type Place, type Ring, same } from "../../../boundary/shapes.ts";
import { t } from "../../../i18n/index.ts";
import type { Overlay } from "../../../map/plan-types.ts";
import { PIECE, PIECE_FILL, SELECTED, SELECTED_FILL } from "../colours.ts";
import { type Bench, NONE, type Tool } from "./tool.ts";

const SNAP = 9;

export interface Piece {
  cell: number;
  /** as it is sent: its ends drawn on over the outline */
  line: readonly Place[];
  /** a place in the chosen part */
  side: Place;
  ring: Ring;
}

export class LineTool implements Tool {
  #line: Place[] = [];
  #hover: Place | null = null;
  #parts: readonly [Ring, Ring] | null = null;
  #chosen: 0 | 1 | null = null;

  constructor(
    private readonly bench: Bench,
    readonly name: "split" | "transfer",
  ) {}

  get cell(): number | null {
    return this.bench.selected[0] ?? null;
  }

  /** What is asked of the planner now. */
  get step(): "cell" | "line" | "side" | "rest" {
    if (this.cell === null) return "cell";
    if (!this.#parts) return "line";
    return this.#chosen === null ? "side" : "rest";
  }

  get piece(): Piece | null {
    const ring = this.#chosen === null ? null : this.#parts?.[this.#chosen];
    if (!ring || this.cell === null) return null;
    return { cell: this.cell, line: drawnOn(this.#line), side: inside(ring), ring };
  }

  press(): boolean {
    return false;
  }
  drag(): void {}
  drop(): void {}

  click(at: Place): void {
    if (this.step === "cell") return this.#choose(at);
    if (this.#parts) return this.#pick(at, this.#parts);
    const to = snap(this.bench.ground, at, this.bench.reach(SNAP)).at;
    const last = this.#line.at(-1);
    if (last && same(last, to)) return;
    this.#line = [...this.#line, to];
    this.bench.redraw();
  }

  #choose(at: Place): void {
    const cell = this.bench.ground.at(at);
    if (cell?.mine) this.bench.select([cell.id]);
    else this.bench.say(t("planner.not_mine"), at);
    this.bench.redraw();
  }

  #pick(at: Place, parts: readonly [Ring, Ring]): void {
    const which = parts.findIndex((ring) => inRing(at, ring));
    if (which < 0) return this.bench.say(t("planner.pick_side"), at);
    this.#chosen = which === 0 ? 0 : 1;
    this.bench.redraw();
  }

  double(at: Place): void {
    this.#finish(at);
  }

  #finish(at: Place): void {
    if (this.#parts || this.#line.length < 2 || this.cell === null) return;
    const shape = this.bench.ground.get(this.cell)?.shape ?? [];
    this.#parts = cut(shape, this.#line);
    this.#hover = null;
    if (!this.#parts) {
      this.bench.say(t("planner.not_two"), at);
      this.#line = [];
    }
    this.bench.redraw();
  }

  hover(at: Place): void {
    this.#hover = at;
    if (this.#line.length > 0 || this.#parts) this.bench.redraw();
  }

  key(key: string): boolean {
    if (key === "Enter" && !this.#parts && this.#line.length > 1) this.#finish(this.#line.at(-1) as Place);
    else if (key === "Backspace" && !this.#parts) this.#line = this.#line.slice(0, -1);
    else if (key === "Escape") return this.#back();
    else return false;
    this.bench.redraw();
    return true;
  }

  again(): void {
    this.#chosen = null;
    this.#parts = null;
    this.#line = [];
    this.bench.redraw();
  }

  quit(): void {
    this.bench.done();
  }

  /** One thing back: the side, the line, the tool. */
  #back(): boolean {
    if (this.#chosen !== null) this.#chosen = null;
    else if (this.#parts || this.#line.length > 0) {
      this.#parts = null;
      this.#line = [];
    } else this.bench.done();
    this.bench.redraw();
    return true;
  }

  hidden(): ReadonlySet<number> {
    return NONE;
  }

  overlay(): Overlay {
    const cell = this.cell === null ? null : this.bench.ground.get(this.cell);
    const shapes = cell
      ? [{ shape: cell.shape, line: SELECTED, width: 3, ...(this.#parts ? {} : { fill: SELECTED_FILL }) }]
      : [];
    const to = this.#hover;
    const line = to && !this.#parts && this.#line.length > 0 ? [...this.#line, to] : this.#line;
    return {
      shapes: [...shapes, ...this.#sides()],
      lines: line.length > 1 ? [{ places: line, line: PIECE, dash: this.#parts ? [] : [8, 5] }] : [],
      nodes: this.#parts ? [] : this.#line.map((at) => ({ at, kind: "bend" as const, cells: 1 })),
      words: [],
    };
  }

  #sides(): { shape: readonly (readonly Ring[])[]; line: string; width: number; fill: string }[] {
    const { step } = this;
    if (!this.#parts || step === "cell" || step === "line") return [];
    const under = this.#hover;
    const which = this.#chosen ?? this.#parts.findIndex((ring) => under !== null && inRing(under, ring));
    const ring = this.#parts[which];
    return ring ? [{ shape: [[ring]], line: PIECE, width: 2.5, fill: PIECE_FILL }] : [];
  }
}
