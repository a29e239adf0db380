import { describe, expect, it } from "vitest";
import { band, communityIndex, communityLevel, parentIndex, parentLevel } from "./cells.ts";
import { RULES } from "./samples.ts";

const counts = (named: Record<string, number>) => (name: string) => named[name] ?? 0;
const STAFFED = { leaders: 1, officers: 2 };

describe("cell index", () => {
  it("is null without units and points, whatever else is there", () => {
    expect(communityIndex(counts({ major: 3 }), RULES)).toBeNull();
    expect(communityLevel(counts({ major: 1 }), RULES)).toMatchObject({
      index: null,
      level: 1,
      eventRed: true,
    });
  });

  it("rounds halves up", () => {
    // S = 100·10/(10+10) = 50 → 25; Y = 1 → 100/6·0.3 = 5
    expect(communityIndex(counts({ b2: 1, general: 1, ...STAFFED }), RULES)).toBe(30);
    expect(parentIndex([11, 10], RULES)).toBe(11); // 0.6·11 + 0.4·10.5 = 10.8
    expect(parentIndex([10, 9, null], RULES)).toBe(10); // 0.6·10 + 0.4·9.5 = 9.8
  });

  it("has half-open bands", () => {
    expect([39, 40, 59, 60, 74, 75].map((index) => band(index, RULES))).toEqual([4, 3, 3, 2, 2, 1]);
  });

  it("does not count a self-found hazard until it is long overdue", () => {
    const base = communityIndex(counts({ b4: 1, ...STAFFED }), RULES) ?? 0;
    expect(communityIndex(counts({ b4: 1, self_found: 5, ...STAFFED }), RULES)).toBe(base);
    expect(communityIndex(counts({ b4: 1, self_found_late: 1, ...STAFFED }), RULES)).toBeGreaterThan(base);
  });

  it("lifts a township to orange under an event-red community, and the county not", () => {
    const red = communityLevel(counts({ b4: 1, major: 1, ...STAFFED }), RULES);
    const township = parentLevel(3, [red], RULES);
    expect(township).toMatchObject({ level: 2, badge: 1 });
    expect(parentLevel(2, [township], RULES)).toMatchObject({ level: band(township.index, RULES), badge: 1 });
  });

  it("marks the binding reasons", () => {
    const { reasons } = communityLevel(counts({ b4: 1, listed_overdue: 2, ...STAFFED }), RULES);
    expect(reasons.filter((each) => each.binding).map((each) => each.code)).toEqual(["LISTING_OVERDUE"]);
  });
});
