// Written by scripts/generate from gis_data/styles/four_colours.json.

export interface LevelStyle {
  fill: string;
  text: string;
  outline: string;
  /** tint of a cell and its opacity */
  cell: string;
  cellOpacity: number;
}

/** By theme, then by level: 1-4 = 红/橙/黄/蓝, 0 = 未评估. */
export const COLOURS: Record<"light" | "dark", readonly LevelStyle[]> = {
  "light": [
    {
      "fill": "#8d9bb0",
      "text": "#5a6a82",
      "outline": "#5a6a82",
      "cell": "#c9d2de",
      "cellOpacity": 0.28
    },
    {
      "fill": "#e5383b",
      "text": "#c81e2b",
      "outline": "#8f0d14",
      "cell": "#e5383b",
      "cellOpacity": 0.42
    },
    {
      "fill": "#f58220",
      "text": "#b54708",
      "outline": "#8a3d00",
      "cell": "#f58220",
      "cellOpacity": 0.32
    },
    {
      "fill": "#f5c518",
      "text": "#8a6100",
      "outline": "#6b5000",
      "cell": "#f5c518",
      "cellOpacity": 0.2
    },
    {
      "fill": "#2f7df0",
      "text": "#1b5fd0",
      "outline": "#0c3f94",
      "cell": "#2f7df0",
      "cellOpacity": 0.1
    }
  ],
  "dark": [
    {
      "fill": "#7f94b8",
      "text": "#a9bcdc",
      "outline": "#22324f",
      "cell": "#22324f",
      "cellOpacity": 0.25
    },
    {
      "fill": "#ff5257",
      "text": "#ff5257",
      "outline": "#ff5257",
      "cell": "#7c1f2f",
      "cellOpacity": 0.6
    },
    {
      "fill": "#ff9a2e",
      "text": "#ff9a2e",
      "outline": "#ff9a2e",
      "cell": "#4d2c3a",
      "cellOpacity": 0.55
    },
    {
      "fill": "#ffe05c",
      "text": "#ffe05c",
      "outline": "#ffe05c",
      "cell": "#2b2f4b",
      "cellOpacity": 0.5
    },
    {
      "fill": "#5aa9ff",
      "text": "#5aa9ff",
      "outline": "#5aa9ff",
      "cell": "#111c30",
      "cellOpacity": 0.45
    }
  ]
};
