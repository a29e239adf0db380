/** Marks: bins and points by level, lines and areas, units, hazards, what is selected. */
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { INK, RISK } from "./palette.ts";
import type { RiskMode } from "./types.ts";

type Expression = ExpressionSpecification;
export const DETAIL_ZOOM = 14;
/** From here on red and orange lines and areas have their shape. */
const SHAPES_ZOOM = 12;

const zoomed = (...stops: (number | Expression)[]): Expression =>
  ["interpolate", ["linear"], ["zoom"], ...stops] as unknown as Expression;
const byLevel = (input: Expression, values: readonly (string | number)[]): Expression =>
  [
    "match",
    input,
    ...values.flatMap((value, level) => [level, value]),
    values[0] ?? 0,
  ] as unknown as Expression;
const fills = RISK.map((each) => each.fill);
const outlines = RISK.map((each) => each.outline);

const LIVE: Expression = ["get", "l"];
/** Tiles say the base level only where it differs from the live one. */
const BASE: Expression = ["coalesce", ["get", "b"], LIVE];

/** The level that a mode shows. A tile's twin of a changed line or area takes it from feature-state. */
export function levelOf(mode: RiskMode): Expression {
  return mode === "live" ? LIVE : BASE;
}

/** Icon of a point: its shape, hollow while its red is only a claim. */
export function pointIcon(mode: RiskMode): Expression {
  const provisional: Expression =
    mode === "live" ? ["case", ["==", ["coalesce", ["get", "q"], 0], 1], "q", ""] : ["literal", ""];
  return ["concat", "p", ["to-string", levelOf(mode)], provisional] as unknown as Expression;
}

/** Red is drawn last and largest, then orange; low risk and 未评估 stay quiet. */
export function sortKey(mode: RiskMode): Expression {
  return byLevel(levelOf(mode), [0, 4, 3, 2, 1]);
}

/** A twin in a tile is invisible once the overlay knows at least as much. */
export const UNLESS_COVERED: Expression = [
  "case",
  [">=", ["coalesce", ["feature-state", "v"], -1], ["get", "v"]],
  0,
  1,
];

/** Marks of a filter are few and wanted: none of them is small. */
function filteredSize(mode: RiskMode): Expression {
  const at = (grey: number, red: number, orange: number, yellow: number, blue: number): Expression =>
    byLevel(levelOf(mode), [grey, red, orange, yellow, blue]);
  return zoomed(
    7,
    at(0.3, 0.5, 0.42, 0.36, 0.34),
    11,
    at(0.4, 0.7, 0.58, 0.46, 0.44),
    15,
    at(0.6, 0.95, 0.85, 0.72, 0.66),
  );
}

function pointSize(mode: RiskMode): Expression {
  const at = (grey: number, red: number, orange: number, yellow: number, blue: number): Expression =>
    byLevel(levelOf(mode), [grey, red, orange, yellow, blue]);
  return zoomed(
    6.5,
    at(0.1, 0.26, 0.16, 0.12, 0.1),
    8,
    at(0.14, 0.38, 0.22, 0.16, 0.14),
    11,
    at(0.2, 0.58, 0.36, 0.22, 0.2),
    13,
    at(0.3, 0.72, 0.5, 0.36, 0.3),
    15,
    at(0.46, 0.88, 0.74, 0.62, 0.54),
    17,
    at(0.66, 1.1, 1, 0.9, 0.86),
  );
}

/** A bin's points of every level. */
const HEAP = ["+", ...["n1", "n2", "n3", "n4", "n0"].map((n) => ["coalesce", ["get", n], 0])];

