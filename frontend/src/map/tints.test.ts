import { describe, expect, it } from "vitest";
import type { CellNode } from "../state/tree.ts";
import { tintsOf } from "./tints.ts";

const cell = (id: number, lon: number | null, lat: number | null): CellNode => ({
  id,
  code: "",
  name: "",
  level: 3,
  parent: null,
  lon,
  lat,
});

describe("tintsOf", () => {
  it("gives neighbours on a grid different tints", () => {
    const side = 8;
    const cells = Array.from({ length: side * side }, (_, i) =>
      cell(i + 1, 113 + (i % side) * 0.12, 34 + Math.floor(i / side) * 0.1),
    );
    const tints = tintsOf(cells, 7);
    for (let i = 0; i < cells.length; i += 1) {
      if (i % side) expect(tints.get(i + 1)).not.toBe(tints.get(i));
      if (i >= side) expect(tints.get(i + 1)).not.toBe(tints.get(i + 1 - side));
    }
    expect(new Set(tints.values()).size).toBe(7);
  });

  it("copes with cells without a place", () => {
    expect([...tintsOf([cell(1, null, null)], 7)]).toEqual([[1, 0]]);
  });
});
