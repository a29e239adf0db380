"""Whose ground it is: every place has one owner (design rule "one owner").

The tie-break is written once, in `_first`: on a shared edge or corner the community with the lowest division code
owns the place. Boundaries count as part of every community that they bound, so no place on an edge is unowned.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

UNOWNED = 0
EARTH_M = 6_371_008.8
CHUNK = 200_000
"""Places looked up at once: bounds the memory of a big import."""
Community = tuple[int, str, BaseGeometry]
"""(cell id, division code, shape in degrees, EPSG:4326)."""


def _first(communities: Iterable[tuple[str, int]]) -> int:
    """The tie-break: the lowest code owns a place that several communities touch."""
    return min(communities, default=("", UNOWNED))[1]


def owner_of(lon: float, lat: float, communities: Iterable[Community]) -> int:
    """Cell id of the community that owns a place in degrees, 0 if none does."""
    place = shapely.Point(lon, lat)
    return _first((code, cell) for cell, code, shape in communities if shape.intersects(place))


def owner_point(shape: BaseGeometry) -> BaseGeometry:
    """The point that decides the owner: itself, the midpoint of a line, or a point on the surface of an area.

    A multi-part line is owned where its longest part is. It is stored with the object, so that an owner can be
    found again without the shape.
    """
    if isinstance(shape, shapely.Point):
        return shape
    parts = shapely.get_parts(shape)
    if shapely.get_dimensions(shape) == 1:
        longest = parts[int(np.argmax(shapely.length(parts)))]
        midpoint: BaseGeometry = shapely.line_interpolate_point(longest, 0.5, normalized=True)
        return midpoint
    inside: BaseGeometry = shapely.point_on_surface(shape)
    return inside


def touched(shape: BaseGeometry, owner: int, communities: Iterable[Community]) -> tuple[int, ...]:
    """Further communities that a line or an area enters, in the order of their ids."""
    return tuple(sorted(cell for cell, _, area in communities if cell != owner and area.intersects(shape)))


@dataclass(frozen=True)
class OwnerIndex:
    """Communities in the order of their codes under a search tree, to own many places at once."""

    cells: NDArray[np.int64]
    shapes: NDArray[np.object_]
    tree: STRtree = field(repr=False)

    @classmethod
    def of(cls, communities: Sequence[Community]) -> "OwnerIndex":
        ordered = sorted(communities, key=lambda c: c[1])
        shapes = np.array([shape for _, _, shape in ordered], dtype=object)
        shapely.prepare(shapes)
        return cls(np.array([cell for cell, _, _ in ordered], dtype=np.int64), shapes, STRtree(shapes))

    def owners(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int64]:
        """Cell ids of the owners of places in degrees, 0 where there is none. Same answers as `owner_of`."""
        best = np.full(len(lon), len(self.cells), dtype=np.int64)
        for start in range(0, len(lon), CHUNK):
            part = slice(start, start + CHUNK)
            place, rank = self._candidates(lon[part], lat[part])
            # Ranks follow the codes, so the smallest rank is the tie-break of `_first`.
            np.minimum.at(best[part], place, rank)
        return np.append(self.cells, UNOWNED)[best]

    def _candidates(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pairs (place, rank) that intersect. The tree finds boxes only: it would test against unprepared shapes."""
        place, rank = self.tree.query(shapely.points(lon, lat))
        hit = shapely.intersects_xy(self.shapes[rank], lon[place], lat[place])
        return place[hit], rank[hit]

    def touched(self, shapes: NDArray[np.object_], owners: NDArray[np.int64]) -> list[tuple[int, ...]]:
        """`touched` of many shapes."""
        which, rank = self.tree.query(shapes, predicate="intersects")
        found: list[list[int]] = [[] for _ in shapes]
        for i, cell in zip(which.tolist(), self.cells[rank].tolist(), strict=True):
            if cell != owners[i]:
                found[i].append(cell)
        return [tuple(sorted(cells)) for cells in found]


def metres_between(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Distance in metres of two places in degrees on a sphere (haversine; better than 0.6 % on the ellipsoid)."""
    south, north = radians(lat_a), radians(lat_b)
    across = sin((north - south) / 2) ** 2
    along = cos(south) * cos(north) * sin(radians(lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(across + along)))


def metres_to(lon: float, lat: float, shape: BaseGeometry) -> float:
    """Distance in metres from a place to the nearest edge or inner place of a shape, all in degrees; 0 within it.

    The nearest place is looked for with degrees as long as they are at the place: right to the metre over some kilometres.
    """
    squeeze = max(cos(radians(lat)), 0.01)
    flat = shapely.transform(shape, lambda places: places * (squeeze, 1.0))
    near = shapely.shortest_line(shapely.Point(lon * squeeze, lat), flat)
    x, y = shapely.get_coordinates(near)[-1]
    return metres_between(lon, lat, float(x) / squeeze, float(y))
