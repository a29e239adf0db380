import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { describe, expect, it } from "vitest";
import { buildStyle, GROUPS, tileUrls } from "./style.ts";

const urls = tileUrls("http://localhost", "abc", 3);

describe("style", () => {
  it.each([
    ["live", true],
    ["base", true],
    ["live", false],
  ] as const)("is valid in %s mode (thin base map: %s)", (mode, thin) => {
    const style = buildStyle(urls, "http://localhost/static/", thin, mode, 1);
    expect(validateStyleMin(style).map(({ message }) => message)).toEqual([]);
  });

  it("has every layer that a switch turns on and off", () => {
    const ids = buildStyle(urls, "/static/", true, "live", 1).layers.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(Object.values(GROUPS).flat()));
  });

  it("draws marks above the ground, and names, the selection and hazards above them", () => {
    const ids = buildStyle(urls, "/static/", true, "live", 1).layers.map(({ id }) => id);
    expect(ids.slice(-7)).toEqual([
      "point-filtered",
      "label-4",
      "label-3",
      "label-2",
      "selected-halo",
      "selected",
      "hazard",
    ]);
  });
});