export function binLayer(mode: RiskMode): LayerSpecification {
  // The worst of what is not drawn one by one; none where everything is.
  const level: Expression = ["coalesce", levelOf(mode), -1];
  const grown: Expression = ["ln", ["+", 1, HEAP]] as unknown as Expression;
  const size = (base: number, growth: number): Expression => [
    "*",
    INK.binSize,
    ["+", base, ["*", growth, grown]],
  ];
  return {
    id: "bin",
    type: "circle",
    source: "points",
    "source-layer": "bin",
    layout: { "circle-sort-key": byLevel(level, [0, 4, 3, 2, 1]) },
    paint: {
      "circle-color": [
        "case",
        ["==", level, -1],
        "rgba(0,0,0,0)",
        byLevel(level, fills),
      ] as unknown as Expression,
      // Close dots stand beside tiles that draw each point: they must weigh as much, or dense ground looks empty.
      "circle-opacity": [
        "step",
        ["zoom"],
        byLevel(level, INK.binOpacity),
        DETAIL_ZOOM,
        byLevel(level, INK.pointOpacity),
      ] as unknown as Expression,
      "circle-radius": zoomed(
        8,
        size(0.95, 0.35),
        11,
        size(1.15, 0.55),
        13.9,
        size(1.8, 0.8),
        14,
        size(3.4, 0.75),
        17,
        size(5, 1.2),
      ),
    },
  };
}

/** Lines and areas; they sit in a tile only, so a change recolours them by feature-state. */
export function shapeLayers(mode: RiskMode): LayerSpecification[] {
  const key = mode === "live" ? "l" : "b";
  const known: Expression = [">=", ["coalesce", ["feature-state", "v"], -1], ["get", "v"]];
  const told = levelOf(mode);
  const level: Expression = ["case", known, ["coalesce", ["feature-state", key], told], told];
  const gone: Expression = ["case", ["boolean", ["feature-state", "gone"], false], 0, 1];
  const common = { source: "points", "source-layer": "shape", minzoom: SHAPES_ZOOM };
  return [
    {
      ...common,
      id: "shape-area",
      type: "fill",
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": byLevel(level, fills), "fill-opacity": ["*", 0.18, gone] },
    },
    {
      ...common,
      id: "shape-line",
      type: "line",
      layout: { "line-cap": "round", "line-join": "round" },
      paint: {
        "line-color": byLevel(level, outlines),
        "line-width": zoomed(14, 2, 17, 4),
        "line-opacity": ["*", 0.9, gone],
      },
    },
  ] as LayerSpecification[];
}

/** Points of a tile, or of the overlay: the same look, so that nobody sees which is which. */
/** Tiles, what changed since they were made, and what a filter leaves. */
export type MarkSource = "points" | "overlay" | "filtered";

export function pointLayer(id: string, source: MarkSource, mode: RiskMode): LayerSpecification {
  return {
    id,
    type: "symbol",
    source,
    ...(source === "points" ? { "source-layer": "point" } : {}),
    filter: pointFilter(source, mode),
    layout: {
      "icon-image": pointIcon(mode),
      "icon-size": source === "filtered" ? filteredSize(mode) : pointSize(mode),
      "symbol-sort-key": sortKey(mode),
      "icon-allow-overlap": true,
      "icon-ignore-placement": true,
    },
    paint: {
      "icon-opacity":
        source === "points" ? (["*", UNLESS_COVERED, opacity(mode)] as Expression) : opacity(mode),
    },
  } as LayerSpecification;
}

/** Light around what is red, under every mark: on the dark wall it is seen from across the room. */
export function glowLayers(mode: RiskMode): LayerSpecification[] {
  const red: Expression = ["==", levelOf(mode), 1];
  const glow = (id: string, source: "points" | "overlay"): LayerSpecification =>
    ({
      id,
      type: "circle",
      source,
      ...(source === "points" ? { "source-layer": "point" } : {}),
      filter: ["all", pointFilter(source, mode), red],
      paint: {
        "circle-color": RISK[1]?.fill ?? INK.warn,
        "circle-radius": zoomed(7, 9, 11, 15, 15, 26),
        "circle-blur": 1,
        "circle-opacity": source === "points" ? ["*", UNLESS_COVERED, 0.34] : 0.34,
      },
    }) as LayerSpecification;
  return [glow("glow", "points"), glow("glow-overlay", "overlay")];
}

