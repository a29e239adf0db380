/** Colours of the light map that are not the four colours; the tokens of the pages in a form that GL takes. */
import { COLOURS } from "../generated/colours.ts";

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
  accent: "#0b5fd8",
  ok: "#147a3d",
  warn: "#b54708",
};

export const RISK = COLOURS.light;

/** Tints of neighbouring territories; none is near one of the four colours. */
export const TINTS = ["#8ccfc2", "#bda9e6", "#9fb4d6", "#e3acd0", "#b9cf98", "#d3b99a", "#8fc1d9"];
