/** Holds the screen's state and tells subscribers what changed. */
import type { DrawnOf, Entity, Op, Snapshot, Told } from "../net/wire.ts";
import { apply, emptyState, type ObjectChange, type ScreenState, stateFrom } from "./apply.ts";
import {
  CellColours,
  type CellLevel,
  type CellRules,
  type CountOf,
  type IndexParts,
  indexParts,
  type Refreshed,
} from "./cells.ts";
import {
  type Columns,
  columnsFrom,
  type Legend,
  legendFrom,
  legendOf,
  sumRows,
  type Tally,
  tallyOf,
  UNOWNED,
} from "./counts.ts";
import { type Scope, scopeFrom, seesCell } from "./scope.ts";
import { CellTree } from "./tree.ts";

export interface StoreChange {
  /** a new snapshot was loaded: everything may differ */
  reset: boolean;
  objects: readonly ObjectChange[];
  /** cells of every level whose counts or colour may differ */
  cells: ReadonlySet<number>;
  /** those of them whose colour differs: most changes of counts change none */
  recoloured: ReadonlySet<number>;
  /** ops that were news, also of objects that this screen does not hold (tiles show those) */
  ops: readonly Op[];
  /** what the log told beside the ground: notices, walls, layers */
  told: readonly Told[];
}

export type Listener = (change: StoreChange) => void;

// Versions of what left the screen guard against replays, which reach back minutes at most; a wall runs for weeks.
const REMEMBERED = 20_000;
const TOLD: ReadonlySet<string> = new Set(["notice", "wall", "wall_state", "layer"]);
const NO_CELLS: Refreshed = { recomputed: new Set(), recoloured: new Set() };
const NOTHING: Scope = {
  hash: "",
  cells: new Set(),
  units: new Set(),
  industries: [],
  mask: new Set(),
};

export class Store {
  #state: ScreenState = emptyState("all");
  #scope: Scope = NOTHING;
  #tree = new CellTree([]);
  #columns: Columns = new Map();
  #colours: CellColours | null = null;
  #snapshot: Snapshot | null = null;
  readonly #listeners = new Set<Listener>();

  /** Facts of the snapshot that do not change until the next one; null before the first. */
  get snapshot(): Snapshot | null {
    return this.#snapshot;
  }

  get scope(): Scope {
    return this.#scope;
  }

  get tree(): CellTree {
    return this.#tree;
  }

  load(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
    this.#scope = scopeFrom(snapshot.scope);
    this.#columns = columnsFrom(snapshot.columns);
    this.#tree = new CellTree(snapshot.tree);
    this.#state = stateFrom(snapshot);
    const rules = snapshot.pack.index as unknown as CellRules;
    this.#colours = new CellColours(
      this.#tree,
      rules,
      (cell) => this.#countOf(cell),
      (node) => this.#scope.cells === null || (node.level === 4 && seesCell(this.#scope, node.id)),
    );
    const cells = new Set([...this.#tree.all()].map((node) => node.id));
    this.#tell({ reset: true, objects: [], cells, recoloured: cells, ops: [], told: [] });
  }

  /** Apply ops of the socket or of an own action; what is old news is dropped by version. */
  apply(ops: readonly (Op | Told)[]): void {
    const objects: ObjectChange[] = [];
    const counted = new Set<number>();
    const news: Op[] = [];
    const told: Told[] = [];
    for (const op of ops) {
      if (isTold(op)) {
        told.push(op);
        continue;
      }
      const applied = apply(this.#state, op, this.#scope);
      if (!applied) continue;
      news.push(op);
      if ("cell" in applied) counted.add(applied.cell);
      else objects.push(applied.object);
    }
    if (news.length + told.length === 0) return;
    this.#forgetOld();
    const { recomputed, recoloured } = this.#colours?.refresh(counted) ?? NO_CELLS;
    const cells = counted.has(UNOWNED) ? new Set([...recomputed, UNOWNED]) : recomputed;
    this.#tell({ reset: false, objects, cells, recoloured, ops: news, told });
  }

  get<E extends Entity>(entity: E, id: number): DrawnOf[E] | undefined {
    return this.#state.objects[entity].get(id);
  }

  all<E extends Entity>(entity: E): Iterable<DrawnOf[E]> {
    return this.#state.objects[entity].values();
  }

  /** Index and colour of a cell; undefined where the viewer does not see all that it is made of. */
  cell(id: number): CellLevel | undefined {
    return this.#colours?.get(id);
  }

  cells(): Iterable<[number, CellLevel]> {
    return this.#colours?.entries() ?? [];
  }

  /** What a community's index is made of; null where there is nothing to judge. */
  parts(community: number): IndexParts | null {
    const rules = this.#snapshot?.pack.index as CellRules | undefined;
    return rules ? indexParts(this.#countOf(community), rules) : null;
  }

  /** Sum of all counts in sight, by column. */
  tally(): Tally {
    return tallyOf(this.#state, this.#scope, this.#columns);
  }

  /** Sum of counts under a cell; 0 gives unowned ground. */
  counts(cell: number): Tally {
    const communities = cell === 0 ? [0] : this.#tree.communities(cell);
    const rows = communities.map((id) => this.#state.counts.get(id)?.n ?? []);
    return sumRows(rows, this.#columns);
  }

  legend(): Legend {
    return legendOf(this.#state, this.#scope, this.#columns);
  }

  legendOf(cell: number): Legend {
    return legendFrom(this.counts(cell));
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #countOf(cell: number): CountOf {
    const row = this.#state.counts.get(cell)?.n ?? [];
    return (name) => row[this.#columns.get(name) ?? -1] ?? 0;
  }

  #forgetOld(): void {
    for (const removed of Object.values(this.#state.removed)) {
      for (const id of removed.keys()) {
        if (removed.size <= REMEMBERED) break;
        removed.delete(id);
      }
    }
  }

  #tell(change: StoreChange): void {
    for (const listener of [...this.#listeners]) listener(change);
  }
}

function isTold(op: Op | Told): op is Told {
  return TOLD.has(op.o);
}
