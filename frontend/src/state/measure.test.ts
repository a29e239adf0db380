import { describe, expect, it } from "vitest";
import { metresBetween, metresOf, roundLength, squareMetresOf } from "./measure.ts";

describe("on the ground", () => {
  it("measures as the server does", () => {
    // A degree of latitude on this sphere; a hundredth of a degree of longitude at 34 N.
    expect(metresBetween([113.8, 34], [113.8, 35])).toBeCloseTo(111_195.08, 1);
    expect(metresBetween([113.85, 34.05], [113.86, 34.05])).toBeCloseTo(921.34, 1);
    expect(
      metresOf([
        [113.8, 34],
        [113.8, 34.5],
        [113.8, 34],
      ]),
    ).toBeCloseTo(111_195.08, 1);
  });

  it("measures areas whichever way round they were drawn", () => {
    const square: [number, number][] = [
      [113.8, 34],
      [113.81, 34],
      [113.81, 34.01],
      [113.8, 34.01],
    ];
    const side =
      metresBetween([113.8, 34.005], [113.81, 34.005]) * metresBetween([113.8, 34], [113.8, 34.01]);
    expect(squareMetresOf(square) / side).toBeCloseTo(1, 4);
    expect(squareMetresOf([...square].reverse())).toBeCloseTo(squareMetresOf(square), 3);
    expect(squareMetresOf(square.slice(0, 3)) / squareMetresOf(square)).toBeCloseTo(0.5, 2);
  });

  it("rounds a scale down", () => {
    expect([987, 1000, 1999, 4_999, 50_001, 0.7].map(roundLength)).toEqual([
      500, 1000, 1000, 2000, 50_000, 0.5,
    ]);
  });
});
