"""A QGIS style for risk points: the same colours and shapes as on the map, on the field `level`."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

SHAPES = {
    "triangle": "triangle",
    "diamond": "diamond",
    "square": "square",
    "circle": "circle",
    "ring": "circle",
}


def qml(levels: Sequence[Mapping[str, Any]]) -> str:
    """Write the style; the worst level is drawn last, so that no blue point hides a red one."""
    ordered = sorted(levels, key=lambda level: level["level"] or 5, reverse=True)
    categories = "".join(
        f'   <category value="{level["level"]}" symbol="{i}" '
        f'label={quoteattr(level["zh"] + " " + level["en"])} render="true"/>\n'
        for i, level in enumerate(ordered)
    )
    symbols = "".join(_symbol(i, level) for i, level in enumerate(ordered))
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        '<qgis version="3.22" styleCategories="Symbology">\n'
        ' <renderer-v2 type="categorizedSymbol" attr="level" symbollevels="1" enableorderby="0">\n'
        f"  <categories>\n{categories}  </categories>\n  <symbols>\n{symbols}  </symbols>\n"
        " </renderer-v2>\n</qgis>\n"
    )


def _symbol(order: int, level: Mapping[str, Any]) -> str:
    style = level["light"]
    size = {1: 3.4, 2: 2.8, 3: 2.2}.get(level["level"], 1.8)
    options = {
        "name": SHAPES[level["shape"]],
        "color": _rgba(style["fill"]) if level["level"] else "255,255,255,255",
        "outline_color": _rgba(style["outline"]),
        "outline_width": "0.2",
        "size": str(size),
        "size_unit": "MM",
    }
    rows = "".join(f'     <Option type="QString" name="{k}" value="{v}"/>\n' for k, v in options.items())
    return (
        f'   <symbol type="marker" name="{order}" alpha="1">\n'
        f'    <layer class="SimpleMarker" enabled="1" pass="{order}"><Option type="Map">\n{rows}'
        "    </Option></layer>\n   </symbol>\n"
    )


def _rgba(colour: str) -> str:
    return ",".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5)) + ",255"
