/**
 * Index and colour of a grid cell from its counts. Twin of the server's `domain/cells.py`, to the order of
 * operations: only + - * / and floor(x + 0.5), so that both give the same number on every machine.
 */
import type { Level } from "../net/wire.ts";
import type { CellNode, CellTree } from "./tree.ts";

/** The pack's numbers, as the snapshot carries them. */
export interface CellRules {
  points_percent: number;
  hazards_percent: number;
  management_percent: number;
  point_weights: Record<string, number>;
  ks: number;
  general: number;
  major: number;
  overdue_factor: number;
  event: number;
  kh: number;
  survey_overdue: number;
  vacant_post: number;
  selfcheck_overdue: number;
  worst_children_percent: number;
  worst_percent: number;
  mean_percent: number;
  bands: [number, Level][];
  floor_event: Level;
  floor_listing_overdue: Level;
  floor_parent_event: Level;
  leaders: number;
  officers: number;
}

export interface CellReason {
  code: string;
  candidate: Level;
  binding: boolean;
  params: Record<string, number>;
}

export interface CellLevel {
  /** null: nothing to judge (no unit, no point) */
  index: number | null;
  level: Level;
  eventRed: boolean;
  /** event-red communities below */
  badge: number;
  reasons: CellReason[];
}

export type CountOf = (column: string) => number;

/** One of the three things that an index is made of: 0-100, and its weight. */
export interface IndexPart {
  value: number;
  percent: number;
}
export type IndexParts = Record<"points" | "hazards" | "management", IndexPart>;

/** What the index of a community is made of; null for one without units and points. */
export function indexParts(n: CountOf, rules: CellRules): IndexParts | null {
  const units = sumLevels(n, "u");
  if (units + sumLevels(n, "b") === 0) return null;
  const x = pointsWeight(n, rules);
  const y = hazardsWeight(n, rules);
  return {
    points: { value: (100 * x) / (x + rules.ks), percent: rules.points_percent },
    hazards: { value: (100 * y) / (y + rules.kh), percent: rules.hazards_percent },
    management: { value: management(n, rules, units), percent: rules.management_percent },
  };
}

/** Index 0-100 of a community, rounded half up; null for a community without units and points. */
export function communityIndex(n: CountOf, rules: CellRules): number | null {
  const parts = indexParts(n, rules);
  if (!parts) return null;
  const { points, hazards, management: managed } = parts;
  const weighted =
    points.percent * points.value + hazards.percent * hazards.value + managed.percent * managed.value;
  return Math.floor(weighted / 100 + 0.5);
}

function sumLevels(n: CountOf, prefix: string): number {
  return [0, 1, 2, 3, 4].reduce((sum, level) => sum + n(`${prefix}${level}`), 0);
}

function pointsWeight(n: CountOf, rules: CellRules): number {
  return [1, 2, 3, 4].reduce((sum, level) => sum + (rules.point_weights[level] ?? 0) * n(`b${level}`), 0);
}

function hazardsWeight(n: CountOf, rules: CellRules): number {
  const late = rules.overdue_factor;
  return (
    rules.general * (n("general") + late * (n("general_overdue") + n("self_found_late"))) +
    (rules.major * (n("major") + late * n("major_overdue")) + rules.event * n("alarms"))
  );
}

function management(n: CountOf, rules: CellRules, units: number): number {
  const vacant = Math.max(0, rules.leaders - n("leaders")) + Math.max(0, rules.officers - n("officers"));
  const share = units ? (rules.selfcheck_overdue * Math.min(n("selfcheck_overdue"), units)) / units : 0;
  return Math.min(
    100,
    rules.survey_overdue * Math.min(n("survey_overdue"), 1) + rules.vacant_post * vacant + share,
  );
}

export function band(index: number | null, rules: CellRules): Level {
  if (index === null) return 0;
  return rules.bands.find(([edge]) => index >= edge)?.[1] ?? 4;
}

export function communityLevel(n: CountOf, rules: CellRules): CellLevel {
  const index = communityIndex(n, rules);
  const reasons = [indexReason(index, rules)];
  const major = n("major") + n("major_overdue");
  if (major) reasons.push(reason("HZ_MAJOR_OPEN", rules.floor_event, { count: major }));
  const alarms = n("alarms");
  if (alarms) reasons.push(reason("CELL_EVENT", rules.floor_event, { count: alarms }));
  const late = n("listed_overdue");
  if (late) reasons.push(reason("LISTING_OVERDUE", rules.floor_listing_overdue, { count: late }));
  const eventRed = major > 0 || alarms > 0;
  return finish(index, reasons, eventRed, eventRed ? 1 : 0);
}

