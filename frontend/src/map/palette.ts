/**
 * Colours of the map that are not the four colours, in a form that GL takes, for both themes.
 *
 * A page has one theme, written on its root by the server: light for desks and phones, dark for the wall.
 */
import { COLOURS } from "../generated/colours.ts";

export type Theme = "light" | "dark";
export const THEME: Theme = globalThis.document?.documentElement.dataset.theme === "dark" ? "dark" : "light";

export const LIGHT = {
  ground: "#eef2f7",
  city: "#fbfcfe",
  water: "#d3e3f3",
  river: "#b9d0e8",
  cellLine: "#b4c0d0",
  townLine: "#8796ad",
  countyLine: "#4d5f7c",
  text1: "#0f1b2d",
  text2: "#43536b",
  text3: "#5a6a82",
  halo: "#ffffff",
  labelHalo: "rgba(255,255,255,0.92)",
  accent: "#0b5fd8",
  ok: "#147a3d",
  warn: "#b54708",
  /** what a bin of a level covers: 未评估, red … blue */
  binOpacity: [0.34, 1, 1, 0.7, 0.42],
  /** opacity of single points of a level */
  pointOpacity: [0.8, 1, 1, 0.95, 0.9],
  /** how large bins are beside those of the light map */
  binSize: 1,
  /** how strong the tints of cells are beside those of the four colours */
  tint: 1,
};
export type Palette = typeof LIGHT;

const DARK: Palette = {
  ground: "#060a12",
  city: "#0a1424",
  water: "#0c2440",
  river: "#123a63",
  cellLine: "#2b4066",
  townLine: "#35507e",
  countyLine: "#6483b8",
  text1: "#edf3ff",
  text2: "#c3d2ec",
  text3: "#7f94b8",
  halo: "#060a12",
  labelHalo: "rgba(6,10,18,0.9)",
  accent: "#3ee0d0",
  ok: "#4ade80",
  warn: "#ff9a2e",
  binOpacity: [0.3, 1, 1, 0.62, 0.46],
  pointOpacity: [0.6, 1, 1, 0.85, 0.75],
  binSize: 1,
  tint: 1.5,
};

export const INK: Palette = THEME === "dark" ? DARK : LIGHT;
export const RISK = COLOURS[THEME];

/** Tints of neighbouring territories; none is near one of the four colours. */
export const TINTS =
  THEME === "dark"
    ? ["#1f5f57", "#4b3c78", "#2f4a78", "#6e3560", "#445a28", "#5d4a33", "#23566b"]
    : ["#8ccfc2", "#bda9e6", "#9fb4d6", "#e3acd0", "#b9cf98", "#d3b99a", "#8fc1d9"];
