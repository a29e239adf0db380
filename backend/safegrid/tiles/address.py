"""Names of tiles: paths to addresses, and boxes on the ground to the tiles that they touch."""

import math
import re
from dataclasses import dataclass

from safegrid.domain.events import Box
from safegrid.store.queries.tiles import BUFFER

MIN_ZOOM, MAX_ZOOM = 5, 20
CELLS, POINTS, LAYERS = "cells", "points", "layers"
_MARGIN = BUFFER / 4096 + 1e-6  # of a tile's side; the rest covers rounding
_LATITUDE_LIMIT = 85.0511287798066
_PATH = re.compile(
    r"/tiles/(?:cells/(?P<cells>[0-9a-f]{18})/(?P<boundary>[1-9]\d{0,17})|points/(?P<points>[0-9a-f]{18})"
    r"|layers/(?P<layers>[0-9a-f]{18})/(?P<code>[\w-]{1,32})/(?P<edition>[1-9]\d{0,8}))"
    r"/(?P<z>\d{1,2})/(?P<x>\d{1,7})/(?P<y>\d{1,7})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Address:
    """One tile of one area of sight. `boundary`: version of the boundaries, or of the layer `code`; 0 for points."""

    source: str
    scope: str
    boundary: int
    z: int
    x: int
    y: int
    code: str = ""


def parse(path: str) -> Address | None:
    """Read a path; None if it names no tile that could exist."""
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    z, x, y = int(match["z"]), int(match["x"]), int(match["y"])
    if not (MIN_ZOOM <= z <= MAX_ZOOM and x < (1 << z) and y < (1 << z)):
        return None
    if match["cells"]:
        return Address(CELLS, match["cells"], int(match["boundary"]), z, x, y)
    if match["layers"]:
        return Address(LAYERS, match["layers"], int(match["edition"]), z, x, y, match["code"])
    return Address(POINTS, match["points"], 0, z, x, y)


def tiles_around(box: Box, z: int) -> tuple[range, range]:
    """Columns and rows of the tiles of a zoom that draw something within the box, by their buffer too."""
    west, south, east, north = box
    return _span(_column(west, z), _column(east, z), z), _span(_row(north, z), _row(south, z), z)


def _span(low: float, high: float, z: int) -> range:
    last = (1 << z) - 1
    return range(max(0, math.floor(low - _MARGIN)), min(last, math.floor(high + _MARGIN)) + 1)


def _column(lon: float, z: int) -> float:
    return (lon + 180) / 360 * (1 << z)


def _row(lat: float, z: int) -> float:
    sine = math.sin(math.radians(max(-_LATITUDE_LIMIT, min(_LATITUDE_LIMIT, lat))))
    return (0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)) * (1 << z)
