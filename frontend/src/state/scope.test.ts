import { describe, expect, it } from "vitest";
import { alarm, hazard, point, unit } from "./samples.ts";
import { holds, scopeFrom, sees, seesCell } from "./scope.ts";

const inspector = scopeFrom({ cells: [41], units: [], industries: [] });
const enterprise = scopeFrom({ cells: [], units: [7], industries: [] });
const department = scopeFrom({ cells: [], units: [], industries: [["C", [41, 42]]] });
const city = scopeFrom({ cells: null, units: [], industries: [] });

describe("sees", () => {
  it("shows an inspector the own community and what reaches into it", () => {
    expect(sees(inspector, "point", point({ cell: 41 }))).toBe(true);
    expect(sees(inspector, "point", point({ cell: 42, touched: [41] }))).toBe(true);
    expect(sees(inspector, "point", point({ cell: 42 }))).toBe(false);
  });

  it("shows an enterprise itself wherever it lies, and nobody else", () => {
    expect(sees(enterprise, "unit", unit({ id: 7, cell: 99 }))).toBe(true);
    expect(sees(enterprise, "hazard", hazard({ unit: 7, cell: 99 }))).toBe(true);
    expect(sees(enterprise, "point", point({ unit: 8 }))).toBe(false);
    expect(sees(enterprise, "point", point({ unit: 0 }))).toBe(false);
  });

  it("shows a department its industry within its area", () => {
    expect(sees(department, "unit", unit({ industry: "C", cell: 42 }))).toBe(true);
    expect(sees(department, "unit", unit({ industry: "C", cell: 43 }))).toBe(false);
    expect(sees(department, "unit", unit({ industry: "B", cell: 42 }))).toBe(false);
  });

  it("shows unowned ground only to those with the whole city", () => {
    expect(sees(city, "point", point({ cell: 0 }))).toBe(true);
    expect(seesCell(city, 0)).toBe(true);
    expect(seesCell(inspector, 0)).toBe(false);
  });
});

describe("holds", () => {
  it("keeps open hazards in every tier and settled ones in none", () => {
    for (const tier of ["all", "hot", "red"] as const) {
      expect(holds(city, tier, "hazard", hazard({ state: "accepted" }))).toBe(true);
      expect(holds(city, tier, "hazard", hazard({ state: "closed" }))).toBe(false);
    }
  });

  it("keeps alarms in every tier until they are reviewed or found false", () => {
    for (const tier of ["all", "hot", "red"] as const) {
      expect(holds(city, tier, "alarm", alarm({ state: "resolved" }))).toBe(true);
      expect(holds(city, tier, "alarm", alarm({ state: "reviewed" }))).toBe(false);
      expect(holds(city, tier, "alarm", alarm({ state: "false" }))).toBe(false);
    }
  });

  it("keeps red and orange in the hot tier, red in the red one; grey is not bad", () => {
    expect([0, 1, 2, 3, 4].map((live) => holds(city, "hot", "point", point({ live: live as 0 })))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    expect(holds(city, "red", "unit", unit({ live: 2 }))).toBe(false);
  });
});
