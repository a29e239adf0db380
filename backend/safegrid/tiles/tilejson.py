"""TileJSON 3.0.0: tells any map client, QGIS too, where the tiles are and what is in them."""

from typing import Any

from safegrid.store.queries.tiles import SHAPES_FROM

from .address import MIN_ZOOM

CLOSEST = {"cells": 14, "points": 18}
"""Closest zoom worth asking for; clients enlarge from there. A unit of 4096 is 0.6 m at z14; points have closer tiles
because in dense places only those draw every one singly."""

_LEVEL = "1 red, 2 orange, 3 yellow, 4 blue, 0 not rated"
_POINT = {
    "l": f"Number: live level, {_LEVEL}",
    "b": "Number: base level; absent if it is l",
    "q": "Number: 1 if the live level rests on an unconfirmed claim, else absent",
    "v": "Number: version",
}
_LAYERS: dict[str, list[tuple[str, str, dict[str, str], int, int]]] = {
    "cells": [
        (
            "cell",
            "Outlines of grid cells",
            {
                "level": "Number: 2 county, 3 township, 4 community",
                "code": "String: division code",
                "name": "String: name",
                "parent": "Number: id of the cell above",
            },
            MIN_ZOOM,
            CLOSEST["cells"],
        ),
        (
            "label",
            "Where names stand",
            {"level": "Number: 2-4", "name": "String: name"},
            MIN_ZOOM,
            CLOSEST["cells"],
        ),
    ],
    "points": [
        (
            "bin",
            "Below zoom 14 all risk points within 1/64 of a tile; from there on, within 1/48, those not drawn singly",
            {
                "l": f"Number: worst level among those not drawn singly, {_LEVEL}; absent if all are",
                "b": "Number: worst base level among those not drawn singly, -1 if all are; absent if it is l",
            }
            | {f"n{level}": f"Number: points of level {level}; absent for none" for level in range(5)},
            MIN_ZOOM,
            CLOSEST["points"],
        ),
        (
            "point",
            "Risk points, where all of their level fit; below zoom 14 red and orange ones",
            _POINT | {"s": "String: l line, a area; absent for a point"},
            MIN_ZOOM,
            CLOSEST["points"],
        ),
        (
            "shape",
            "Risk points that are lines or areas; below zoom 14 as the points",
            _POINT,
            SHAPES_FROM,
            CLOSEST["points"],
        ),
        (
            "more",
            "What is not drawn singly in this tile, at its middle",
            {
                "red": "Number: red points; absent for none",
                "orange": "Number: orange ones; absent for none",
                "rest": "Number: from zoom 14 on, other points; absent for none",
                "shape": "Number: from zoom 14 on, lines and areas without their shape; absent for none",
                "unit": "Number: units; absent for none",
            },
            MIN_ZOOM,
            CLOSEST["points"],
        ),
        (
            "unit",
            "Supervised units",
            {
                "l": f"Number: live level, {_LEVEL}",
                "m": f"Number: supervision level, {_LEVEL}",
                "v": "Number: version",
                "t": "String: type",
                "x": "Number: 1 if stopped, else absent",
                "n": "String: name, from zoom 15 on",
            },
            14,
            CLOSEST["points"],
        ),
    ],
}


def document(
    source: str, origin: str, scope_hash: str, boundary: int, bounds: tuple[float, float, float, float] | None
) -> dict[str, Any]:
    """Describe a source. `origin`: scheme and host, as TileJSON wants absolute addresses; bounds in degrees."""
    middle = f"{scope_hash}/{boundary}" if source == "cells" else scope_hash
    about = {
        "tilejson": "3.0.0",
        "name": f"SafeGrid {source}",
        "scheme": "xyz",
        "tiles": [f"{origin}/tiles/{source}/{middle}/{{z}}/{{x}}/{{y}}"],
        "minzoom": MIN_ZOOM,
        "maxzoom": CLOSEST[source],
        "vector_layers": [
            {"id": name, "description": text, "fields": fields, "minzoom": low, "maxzoom": high}
            for name, text, fields, low, high in _LAYERS[source]
        ],
    }
    return about if bounds is None else about | {"bounds": list(bounds)}
