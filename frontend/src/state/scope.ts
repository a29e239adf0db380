/** Who may see what. Twin of the server's `domain/scope.py`, tested on the same fixtures. */
import type { Drawn, Entity, ScopeWire, Tier } from "../net/wire.ts";

export interface Scope {
  hash: string;
  cells: ReadonlySet<number> | null;
  units: ReadonlySet<number>;
  industries: readonly (readonly [string, ReadonlySet<number> | null])[];
  mask: ReadonlySet<string>;
}

const SETTLED: ReadonlySet<string> = new Set(["closed", "rejected"]);
const ALARM_SETTLED: ReadonlySet<string> = new Set(["false", "reviewed"]);

export function scopeFrom(
  wire: Omit<ScopeWire, "hash" | "mask" | "valid_until"> & Partial<ScopeWire>,
): Scope {
  return {
    hash: wire.hash ?? "",
    cells: wire.cells === null ? null : new Set(wire.cells),
    units: new Set(wire.units),
    industries: wire.industries.map(([letter, cells]) => [letter, cells === null ? null : new Set(cells)]),
    mask: new Set(wire.mask ?? []),
  };
}

/** Sight: by community, by a touched community, by unit, or by industry within a department's area. */
export function sees(scope: Scope, entity: Entity, drawn: Drawn): boolean {
  if (scope.cells === null || inside(scope.cells, drawn)) return true;
  const unit = entity === "unit" ? drawn.id : (drawn as { unit: number }).unit;
  if (unit && scope.units.has(unit)) return true;
  return scope.industries.some(
    ([letter, area]) => letter === drawn.industry && (area === null || inside(area, drawn)),
  );
}

/** Whether the screen keeps the object: in sight and, for points and units, bad enough for the tier. */
export function holds(scope: Scope, tier: Tier, entity: Entity, drawn: Drawn): boolean {
  if (!sees(scope, entity, drawn)) return false;
  if (entity === "hazard") return !SETTLED.has((drawn as { state: string }).state);
  if (entity === "alarm") return !ALARM_SETTLED.has((drawn as { state: string }).state);
  if (tier === "all") return true;
  const live = (drawn as { live: number }).live;
  return live > 0 && live <= (tier === "hot" ? 2 : 1);
}

/** Sight of a community's counts; an industry or a unit alone does not open them. */
export function seesCell(scope: Scope, cell: number): boolean {
  return scope.cells === null || scope.cells.has(cell);
}

function inside(area: ReadonlySet<number>, drawn: Drawn): boolean {
  return area.has(drawn.cell) || drawn.touched.some((cell) => area.has(cell));
}
