import { describe, expect, it } from "vitest";
import { placesIn, whereOf } from "./where.ts";

const LINE = {
  type: "LineString",
  coordinates: [
    [113, 34],
    [114, 34],
  ],
};
const AREA = {
  type: "Polygon",
  coordinates: [
    [
      [113, 34],
      [114, 34],
      [114, 35],
      [113, 34],
    ],
  ],
};

describe("where a problem is", () => {
  it("may be an area, lines or places", () => {
    expect(whereOf(AREA).shapes).toEqual([[[AREA.coordinates[0]?.slice(0, -1)]]]);
    expect(whereOf(LINE)).toEqual({ shapes: [], lines: [LINE.coordinates], places: [] });
    expect(whereOf({ type: "MultiLineString", coordinates: [LINE.coordinates] }).lines.length).toBe(1);
    expect(whereOf({ type: "Point", coordinates: [113, 34] }).places).toEqual([[113, 34]]);
    expect(
      whereOf({
        type: "MultiPoint",
        coordinates: [
          [113, 34],
          [114, 34],
        ],
      }).places.length,
    ).toBe(2);
  });

  it("may be several of them, or nothing", () => {
    const where = whereOf({ type: "GeometryCollection", geometries: [LINE, AREA] });
    expect(placesIn(where)).toEqual([
      [113, 34],
      [114, 34],
      [114, 35],
      [113, 34],
      [114, 34],
    ]);
    expect(placesIn(whereOf({ type: "GeometryCollection", geometries: [] }))).toEqual([]);
  });
});
