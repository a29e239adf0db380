// @vitest-environment happy-dom
import { beforeAll, describe, expect, it } from "vitest";
import type { standing as Standing } from "./ground-names.ts";

let standing: typeof Standing;

beforeAll(async () => {
  ({ standing } = await import("./ground-names.ts"));
});

const ring = (west: number, south: number, east: number, north: number): GeoJSON.Position[] => {
  const steps = Array.from({ length: 20 }, (_, i) => i / 20);
  return [
    ...steps.map((s) => [west + (east - west) * s, south]),
    ...steps.map((s) => [east, south + (north - south) * s]),
    ...steps.map((s) => [east - (east - west) * s, north]),
    ...steps.map((s) => [west, north - (north - south) * s]),
    [west, south],
  ];
};

describe("where the name of an area stands", () => {
  it("is in the middle of a plain one", () => {
    const [[lon, lat] = []] = standing({ type: "Polygon", coordinates: [ring(0, 0, 2, 2)] });
    expect(lon).toBeCloseTo(1, 0);
    expect(lat).toBeCloseTo(1, 0);
  });

  it("is not in the one that it goes around", () => {
    const around: GeoJSON.Polygon = { type: "Polygon", coordinates: [ring(0, 0, 10, 10), ring(2, 4, 6, 8)] };
    const places = standing(around);
    const inHole = places.filter(([lon, lat]) => lon > 2 && lon < 6 && lat > 4 && lat < 8);
    expect(inHole).toEqual([]);
    expect(places.length).toBe(100);
    expect(places[0]?.[0], "in its widest part").toBeGreaterThan(6);
  });

  it("is nowhere for what is no area", () => {
    expect(standing({ type: "Point", coordinates: [1, 2] })).toEqual([]);
  });
});
