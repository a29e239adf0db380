import fc from "fast-check";
import { expect, test } from "vitest";
import { apart, type Spot } from "./apart.ts";

const GAP = 30;
const spot = fc.record({ x: fc.integer({ min: 0, max: 300 }), y: fc.integer({ min: 0, max: 300 }) });

function nearest(spots: readonly Spot[]): number {
  const all = spots.flatMap((one, i) =>
    spots.slice(i + 1).map((other) => Math.hypot(one.x - other.x, one.y - other.y)),
  );
  return Math.min(Number.POSITIVE_INFINITY, ...all);
}

test("a day's stops can all be read, also on one spot", () => {
  fc.assert(fc.property(fc.array(spot, { maxLength: 12 }), (spots) => nearest(apart(spots, GAP)) >= GAP - 1));
  expect(
    nearest(
      apart(
        Array.from({ length: 12 }, () => ({ x: 50, y: 50 })),
        GAP,
      ),
    ),
  ).toBeGreaterThanOrEqual(GAP - 1);
});

test("who has room stays", () => {
  const spots = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 200, y: 200 },
  ];
  const moved = apart(spots, GAP);
  expect(moved[2]).toEqual(spots[2]);
  expect(moved.slice(0, 2)).toEqual([
    { x: -10, y: 0 },
    { x: 20, y: 0 },
  ]);
});
