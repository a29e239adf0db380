/** Ground: the thin base map, the cells, their lines and names. */
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { INK, RISK, TINTS } from "./palette.ts";

type Expression = ExpressionSpecification;
const FONT = ["noto-sans-regular"];

/** Zooms (of tiles) at which the cells of a level are tinted; whole ones, as a tile is cut for a whole zoom. */
export const LEVEL_ZOOMS: Record<2 | 3 | 4, [number, number]> = { 2: [0, 6], 3: [6, 8], 4: [8, 24] };
const LEVELS = [2, 3, 4] as const;

const state = (name: string, otherwise: number | string): Expression => [
  "coalesce",
  ["feature-state", name],
  otherwise,
];
const byLevel = (
  input: Expression,
  values: readonly (string | number)[],
  otherwise: string | number,
): Expression =>
  ["match", input, ...values.flatMap((value, level) => [level, value]), otherwise] as unknown as Expression;
const zoomed = (...stops: (number | Expression)[]): Expression =>
  ["interpolate", ["linear"], ["zoom"], ...stops] as unknown as Expression;

export function baseLayers(): LayerSpecification[] {
  return [
    {
      id: "city",
      type: "fill",
      source: "cells",
      "source-layer": "cell",
      filter: ["==", ["get", "level"], 2],
      paint: { "fill-color": INK.city, "fill-antialias": false },
    },
    {
      id: "lake",
      type: "fill",
      source: "base",
      filter: ["==", ["get", "layer"], "lake"],
      paint: { "fill-color": INK.water },
    },
  ];
}

export function riverLayer(): LayerSpecification {
  return {
    id: "river",
    type: "line",
    source: "base",
    filter: ["in", ["get", "layer"], ["literal", ["river", "river_gshhg"]]],
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": INK.river, "line-width": zoomed(7, 0.8, 12, 3, 16, 9), "line-opacity": 0.8 },
  };
}

/** Names of towns outside the city; inside it the cells have theirs. */
export function placeLayer(): LayerSpecification {
  return {
    id: "place",
    type: "symbol",
    source: "base",
    maxzoom: 9.5,
    filter: ["==", ["get", "layer"], "place"],
    layout: {
      "text-field": ["coalesce", ["get", "name_zh"], ["get", "name"]],
      "text-font": FONT,
      "text-size": 12,
      "text-letter-spacing": 0.08,
    },
    paint: { "text-color": INK.text3, "text-halo-color": INK.ground, "text-halo-width": 1.5 },
  };
}

function fill(id: string, level: 2 | 3 | 4, color: Expression, opacity: Expression): LayerSpecification {
  return {
    id,
    type: "fill",
    source: "cells",
    "source-layer": "cell",
    filter: ["==", ["get", "level"], level],
    layout: { visibility: "none" },
    paint: { "fill-color": color, "fill-opacity": opacity, "fill-antialias": false },
  };
}

export function riskFills(): LayerSpecification[] {
  const colour = state("c", 0);
  const cells = RISK.map((each) => each.cell);
  const opacities = RISK.map((each) => Math.min(1, each.cellOpacity * INK.tint));
  // Close up, one cell fills the screen: its tint steps back behind what lies in it.
  const faint = opacities.map((each) => each * 0.5);
  const opacity = zoomed(12.5, byLevel(colour, opacities, 0), 16, byLevel(colour, faint, 0));
  return LEVELS.map((level) => ({
    ...fill(`risk-${level}`, level, byLevel(colour, cells, INK.ground), opacity),
    minzoom: LEVEL_ZOOMS[level][0],
    maxzoom: LEVEL_ZOOMS[level][1],
    layout: { visibility: "visible" },
  })) as LayerSpecification[];
}

export function ownershipFills(): LayerSpecification[] {
  const tint = byLevel(state("t", -1), TINTS, INK.ground);
  const opacity: Expression = ["case", ["==", state("t", -1), -1], 0, 0.5];
  return LEVELS.map((level) => fill(`own-${level}`, level, tint, opacity));
}

export function cellLines(): LayerSpecification[] {
  const line = (level: number, minzoom: number, color: string, width: Expression, opacity: Expression) => ({
    id: `line-${level}`,
    type: "line" as const,
    source: "cells",
    "source-layer": "cell",
    minzoom,
    filter: ["==", ["get", "level"], level] as unknown as Expression,
    layout: { "line-join": "round" as const },
    paint: { "line-color": color, "line-width": width, "line-opacity": opacity },
  });
  return [
    line(4, 8, INK.cellLine, zoomed(8, 0.4, 13, 1, 16, 1.6), zoomed(8, 0.35, 10, 0.7, 13, 1)),
    line(3, 6.5, INK.townLine, zoomed(7, 0.5, 10, 0.9, 13, 1.8, 16, 2.6), zoomed(7, 0.5, 10, 0.9)),
    line(2, 0, INK.countyLine, zoomed(7, 1, 10, 1.7, 14, 2.8), zoomed(7, 0.9, 12, 0.75)),
  ] as LayerSpecification[];
}

/**
 * Names from label points; polygon labels would repeat in every tile. `scale`: a larger screen shows the same ground at
 * a higher zoom, and its names change over to the next level as much later; the tiles have both up to zoom 10.
 */
export function labelLayers(scale: number): LayerSpecification[] {
  const towns = Math.min(10.9, 9.6 + Math.log2(scale));
  const label = (level: number, zooms: [number, number], size: Expression, color: string, halo: number) => ({
    id: `label-${level}`,
    type: "symbol" as const,
    source: "cells",
    "source-layer": "label",
    minzoom: zooms[0],
    maxzoom: zooms[1],
    filter: ["==", ["get", "level"], level] as unknown as Expression,
    layout: {
      "text-field": ["get", "name"] as unknown as Expression,
      "text-font": FONT,
      "text-size": size,
      "text-letter-spacing": 0.06,
      "text-max-width": 8,
      "text-padding": 6,
    },
    paint: {
      "text-color": color,
      "text-halo-color": INK.labelHalo,
      "text-halo-width": halo,
      "text-halo-blur": 0.3,
    },
  });
  return [
    label(4, [13, 24], zoomed(13, 11, 16, 13), INK.text2, 1.4),
    label(3, [towns, 13.5], zoomed(9, 11, 13, 14), INK.text2, 1.6),
    label(2, [0, towns], zoomed(7, 12, 9.6, 15), INK.text1, 1.8),
  ] as LayerSpecification[];
}

export function selectedCell(): LayerSpecification[] {
  const line = (id: string, color: string, width: number, opacity: number) => ({
    id,
    type: "line" as const,
    source: "cells",
    "source-layer": "cell",
    filter: ["==", ["id"], -1] as unknown as Expression,
    layout: { "line-join": "round" as const },
    paint: { "line-color": color, "line-width": width, "line-opacity": opacity },
  });
  return [
    line("cell-selected-halo", INK.halo, 6, 0.85),
    line("cell-selected", INK.accent, 3, 1),
  ] as LayerSpecification[];
}
