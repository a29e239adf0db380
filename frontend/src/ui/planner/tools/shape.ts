/** The tool in hand when none is: choose cells, and shape the chosen ones by their nodes. */
import { type Change, crosses, inserted, moved, removed } from "../../../boundary/edits.ts";
import { type Cell, keyOf, metres } from "../../../boundary/ground.ts";
import { type NearEdge, nearestEdge, nearestVertex } from "../../../boundary/nearest.ts";
import { type Place, same, snapped } from "../../../boundary/shapes.ts";
import { t } from "../../../i18n/index.ts";
import type { Keys, NodeKind, NodeMark, Overlay } from "../../../map/plan-types.ts";
import { BAD, BAD_FILL, GOOD_FILL, SELECTED } from "../colours.ts";
import { type Bench, NONE, type Tool } from "./tool.ts";

/** Pixels within which the mouse takes hold. */
const GRIP = 9;
const SNAP = 7;
/** Pixels below which a press was a click. */
const STILL = 3;
/** An edge shorter than this many grips shows no middle. */
const ROOMY = 5;

interface Held {
  from: Place;
  /** the edge that a new node is drawn out of; null: an old node is moved */
  edge: NearEdge | null;
  to: Place;
  change: Change;
  bad: boolean;
  snapped: boolean;
}

export class ShapeTool implements Tool {
  readonly name = "shape";
  #held: Held | null = null;
  #active: Place | null = null;
  #over: NearEdge | null = null;

  constructor(private readonly bench: Bench) {}

  press(at: Place, { shift }: Keys): boolean {
    if (!this.bench.mayEdit || shift) return false;
    const cells = this.#chosen();
    const vertex = nearestVertex(this.bench.ground, at, this.bench.reach(GRIP), { cells });
    if (vertex) return this.#take(vertex, null);
    const edge = this.#middle(at, cells);
    return edge ? this.#take(snapped(edge.at), edge) : false;
  }

