/** Colours of the planner's map beside those of the four levels. */
export const TINTS = ["#d6efe9", "#e6def8", "#dce6f5", "#f7e1ee", "#e3eed3", "#f0e6d4", "#d6ecf5"];
export const DIM = "#f3f5f9";
export const SELECTED = "#0b5fd8";
export const SELECTED_FILL = "rgb(11 95 216 / 16%)";
export const GOOD_FILL = "rgb(11 95 216 / 12%)";
export const BAD = "#c81e2b";
export const BAD_FILL = "rgb(200 30 43 / 14%)";
export const WARN = "#b54708";
export const WARN_FILL = "rgb(245 130 32 / 22%)";
export const PIECE_FILL = "rgb(122 63 176 / 26%)";
export const PIECE = "#7a3fb0";
export const BEFORE = "#0f1b2d";
