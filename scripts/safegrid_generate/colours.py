"""The four colours, from `gis_data/styles/four_colours.json` to CSS, TypeScript and QGIS."""

import json
from collections.abc import Mapping
from typing import Any

from .places import COLOURS_JSON, FRONTEND, STYLES
from .qgis import qml

NOTE = "Written by scripts/generate from gis_data/styles/four_colours.json."
LEVELS_TS = """// {note}

export interface LevelStyle {{
  fill: string;
  text: string;
  outline: string;
  /** tint of a cell and its opacity */
  cell: string;
  cellOpacity: number;
}}

/** By theme, then by level: 1-4 = 红/橙/黄/蓝, 0 = 未评估. */
export const COLOURS: Record<"light" | "dark", readonly LevelStyle[]> = {data};
"""

Levels = list[Mapping[str, Any]]


def outputs() -> dict[Any, str]:
    """Path to text of everything that derives from the colours."""
    levels: Levels = json.loads(COLOURS_JSON.read_text(encoding="utf-8"))["levels"]
    return {
        FRONTEND / "src" / "style" / "colours.css": _css(levels),
        FRONTEND / "src" / "generated" / "colours.ts": _typescript(levels),
        STYLES / "risk_points.qml": qml(levels),
    }


def _css(levels: Levels) -> str:
    blocks = [
        f"{selector} {{\n{_properties(levels, theme)}}}\n"
        for theme, selector in (("light", ":root"), ("dark", '[data-theme="dark"]'))
    ]
    return f"/* {NOTE} */\n" + "\n".join(blocks)


def _properties(levels: Levels, theme: str) -> str:
    lines = []
    for level in levels:
        style = level[theme]
        lines += [
            f"  --{level['key']}-{name}: {style[source]};\n"
            for name, source in (("fill", "fill"), ("text", "text"), ("line", "outline"), ("cell", "cell"))
        ]
    return "".join(lines)


def _typescript(levels: Levels) -> str:
    data = {
        theme: [
            {
                "fill": level[theme]["fill"],
                "text": level[theme]["text"],
                "outline": level[theme]["outline"],
                "cell": level[theme]["cell"],
                "cellOpacity": level[theme]["cell_opacity"],
            }
            for level in levels
        ]
        for theme in ("light", "dark")
    }
    return LEVELS_TS.format(note=NOTE, data=json.dumps(data, indent=2))
