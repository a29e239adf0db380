import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";

/** Layers of the pages, the outermost first. A folder may import from itself and from those it lists. */
const MAY: Record<string, readonly string[]> = {
  pages: ["field", "public", "ui", "map", "boundary", "state", "net", "i18n", "style", "generated"],
  field: ["ui", "map", "state", "net", "i18n", "style", "generated"],
  public: ["field", "ui", "net", "i18n", "generated"],
  ui: ["map", "boundary", "state", "net", "i18n", "generated"],
  map: ["state", "net", "i18n", "generated"],
  boundary: ["state"],
  state: ["net", "generated"],
  net: ["generated"],
  i18n: ["generated"],
};
const IMPORT =
  /(?:^|\s)(?:import|export)\s(?:[^"';]*?\sfrom\s)?["'](\.[^"']+)["']|import\(\s*["'](\.[^"']+)["']\s*\)/g;

function* sources(folder: string): Iterable<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/(?<!\.d|\.test)\.ts$/.test(entry.name)) yield path;
  }
}

function importsOf(path: string): string[] {
  return [...readFileSync(path, "utf8").matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? "");
}

function layerOf(path: string): string {
  return relative(import.meta.dirname, path).split("/")[0] ?? "";
}

describe("pages > ui > map | boundary > state > net", () => {
  const files = [...sources(import.meta.dirname)].filter((path) => layerOf(path) in MAY);

  it("finds the sources", () => {
    expect(files.length).toBeGreaterThan(60);
    expect(importsOf(join(import.meta.dirname, "pages/map.ts")).length).toBeGreaterThan(20);
  });

  it("holds for every import", () => {
    const wrong = files.flatMap((path) => {
      const from = layerOf(path);
      return importsOf(path)
        .map((target) => layerOf(join(path, "..", target)))
        .filter((to) => to !== from && !MAY[from]?.includes(to))
        .map((to) => `${relative(import.meta.dirname, path)} imports ${to}`);
    });
    expect(wrong).toEqual([]);
  });

  it("keeps Leaflet and MapLibre inside the map folder", () => {
    const maps = /from "(leaflet|maplibre-gl|@maplibre\/[^"]+)"/;
    const wrong = files.filter((path) => layerOf(path) !== "map" && maps.test(readFileSync(path, "utf8")));
    expect(wrong).toEqual([]);
  });
});