/** Index of a township, county or city from its children's rounded indices, in whole numbers. */
export function parentIndex(children: readonly (number | null)[], rules: CellRules): number | null {
  const known = children.filter((i) => i !== null).sort((a, b) => b - a);
  const n = known.length;
  if (n === 0) return null;
  const k = Math.floor((n * rules.worst_children_percent + 99) / 100);
  const top = rules.worst_percent * sum(known.slice(0, k)) * n + rules.mean_percent * sum(known) * k;
  const below = 100 * k * n;
  return Math.floor((2 * top + below) / (2 * below));
}

export function parentLevel(level: number, children: readonly CellLevel[], rules: CellRules): CellLevel {
  const index = parentIndex(
    children.map((child) => child.index),
    rules,
  );
  const reasons = [indexReason(index, rules)];
  const badge = sum(children.map((child) => child.badge));
  if (level === 3 && badge) reasons.push(reason("CHILD_EVENT", rules.floor_parent_event, { count: badge }));
  return finish(index, reasons, false, badge);
}

export interface Refreshed {
  recomputed: Set<number>;
  /** those of them that have another colour now: all that a map must paint again */
  recoloured: Set<number>;
}

/**
 * Colours of all cells whose counts are known, kept up to date one community at a time.
 *
 * Who sees only a part of a township cannot know its colour: `knows` leaves such cells without one.
 */
export class CellColours {
  readonly #levels = new Map<number, CellLevel>();

  constructor(
    private readonly tree: CellTree,
    private readonly rules: CellRules,
    private readonly count: (cell: number) => CountOf,
    private readonly knows: (cell: CellNode) => boolean = () => true,
  ) {
    for (const level of [4, 3, 2, 1]) {
      for (const node of tree.all()) if (node.level === level) this.#compute(node.id);
    }
  }

  get(cell: number): CellLevel | undefined {
    return this.#levels.get(cell);
  }

  entries(): Iterable<[number, CellLevel]> {
    return this.#levels.entries();
  }

  /** Recompute some communities and what is above them. */
  refresh(communities: Iterable<number>): Refreshed {
    const before = new Map<number, Level | undefined>();
    const compute = (cell: number): void => {
      const level = this.#levels.get(cell)?.level;
      if (this.#compute(cell)) before.set(cell, level);
    };
    for (const cell of communities) compute(cell);
    const above = new Set([...before.keys()].flatMap((cell) => this.tree.ancestors(cell)));
    const lowestFirst = [...above].sort((a, b) => this.#depth(b) - this.#depth(a));
    for (const cell of lowestFirst) compute(cell);
    const recomputed = new Set(before.keys());
    const recoloured = [...before].filter(([cell, level]) => this.#levels.get(cell)?.level !== level);
    return { recomputed, recoloured: new Set(recoloured.map(([cell]) => cell)) };
  }

  #depth(cell: number): number {
    return this.tree.get(cell)?.level ?? 0;
  }

  #compute(cell: number): boolean {
    const node = this.tree.get(cell);
    if (!node || !this.knows(node)) return false;
    this.#levels.set(
      cell,
      node.level === 4 ? communityLevel(this.count(cell), this.rules) : this.#parent(node),
    );
    return true;
  }

  #parent(node: { id: number; level: number }): CellLevel {
    const children = this.tree.children(node.id).map((child) => this.#levels.get(child));
    return parentLevel(
      node.level,
      children.filter((child) => child !== undefined),
      this.rules,
    );
  }
}

function indexReason(index: number | null, rules: CellRules): CellReason {
  return reason(index === null ? "UNRATED" : "INDEX", band(index, rules), index === null ? {} : { index });
}

function reason(code: string, candidate: Level, params: Record<string, number>): CellReason {
  return { code, candidate, binding: false, params };
}

function finish(index: number | null, reasons: CellReason[], eventRed: boolean, badge: number): CellLevel {
  const level = worst(reasons.map((each) => each.candidate));
  for (const each of reasons) each.binding = each.candidate === level;
  return { index, level, eventRed, badge, reasons };
}

function worst(levels: readonly Level[]): Level {
  return levels.reduce((a, b) => (b === 0 || (a !== 0 && a <= b) ? a : b), 0 as Level);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
