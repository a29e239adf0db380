/** Further layers as the map knows them: what to fetch, how to draw it, and what a click on it means. */
import type { Entity } from "../net/wire.ts";
import { GLYPHS } from "./glyphs.ts";
import type { Selection } from "./types.ts";

export interface ExtraLayer {
  code: string;
  kind: "point" | "line" | "area";
  icon: string;
  colour: string;
  /** features: imported rows; the others are computed, and their marks open what they are about */
  source: string;
  /** path of the tiles with {z} {x} {y}; another version has another path */
  tiles: string;
}

/** Closest zoom of the tiles; above it the map enlarges. */
export const EXTRA_MAXZOOM = 16;
/** Kinds with a sign of their own. */
export const SIGNED = ["school", "hospital", "crowd", "team", "store", "hydrant"].filter(
  (kind) => kind in GLYPHS,
);
const ENTITIES: readonly string[] = ["point", "unit", "hazard"] satisfies Entity[];

/** What a mark or a shape of a layer opens. `k` is its kind, `f` the layer that a feature without owner is in. */
export function opened(
  layer: Pick<ExtraLayer, "code" | "source">,
  id: number,
  properties: Record<string, unknown>,
): Selection | null {
  if (layer.source === "major") return { entity: "unit", id };
  if (layer.source === "vacancies" || layer.source === "surveys") return { entity: "cell", id };
  if (layer.source === "features") return { entity: "feature", id, layer: layer.code };
  const kind = String(properties.k);
  if (ENTITIES.includes(kind)) return { entity: kind as Entity, id };
  return kind === "feature" ? { entity: "feature", id, layer: String(properties.f) } : null;
}

/** Name of the image of a layer's mark, for one of its kinds. */
export function imageOf(icon: string, colour: string): string {
  return `x-${icon}-${colour}`;
}
