import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

/** Who may import whom: pages > public > field > ui > map | boundary | keep > state > net; style, words and generated files are open to all. */
const BELOW: Record<string, readonly string[]> = {
  pages: ["pages", "field", "public", "ui", "map", "boundary", "keep", "state", "net"],
  field: ["field", "ui", "map", "keep", "state", "net"],
  public: ["public", "ui", "map", "keep", "state", "net"],
  ui: ["ui", "map", "boundary", "keep", "state", "net"],
  map: ["map", "state", "net"],
  boundary: ["boundary", "state"],
  keep: ["keep", "net"],
  state: ["state", "net"],
  net: ["net"],
};
const OPEN = ["generated", "style", "i18n", "assets"];
const SOURCE = import.meta.dirname;
const files = globSync("**/*.ts", { cwd: SOURCE }).filter((path) => !path.endsWith(".test.ts"));

function importsOf(path: string): string[] {
  const text = readFileSync(join(SOURCE, path), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(([, to]) =>
    relative(SOURCE, join(SOURCE, dirname(path), to ?? "")),
  );
}

describe("layers", () => {
  it("finds the sources", () => {
    expect(files.length).toBeGreaterThan(20);
  });

  it.each(Object.keys(BELOW))("%s imports only what lies below it", (layer) => {
    const mine = files.filter((path) => path.startsWith(`${layer}/`));
    const wrong = mine.flatMap((path) =>
      importsOf(path)
        .filter((to) => ![...(BELOW[layer] ?? []), ...OPEN].includes(to.split("/")[0] ?? ""))
        .map((to) => `${path} → ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  it("keeps Leaflet and MapLibre within map/", () => {
    const outside = files.filter((path) => !path.startsWith("map/"));
    const wrong = outside.filter((path) =>
      /from "(leaflet|maplibre-gl|@maplibre\/)/.test(readFileSync(join(SOURCE, path), "utf8")),
    );
    expect(wrong).toEqual([]);
  });
});
