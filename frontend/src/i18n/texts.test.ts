// @vitest-environment happy-dom
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fill, setLang, TEXTS, t } from "./index.ts";

/** keys that are put together from a code: kinds of what the public reports, tabs, levels, winds */
const BUILT =
  /^(public\.(c|tab|level|wind)_|listing\.level_|ent\.(result|way)_|ent\.(home|dossier|records)$)/;
const ROOT = join(import.meta.dirname, "..");

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts") ? [readFileSync(path, "utf8")] : [];
  });
}

describe("the catalogue", () => {
  it("has both languages with the same places", () => {
    const places = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? "").sort();
    for (const [key, { zh, en }] of Object.entries(TEXTS)) {
      expect(zh, key).not.toBe("");
      expect(en, key).not.toBe("");
      expect(places(en), key).toEqual(places(zh));
    }
  });

  it("has no text that no screen shows", () => {
    const code = ["ui", "pages", "field", "public"]
      .flatMap((folder) => sources(join(ROOT, folder)))
      .join("\n");
    const unused = Object.keys(TEXTS).filter((key) => !code.includes(`"${key}"`) && !BUILT.test(key));
    expect(unused).toEqual([]);
  });

  it("is the only place with Chinese words", () => {
    const code = ["ui", "pages", "field", "public"]
      .flatMap((folder) => sources(join(ROOT, folder)))
      .join("\n");
    const strings = code.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
    // 天地图 is the name of a service; 中 is the switch to Chinese, which must be readable in English.
    const words = [...strings.matchAll(/[\u4e00-\u9fff]+/g)].map((m) => m[0]);
    expect(words.filter((word) => word !== "天地图" && word !== "中")).toEqual([]);
  });

  it("fills places and leaves unknown ones", () => {
    setLang("zh");
    expect(t("search.count", { n: 3 })).toBe("3 条结果");
    expect(fill("{a}{b}", { a: 1 })).toBe("1{b}");
  });
});
