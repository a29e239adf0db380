/** What the cells are coloured by; every colour comes with a sign or a number beside the name. */
import type { Cell, Ground } from "../../boundary/ground.ts";
import { Tints, tintsOfGroups } from "../../boundary/tint.ts";
import { COLOURS } from "../../generated/colours.ts";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { Legend } from "../../state/counts.ts";
import type { Store } from "../../state/store.ts";
import { DIM, TINTS } from "./colours.ts";
import type { Session } from "./session.ts";

export type PaintBy = "cell" | "town" | "risk" | "work" | "vacant";
export const PAINTS: readonly PaintBy[] = ["cell", "town", "risk", "work", "vacant"];

export interface Painting {
  fill: string;
  /** sign or number that says the same as the colour; empty where colours only tell neighbours apart */
  note: string;
}
export interface KeyRow {
  fill: string;
  words: string;
}

const SIGNS = ["○", "▲", "◆", "■", "●"];
const WORK = ["#eef4f5", "#cfe5e6", "#a3cfd2", "#70b3b9", "#4796a0"];
/** Enterprises and risk points up to which a step of the ramp goes. */
const STEPS = [5, 15, 30, 60];
const VACANT = ["#eaf3ee", "#fbe9c9", "#f6cf94", "#eeb068"];
const UNKNOWN = "#ffffff";

export class Painter {
  private cells = new Tints(TINTS.length);
  private towns: Map<number, number> | null = null;

  constructor(
    readonly by: PaintBy,
    private readonly store: Store,
    private readonly session: Session,
  ) {}

  get ground(): Ground {
    return this.session.ground;
  }

  paint(cell: Cell): Painting {
    if (!cell.mine) return { fill: DIM, note: "" };
    switch (this.by) {
      case "cell":
        return { fill: TINTS[this.cells.get(this.ground, cell.id)] ?? DIM, note: "" };
      case "town":
        return { fill: TINTS[this.town(cell)] ?? DIM, note: "" };
      case "risk":
        return this.known(cell, () => risk(this.store.cell(cell.id)?.level ?? 0));
      case "work":
        return this.known(cell, (legend) => work(legend));
      case "vacant":
        return vacant(this.lacking(cell));
    }
  }

  key(): KeyRow[] {
    switch (this.by) {
      case "risk":
        return [1, 2, 3, 4, 0].map((level) => ({
          fill: risk(level).fill,
          words: `${SIGNS[level]} ${term("level", level)}`,
        }));
      case "work":
        return WORK.map((fill, i) => ({ fill, words: stepWords(i) }));
      case "vacant":
        return VACANT.map((fill, i) => ({
          fill,
          words: i === 0 ? t("planner.vacant_none") : t("planner.vacant", { n: i }),
        }));
      default:
        return [];
    }
  }

  private town(cell: Cell): number {
    this.towns ??= tintsOfGroups(this.ground, (id) => this.ground.get(id)?.parent ?? 0, TINTS.length);
    return this.towns.get(cell.parent) ?? 0;
  }

  /** A new cell has no figures before it is published. */
  private known(cell: Cell, of: (legend: Legend) => Painting): Painting {
    return this.store.tree.get(cell.id) ? of(this.store.legendOf(cell.id)) : { fill: UNKNOWN, note: "?" };
  }

  /** Posts that nobody holds, as the plan would leave them. */
  private lacking(cell: Cell): number {
    const rules = this.store.snapshot?.pack.index as { leaders?: number; officers?: number } | undefined;
    const planned = this.session.plan.assigned.find((one) => one.cell === cell.id);
    const now = this.store.tree.get(cell.id) ? this.store.legendOf(cell.id) : { leaders: 0, officers: 0 };
    const [leaders, officers] = planned
      ? [planned.leaders.length, planned.officers.length]
      : [now.leaders, now.officers];
    return Math.max(0, (rules?.leaders ?? 1) - leaders) + Math.max(0, (rules?.officers ?? 2) - officers);
  }
}

function risk(level: number): Painting {
  const style = COLOURS.light[level];
  const fill = style ? blended(style.cell, style.cellOpacity) : UNKNOWN;
  return { fill, note: SIGNS[level] ?? "" };
}

function sum(counts: Record<number, number>): number {
  return Object.values(counts).reduce((total, n) => total + n, 0);
}

function work({ units, live }: Legend): Painting {
  const n = sum(units) + sum(live);
  const step = STEPS.findIndex((most) => n <= most);
  return { fill: WORK[step < 0 ? WORK.length - 1 : step] ?? UNKNOWN, note: String(n) };
}

function stepWords(i: number): string {
  const [from, to] = [i === 0 ? 0 : (STEPS[i - 1] ?? 0) + 1, STEPS[i]];
  return t("planner.work_step", { range: to === undefined ? `${from}+` : `${from}–${to}` });
}

function vacant(n: number): Painting {
  const step = Math.min(n, VACANT.length - 1);
  return { fill: VACANT[step] ?? UNKNOWN, note: n === 0 ? "" : t("planner.vacant", { n }) };
}

/** A colour as it looks over white: cells are opaque, so that what lies below never shines through. */
function blended(colour: string, opacity: number): string {
  const parts = [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));
  return `rgb(${parts.map((part) => Math.round(255 - (255 - part) * opacity)).join(" ")})`;
}
