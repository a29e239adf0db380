"""Reference systems in, degrees out: any EPSG code, and the two shifted ones that Chinese web maps write.

GCJ-02 and BD-09 have no public definition; the formulas are the ones in common use, and undoing them by iteration
is exact to a centimetre.
"""

from collections.abc import Callable
from math import cos, pi, sin, sqrt

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from safegrid.domain.refusals import Refusal

Coordinates = NDArray[np.float64]
"""Shape (n, 2): x, y."""
ToDegrees = Callable[[Coordinates], Coordinates]

GCJ02, BD09, WGS84 = "GCJ-02", "BD-09", "EPSG:4326"
_SHIFTED = {"gcj02": GCJ02, "gcj-02": GCJ02, "高德": GCJ02, "bd09": BD09, "bd-09": BD09, "百度": BD09}
_AXIS, _ECCENTRICITY = 6_378_245.0, 0.006_693_421_622_965_943
_BD = pi * 3000 / 180
_ROUNDS = 6


def named(text: str) -> str | CRS | Refusal:
    """Understand what somebody calls a reference system. Refusal: LAYER_CRS."""
    known = _SHIFTED.get(text.strip().lower())
    if known is not None:
        return known
    try:
        return CRS.from_user_input(text.strip())
    except CRSError:
        return Refusal("LAYER_CRS", (("crs", text[:60]),))


def title(crs: str | CRS) -> str:
    """Short name of a reference system, as it is recorded with what was imported."""
    if isinstance(crs, str):
        return crs
    code = crs.to_epsg(min_confidence=60)
    return f"EPSG:{code}" if code else str(crs.name)[:40]


def to_degrees(crs: str | CRS) -> ToDegrees:
    """How coordinates of a system become longitudes and latitudes (EPSG:4326), rounded to a centimetre."""
    if crs == GCJ02:
        return lambda xy: _undo(xy, _to_gcj)
    if crs == BD09:
        return lambda xy: _undo(_bd_to_gcj(xy), _to_gcj)
    transformer = Transformer.from_crs(crs, WGS84, always_xy=True)

    def transform(xy: Coordinates) -> Coordinates:
        return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])).round(7)

    return transform


def _undo(shifted: Coordinates, forward: ToDegrees) -> Coordinates:
    guess = shifted.copy()
    for _ in range(_ROUNDS):
        guess -= forward(guess) - shifted
    return guess.round(7)


def _to_gcj(xy: Coordinates) -> Coordinates:
    return np.array([_gcj(lon, lat) for lon, lat in xy.tolist()]).reshape(-1, 2)


def _gcj(lon: float, lat: float) -> tuple[float, float]:
    x, y = lon - 105.0, lat - 35.0
    wave = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + wave
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + wave
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    slant = sin(lat / 180 * pi)
    root = 1 - _ECCENTRICITY * slant * slant
    north = north * 180 / (_AXIS * (1 - _ECCENTRICITY) / (root * sqrt(root)) * pi)
    east = east * 180 / (_AXIS / sqrt(root) * cos(lat / 180 * pi) * pi)
    return lon + east, lat + north


def _bd_to_gcj(xy: Coordinates) -> Coordinates:
    x, y = xy[:, 0] - 0.0065, xy[:, 1] - 0.006
    far = np.hypot(x, y) - 0.00002 * np.sin(y * _BD)
    angle = np.arctan2(y, x) - 0.000003 * np.cos(x * _BD)
    return np.column_stack([far * np.cos(angle), far * np.sin(angle)])