  #take(from: Place, edge: NearEdge | null): boolean {
    this.#active = edge ? null : from;
    if (!edge && !this.bench.ground.movable(from)) {
      this.bench.say(t("planner.locked"), from);
      this.bench.redraw();
      return true;
    }
    this.#held = { from, edge, to: from, change: new Map(), bad: false, snapped: false };
    this.bench.redraw();
    return true;
  }

  drag(at: Place): void {
    const held = this.#held;
    if (!held) return;
    const { ground } = this.bench;
    if (held.change.size === 0 && metres(at, held.from) < this.bench.reach(STILL)) return;
    const near = nearestVertex(ground, at, this.bench.reach(SNAP), { except: held.from });
    // Two vertices cannot lie on one place: an edge of no length would be left. It snaps beside, onto the edge.
    const edge = near ? null : nearestEdge(ground, at, this.bench.reach(SNAP), this.#others(held));
    held.snapped = edge !== null;
    held.to = snapped(edge ? edge.at : at);
    held.change = this.#changeOf(held);
    held.bad = near !== null && same(near, held.to) ? true : crosses(held.change, held.to);
    this.bench.live(held.change);
    this.bench.redraw();
  }

  #changeOf({ edge, from, to }: Held): Change {
    const { ground } = this.bench;
    return edge ? inserted(ground, edge.start, edge.end, to) : moved(ground, from, to);
  }

  /** Cells near by that the held node does not belong to: their edges are what one snaps to. */
  #others({ edge, from, to }: Held): Cell[] {
    const { ground } = this.bench;
    const mine = new Set(edge ? ground.beside(edge.start, edge.end) : ground.sharing(from));
    return [...ground.near(to, 0.0005)].filter((cell) => !mine.has(cell.id));
  }

  drop(): void {
    const held = this.#held;
    this.#held = null;
    this.bench.live(null);
    if (!held || held.change.size === 0 || same(held.from, held.to)) return this.bench.redraw();
    if (held.bad) {
      this.bench.say(t("planner.would_cross"), held.to);
      return this.bench.redraw();
    }
    const { from, to, edge } = held;
    this.#active = to;
    const step = edge
      ? { do: "insert_vertex", start: edge.start, end: edge.end, at: to }
      : { do: "move_vertex", at: from, to };
    void this.bench.edit(step, to, held.change);
    this.bench.redraw();
  }

  click(at: Place, { shift }: Keys): void {
    this.#active = null;
    const cell = this.bench.ground.at(at);
    const { selected } = this.bench;
    if (!cell || (!cell.mine && shift)) return shift ? undefined : this.bench.select([]);
    if (!shift) return this.bench.select([cell.id]);
    const rest = selected.filter((id) => id !== cell.id);
    this.bench.select(rest.length < selected.length ? rest : [...selected, cell.id]);
  }

  double(): void {}

  hover(at: Place): void {
    const edge = this.bench.mayEdit ? this.#middle(at, this.#chosen()) : null;
    if (edge === null && this.#over === null) return;
    this.#over = edge;
    this.bench.redraw();
  }

  key(key: string): boolean {
    if (key === "Escape") return this.#cancel();
    if ((key !== "Delete" && key !== "Backspace") || !this.#active) return false;
    this.remove(this.#active);
    return true;
  }

  /** Take a node away. */
  remove(at: Place): void {
    const { ground } = this.bench;
    if (ground.isJunction(at)) return this.bench.say(t("planner.junction"), at);
    this.#active = null;
    void this.bench.edit({ do: "remove_vertex", at }, at, removed(ground, at));
  }

  /** The node under the mouse, for its menu. */
  nodeAt(at: Place): Place | null {
    const found = nearestVertex(this.bench.ground, at, this.bench.reach(GRIP), { cells: this.#chosen() });
    if (found) this.#active = found;
    return found;
  }

  #cancel(): boolean {
    if (this.#held) {
      this.#held = null;
      this.bench.live(null);
    } else if (this.#active) this.#active = null;
    else if (this.bench.selected.length > 0) this.bench.select([]);
    else return false;
    this.bench.redraw();
    return true;
  }

  #chosen(): Cell[] {
    return this.bench.selected.flatMap((id) => this.bench.ground.get(id) ?? []).filter((cell) => cell.mine);
  }

  /** The edge whose middle is under the mouse. */
  #middle(at: Place, cells: readonly Cell[]): NearEdge | null {
    if (cells.length === 0) return null;
    const edge = nearestEdge(this.bench.ground, at, this.bench.reach(GRIP), cells);
    if (!edge) return null;
    const [long, ground] = [metres(edge.start, edge.end), this.bench.ground];
    if (long < this.bench.reach(GRIP * ROOMY)) return null;
    const beside = ground.beside(edge.start, edge.end);
    return beside.length === 2 && beside.every((id) => ground.get(id)?.mine) ? edge : null;
  }

  hidden(): ReadonlySet<number> {
    return this.#held ? new Set(this.#held.change.keys()) : NONE;
  }

  overlay(): Overlay {
    const held = this.#held;
    const shapes = this.#chosen()
      .filter((cell) => !held?.change.has(cell.id))
      .map((cell) => ({ shape: cell.shape, line: SELECTED, width: 3 }));
    const live = [...(held?.change.values() ?? [])].map((shape) => ({
      shape,
      fill: held?.bad ? BAD_FILL : GOOD_FILL,
      line: held?.bad ? BAD : SELECTED,
      width: 2.5,
    }));
    return { shapes: [...shapes, ...live], lines: [], nodes: this.#nodes(), words: [] };
  }

  #nodes(): NodeMark[] {
    const { ground, mayEdit } = this.bench;
    const held = this.#held;
    if (held) {
      const cells = held.edge ? 2 : ground.sharing(held.from).length;
      return [{ at: held.to, kind: cells > 2 ? "junction" : "bend", cells, active: true }];
    }
    if (!mayEdit) return [];
    const found = new Map<string, NodeMark>();
    for (const cell of this.#chosen()) {
      for (const ring of cell.shape.flat()) for (const at of ring) found.set(keyOf(at), this.#node(at));
    }
    if (this.#over) found.set("over", { at: this.#over.at, kind: "middle", cells: 2 });
    // The important ones are drawn last, over the others.
    const order: Record<NodeKind, number> = { locked: 0, middle: 1, bend: 2, junction: 3 };
    return [...found.values()].sort((a, b) => order[a.kind] - order[b.kind]);
  }

  #node(at: Place): NodeMark {
    const { ground } = this.bench;
    const cells = ground.sharing(at).length;
    const kind = !ground.movable(at) ? "locked" : ground.isJunction(at) ? "junction" : "bend";
    return { at, kind, cells, active: this.#active !== null && same(this.#active, at) };
  }
}
