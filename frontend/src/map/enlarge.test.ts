import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { describe, expect, it } from "vitest";
import { enlarged } from "./enlarge.ts";
import { buildStyle, tileUrls } from "./style.ts";

const STYLE = (scale: number) =>
  buildStyle(tileUrls("http://localhost", "abc", 1), "http://localhost/static/", true, "live", scale);

describe("enlarged", () => {
  it("leaves everything else as it is", () => {
    const [small, large] = [STYLE(1), STYLE(2)];
    expect(large.layers.map((layer) => layer.id)).toEqual(small.layers.map((layer) => layer.id));
    expect(large.sources).toEqual(small.sources);
  });

  it("doubles numbers and the outputs of zoom curves, not their stops", () => {
    const line = {
      id: "x",
      type: "line" as const,
      source: "s",
      paint: {
        "line-width": ["interpolate", ["linear"], ["zoom"], 7, 0.8, 16, ["get", "w"]] as never,
        "line-opacity": 0.5,
      },
    };
    expect(enlarged(line, 2).paint).toEqual({
      "line-width": ["interpolate", ["linear"], ["zoom"], 7, 1.6, 16, ["*", 2, ["get", "w"]]],
      "line-opacity": 0.5,
    });
  });

  it("stays a valid style at any size", () => {
    for (const scale of [1, 1.5, 2]) expect(validateStyleMin(STYLE(scale))).toEqual([]);
  });
});
