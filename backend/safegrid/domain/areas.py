"""Areas that a person draws to choose what lies in them: a box, a polygon, a ring around a place. Degrees (EPSG:4326)."""

from dataclasses import dataclass
from math import asin, cos, isfinite, pi, radians, sin, sqrt

import shapely

from .geometry import check_place, check_shape

EARTH = 6_371_008.771415
"""Mean radius in metres, the one that PostGIS takes for distances on a sphere."""
MAX_METRES = 100_000
MAX_CORNERS = 500
Corner = tuple[float, float]


@dataclass(frozen=True, slots=True)
class BoxArea:
    west: float
    south: float
    east: float
    north: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        return (self.west, self.south, self.east, self.north)

    def holds(self, lon: float, lat: float) -> bool:
        return self.west <= lon <= self.east and self.south <= lat <= self.north


@dataclass(frozen=True, slots=True)
class PolygonArea:
    """`corners`: the ring without its first corner again at the end."""

    corners: tuple[Corner, ...]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        lons, lats = zip(*self.corners, strict=True)
        return (min(lons), min(lats), max(lons), max(lats))

    def holds(self, lon: float, lat: float) -> bool:
        """On the edge counts as inside."""
        return bool(shapely.intersects_xy(shapely.Polygon(self.corners), lon, lat))


@dataclass(frozen=True, slots=True)
class RingArea:
    """Everything within `metres` of a place."""

    lon: float
    lat: float
    metres: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """A box that surely contains the ring."""
        north = 1.001 * self.metres / EARTH * 180 / pi
        east = north / cos(radians(min(89.0, abs(self.lat) + north)))
        return (self.lon - east, self.lat - north, self.lon + east, self.lat + north)

    def holds(self, lon: float, lat: float) -> bool:
        return metres_between(self.lon, self.lat, lon, lat) <= self.metres


Area = BoxArea | PolygonArea | RingArea


def metres_between(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Distance on a sphere (haversine), as PostGIS computes it."""
    south, north = radians(lat1), radians(lat2)
    half = sin((north - south) / 2) ** 2
    half += cos(south) * cos(north) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))


def box(text: str) -> BoxArea | None:
    """Read `west,south,east,north`; None for what is none."""
    found = _numbers(text, 4)
    if found is None:
        return None
    west, south, east, north = found
    fine = west < east and south < north and not check_place(west, south) and not check_place(east, north)
    return BoxArea(west, south, east, north) if fine else None


def ring(text: str) -> RingArea | None:
    """Read `lon,lat,metres`."""
    found = _numbers(text, 3)
    if found is None or check_place(found[0], found[1]) or not 0 < found[2] <= MAX_METRES:
        return None
    return RingArea(*found)


def polygon(text: str) -> PolygonArea | None:
    """Read `lon,lat;lon,lat;…`: at least three corners of a ring that does not cross itself."""
    corners = [_numbers(part, 2) for part in text.split(";")[: MAX_CORNERS + 1]]
    if not 3 <= len(corners) <= MAX_CORNERS:
        return None
    known = [(c[0], c[1]) for c in corners if c is not None and not check_place(c[0], c[1])]
    if len(known) != len(corners) or check_shape(shapely.Polygon(known)):
        return None
    return PolygonArea(tuple(known))


def written(area: Area) -> str:
    """The text that the readers above take."""
    match area:
        case BoxArea():
            return ",".join(map(_short, area.bounds))
        case RingArea():
            return ",".join(map(_short, (area.lon, area.lat, area.metres)))
        case PolygonArea():
            return ";".join(f"{_short(lon)},{_short(lat)}" for lon, lat in area.corners)


def _numbers(text: str, count: int) -> tuple[float, ...] | None:
    parts = text.split(",")
    try:
        found = tuple(round(float(part), 6) for part in parts)
    except (ValueError, OverflowError):
        return None
    return found if len(found) == count and all(map(isfinite, found)) else None


def _short(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")