export function pointFilter(source: MarkSource, mode: RiskMode): Expression {
  // Who filters wants to see every one, from afar too.
  if (source === "filtered") return ["==", ["get", "e"], "point"];
  // Below the detail zoom only red and orange stand alone, in both sources.
  const alone: Expression = [
    "any",
    [">=", ["zoom"], DETAIL_ZOOM],
    ["in", levelOf(mode), ["literal", [1, 2]]],
  ];
  return source === "points" ? alone : (["all", ["==", ["get", "e"], "point"], alone] as Expression);
}

function opacity(mode: RiskMode): Expression {
  return byLevel(levelOf(mode), INK.pointOpacity);
}

export function unitLayer(id: string, source: MarkSource, mode: RiskMode): LayerSpecification {
  return {
    id,
    type: "symbol",
    source,
    ...(source === "points" ? { "source-layer": "unit" } : { filter: ["==", ["get", "e"], "unit"] }),
    minzoom: DETAIL_ZOOM,
    layout: {
      "icon-image": unitIcon(mode),
      "icon-size": zoomed(14, 0.62, 16, 0.9, 18, 1.1),
      "icon-allow-overlap": true,
      "icon-ignore-placement": true,
      "symbol-sort-key": unitSort(mode),
      "text-field": ["step", ["zoom"], "", 15.5, ["get", "n"]],
      "text-font": ["noto-sans-regular"],
      "text-size": 11.5,
      "text-anchor": "top",
      "text-offset": [0, 1.1],
      "text-max-width": 9,
      "text-optional": true,
    },
    paint: {
      "icon-opacity": source === "points" ? UNLESS_COVERED : 1,
      "text-opacity": source === "points" ? UNLESS_COVERED : 1,
      "text-color": INK.text2,
      "text-halo-color": INK.labelHalo,
      "text-halo-width": 1.3,
    },
  } as LayerSpecification;
}

export function unitIcon(mode: RiskMode): Expression {
  const stopped: Expression = ["case", ["==", ["coalesce", ["get", "x"], 0], 1], "x", ""];
  return [
    "concat",
    "u",
    ["to-string", ["get", mode === "live" ? "l" : "m"]],
    stopped,
  ] as unknown as Expression;
}

export function unitSort(mode: RiskMode): Expression {
  return byLevel(["get", mode === "live" ? "l" : "m"], [0, 4, 3, 2, 1]);
}

export function hazardLayer(): LayerSpecification {
  return {
    id: "hazard",
    type: "symbol",
    source: "hazards",
    // Far out only what is major, overdue or just closed, so that the flags do not hide the ground.
    filter: ["any", [">=", ["zoom"], 12], [">", ["get", "rank"], 1]],
    layout: {
      "icon-image": ["get", "icon"],
      "icon-size": zoomed(6.5, 0.36, 8, 0.5, 11, 0.66, 14, 0.9, 17, 1.05),
      "icon-anchor": "bottom",
      "icon-offset": [5, -5],
      "icon-allow-overlap": ["step", ["zoom"], false, 12, true] as unknown as boolean,
      "icon-ignore-placement": true,
      "symbol-sort-key": ["-", 0, ["get", "rank"]],
    },
  } as LayerSpecification;
}

export function selectedMark(): LayerSpecification[] {
  const ring = (id: string, color: string, width: number): LayerSpecification => ({
    id,
    type: "circle",
    source: "selected",
    paint: {
      "circle-radius": zoomed(9, 11, 16, 17),
      // Nothing over the mark itself: a tint would make another level of its colour.
      "circle-color": "rgba(0,0,0,0)",
      "circle-stroke-color": color,
      "circle-stroke-width": width,
    },
  });
  return [ring("selected-halo", INK.halo, 5), ring("selected", INK.accent, 2.5)];
}
