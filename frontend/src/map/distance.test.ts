import { describe, expect, it } from "vitest";
import { windTo } from "./distance.ts";

describe("the wind", () => {
  it("goes from north by east", () => {
    const from = { lon: 113.8, lat: 34 };
    const to = (east: number, north: number): number => windTo(from, { lon: 113.8 + east, lat: 34 + north });
    expect([to(0, 1), to(1, 1), to(1, 0), to(1, -1)]).toEqual([0, 1, 2, 3]);
    expect([to(0, -1), to(-1, -1), to(-1, 0), to(-1, 1)]).toEqual([4, 5, 6, 7]);
  });
});
