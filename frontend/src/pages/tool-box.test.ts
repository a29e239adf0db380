// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import type { Drawing } from "../map/types.ts";
import { conditionOf, drawingOf } from "./tool-box.ts";

const none = { metres: 0, squareMetres: 0 };

describe("what is drawn and the condition it stands for", () => {
  it("a box, whichever corners were clicked", () => {
    const drawing: Drawing = {
      kind: "box",
      places: [
        [113.9, 34],
        [113.8, 34.1],
      ],
      ...none,
    };
    expect(conditionOf(drawing)).toEqual(["bb", "113.80000,34.00000,113.90000,34.10000"]);
    expect(drawingOf("bb", "113.8,34,113.9,34.1")?.places).toEqual([
      [113.8, 34],
      [113.9, 34.1],
    ]);
  });

  it("a ring in whole metres", () => {
    const drawing: Drawing = { kind: "ring", places: [[113.85, 34]], metres: 499.6, squareMetres: 0 };
    expect(conditionOf(drawing)).toEqual(["bf", "113.85000,34.00000,500"]);
    expect(drawingOf("bf", "113.85,34,500")).toMatchObject({ kind: "ring", metres: 500 });
  });

  it("a polygon, corner by corner", () => {
    const places: [number, number][] = [
      [113.8, 34],
      [113.9, 34],
      [113.9, 34.1],
    ];
    const [name, value] = conditionOf({ kind: "polygon", places, ...none }) ?? ["pg", ""];
    expect(drawingOf(name, value)?.places).toEqual(places);
  });

  it("nothing for what only measures, or cannot be read", () => {
    expect(
      conditionOf({
        kind: "line",
        places: [
          [1, 2],
          [3, 4],
        ],
        ...none,
      }),
    ).toBeNull();
    expect(drawingOf("pg", "113,34;x")).toBeNull();
    expect(drawingOf("bf", "113,34")).toBeNull();
  });
});
