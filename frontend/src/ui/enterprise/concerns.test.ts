import { describe, expect, it } from "vitest";
import { metresTo } from "../../map/distance.ts";
import type { StoreChange } from "../../state/store.ts";
import { concerns } from "./concerns.ts";

const NONE: StoreChange = {
  reset: false,
  objects: [],
  cells: new Set(),
  recoloured: new Set(),
  ops: [],
  told: [],
};
const op = (e: string, d: object): StoreChange => ({
  ...NONE,
  ops: [{ o: "upsert", e, d } as unknown as StoreChange["ops"][number]],
});

describe("what a unit's page renews itself for", () => {
  it("is its own unit, its points and hazards", () => {
    expect(concerns(7, op("unit", { id: 7 }))).toBe(true);
    expect(concerns(7, op("hazard", { id: 1, unit: 7 }))).toBe(true);
    expect(concerns(7, op("point", { id: 7, unit: 8 }))).toBe(false);
    expect(concerns(7, op("unit", { id: 8 }))).toBe(false);
  });

  it("is what was told to the person, what is gone, and everything after a break", () => {
    const notice = { o: "notice", id: 1, alarm: 0, code: "proposal_accepted", text: "", at: "" } as const;
    expect(concerns(7, { ...NONE, told: [notice] })).toBe(true);
    expect(concerns(7, { ...NONE, ops: [{ o: "remove", e: "hazard", id: 3, v: 2 }] })).toBe(true);
    expect(concerns(7, { ...NONE, reset: true })).toBe(true);
  });

  it("is not a count, nor a layer", () => {
    expect(concerns(7, { ...NONE, ops: [{ o: "counts", c: 1, v: 1, n: [] }] })).toBe(false);
    expect(concerns(7, { ...NONE, told: [{ o: "layer", code: "x", version: 1 }] })).toBe(false);
  });
});

describe("how far a place is", () => {
  it("is in metres", () => {
    expect(metresTo({ lon: 113.85, lat: 34.03 }, { lon: 113.85, lat: 34.031 })).toBeCloseTo(111.3, 0);
    expect(metresTo({ lon: 113.85, lat: 34.03 }, { lon: 113.861, lat: 34.03 })).toBeCloseTo(1015, -1);
  });
});
