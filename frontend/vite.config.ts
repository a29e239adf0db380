import { createReadStream, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const GIS_DATA = join(import.meta.dirname, "..", "gis_data");
const GLYPHS = join("glyphs", "Noto Sans Regular");

/** Ground data that the map reads as plain files: path under STATIC_URL → file. */
function groundFiles(): Map<string, string> {
  const glyphs = readdirSync(join(GIS_DATA, GLYPHS)).filter((name) => name.endsWith(".pbf"));
  return new Map([
    ["basemap/basemap_xuchang.geojson", join(GIS_DATA, "basemap_xuchang.geojson")],
    ...glyphs.map((name): [string, string] => [
      // no space in the folder: some storages and proxies rewrite it
      `glyphs/noto-sans-regular/${name}`,
      join(GIS_DATA, GLYPHS, name),
    ]),
  ]);
}

/** Puts the thin base map and the glyphs of the digits beside the pages; nothing is fetched from elsewhere. */
function ground(): Plugin {
  return {
    name: "safegrid-ground",
    generateBundle() {
      for (const [fileName, path] of groundFiles()) {
        this.emitFile({ type: "asset", fileName, source: readFileSync(path) });
      }
    },
    configureServer(server) {
      const files = groundFiles();
      server.middlewares.use((request, response, next) => {
        const path = files.get(decodeURI(request.url ?? "").replace(/^\/static\//, ""));
        if (path) createReadStream(path).pipe(response);
        else next();
      });
    },
  };
}

/** A static storage with a manifest fails on a `sourceMappingURL` that points to a file which is not there. */
function noDanglingMaps(): Plugin {
  return {
    name: "safegrid-no-dangling-maps",
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === "chunk") file.code = file.code.replace(/^\/\/# sourceMappingURL=.*$/gm, "");
        else if (/\.m?js$|\.css$/.test(file.fileName)) {
          const text = typeof file.source === "string" ? file.source : new TextDecoder().decode(file.source);
          file.source = text.replace(/^(\/\/# sourceMappingURL=.*|\/\*# sourceMappingURL=.*\*\/)$/gm, "");
        }
      }
    },
  };
}

export default defineConfig({
  base: "/static/",
  plugins: [ground(), noDanglingMaps()],
  resolve: {
    // The page loads Leaflet as a global (django-leaflet); a second instance would not know the first one's maps.
    alias: { leaflet: join(import.meta.dirname, "src/map/leaflet.ts") },
  },
  worker: { format: "es" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    target: "es2023",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_300,
    rolldownOptions: {
      input: [
        ...["map", "login", "people", "wall", "desk", "planner", "field", "enterprise", "report"].map(
          (name) => `src/pages/${name}.ts`,
        ),
        "src/field/worker.ts",
      ].map((path) => join(import.meta.dirname, path)),
    },
  },
  test: { include: ["src/**/*.test.ts", "tools/**/*.test.ts"] },
});
