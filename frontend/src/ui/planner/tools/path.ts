/** Draw places one after another: an edge that two cells share anew, or the outline of a new cell. */
import { nearestEdge, snap } from "../../../boundary/nearest.ts";
import { type Place, same } from "../../../boundary/shapes.ts";
import { t } from "../../../i18n/index.ts";
import type { Overlay } from "../../../map/plan-types.ts";
import { PIECE, PIECE_FILL } from "../colours.ts";
import { type Bench, NONE, type Tool } from "./tool.ts";

const SNAP = 9;
/** Metres within which an end lies on an edge: the lattice is finer than a centimetre and a half. */
const ON = 0.05;

export class PathTool implements Tool {
  #places: Place[] = [];
  #hover: Place | null = null;
  /** the outline is closed and waits for its name */
  closed = false;

  constructor(
    private readonly bench: Bench,
    readonly name: "redraw" | "carve",
  ) {}

  get places(): readonly Place[] {
    return this.#places;
  }

  press(): boolean {
    return false;
  }
  drag(): void {}
  drop(): void {}

  click(at: Place): void {
    if (this.closed) return;
    const to = snap(this.bench.ground, at, this.bench.reach(SNAP)).at;
    const last = this.#places.at(-1);
    if (last && same(last, to)) return;
    this.#places = [...this.#places, to];
    this.bench.redraw();
  }

  double(): void {
    this.#finish();
  }

  hover(at: Place): void {
    this.#hover = at;
    if (this.#places.length > 0 && !this.closed) this.bench.redraw();
  }

  key(key: string): boolean {
    if (key === "Enter") this.#finish();
    else if (key === "Backspace" && !this.closed) this.#places = this.#places.slice(0, -1);
    else if (key === "Escape") {
      if (this.#places.length === 0) this.bench.done();
      this.again();
    } else return false;
    this.bench.redraw();
    return true;
  }

  again(): void {
    this.#places = [];
    this.closed = false;
    this.bench.redraw();
  }

  quit(): void {
    this.bench.done();
  }

  #finish(): void {
    if (this.closed) return;
    if (this.name === "carve") this.closed = this.#places.length >= 3;
    else if (this.#places.length >= 2) this.#redraw();
    this.bench.redraw();
  }

  /** The two cells that have both ends of the path on an edge of theirs. */
  #redraw(): void {
    const path = this.#places;
    const [first, last] = [path[0] as Place, path.at(-1) as Place];
    const both = this.#around(first).filter((id) => this.#around(last).includes(id));
    const [left, right] = both;
    if (left === undefined || right === undefined || both.length > 2) {
      this.bench.say(t("planner.no_edge"), last);
      this.#places = [];
      return;
    }
    void this.bench.edit({ do: "redraw_edge", left, right, path }, last);
    this.#places = [];
  }

  #around(at: Place): number[] {
    const { ground } = this.bench;
    return [...ground.near(at, 1e-5)]
      .filter((cell) => nearestEdge(ground, at, ON, [cell]) !== null)
      .map(({ id }) => id);
  }

  hidden(): ReadonlySet<number> {
    return NONE;
  }

  overlay(): Overlay {
    const places =
      this.#hover && !this.closed && this.#places.length > 0 ? [...this.#places, this.#hover] : this.#places;
    const area = this.name === "carve" && places.length > 2;
    return {
      shapes: area
        ? [{ shape: [[places]], line: PIECE, width: 2.5, fill: PIECE_FILL, dash: this.closed ? [] : [8, 5] }]
        : [],
      lines: !area && places.length > 1 ? [{ places, line: PIECE, dash: [8, 5] }] : [],
      nodes: this.#places.map((at) => ({ at, kind: "bend" as const, cells: 1 })),
      words: [],
    };
  }
}
