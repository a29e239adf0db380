import { describe, expect, it } from "vitest";
import type { Level } from "../net/wire.ts";
import { type CellLevel, type CellRules, communityLevel, parentLevel } from "./cells.ts";
import { fixture } from "./fixtures.ts";

interface Expected {
  index: number | null;
  level: Level;
  event_red: boolean;
  badge: number;
  reasons: [string, Level, boolean, Record<string, number>][];
}
interface Cases {
  rules: CellRules;
  odd_rules: CellRules;
  communities: { odd: boolean; counts: Record<string, number>; expected: Expected }[];
  parents: {
    odd: boolean;
    level: number;
    children: { index: number | null; level: Level; badge: number }[];
    expected: Expected;
  }[];
}

const cases = fixture<Cases>("cell_index.json");
const rules = (odd: boolean): CellRules => (odd ? cases.odd_rules : cases.rules);

function plain(cell: CellLevel): Expected {
  return {
    index: cell.index,
    level: cell.level,
    event_red: cell.eventRed,
    badge: cell.badge,
    reasons: cell.reasons.map((each) => [each.code, each.candidate, each.binding, each.params]),
  };
}

describe("cells, as the server computes them", () => {
  it("has cases", () => {
    expect(cases.communities.length).toBeGreaterThan(100);
    expect(cases.parents.length).toBeGreaterThan(100);
  });

  it("agrees on communities", () => {
    for (const { odd, counts, expected } of cases.communities) {
      expect(plain(communityLevel((name) => counts[name] ?? 0, rules(odd)))).toEqual(expected);
    }
  });

  it("agrees on townships, counties and the city", () => {
    for (const { odd, level, children, expected } of cases.parents) {
      const below = children.map((child) => ({ ...child, eventRed: false, reasons: [] }));
      expect(plain(parentLevel(level, below, rules(odd)))).toEqual(expected);
    }
  });
});
