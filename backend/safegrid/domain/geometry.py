"""The check of every geometry that comes in, before anything transforms it.

The order matters: cheap questions first, and nothing is handed on to GEOS or GDAL whose numbers were not looked
at. (A 50-byte polygon with a coordinate of 1e20 keeps a transform busy for minutes.)
"""

import json
from collections.abc import Mapping
from math import isfinite

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from .refusals import Refusal

MAX_BYTES = 4_000_000
MAX_VERTICES = 50_000
WEST, SOUTH, EAST, NORTH = 73.0, 3.0, 136.0, 54.0
MAX_SPAN = 5.0
TYPES = ("Point", "LineString", "Polygon", "MultiLineString", "MultiPolygon")
_DEPTH = {"Point": 0, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def check_place(lon: float, lat: float) -> Refusal | None:
    """Refusal for a place in degrees that is no number or not in the country's frame."""
    if not (isfinite(lon) and isfinite(lat)):
        return Refusal("GEOM_NOT_FINITE")
    if not (WEST <= lon <= EAST and SOUTH <= lat <= NORTH):
        return Refusal("GEOM_OUTSIDE")
    return None


def check_shape(shape: BaseGeometry) -> Refusal | None:
    """Refusal for a shape in degrees (EPSG:4326) that must not go further."""
    if shape.is_empty:
        return Refusal("GEOM_EMPTY")
    if shape.geom_type not in TYPES:
        return Refusal("GEOM_TYPE", (("type", shape.geom_type),))
    if shapely.get_num_coordinates(shape) > MAX_VERTICES:
        return Refusal("GEOM_TOO_MANY_VERTICES", (("limit", MAX_VERTICES),))
    if shapely.has_z(shape) or shapely.has_m(shape):
        return Refusal("GEOM_NOT_2D")
    return _check_numbers(shapely.get_coordinates(shape)) or _check_validity(shape)


def _check_numbers(coordinates: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> Refusal | None:
    if not np.isfinite(coordinates).all():
        return Refusal("GEOM_NOT_FINITE")
    (west, south), (east, north) = coordinates.min(axis=0), coordinates.max(axis=0)
    if west < WEST or east > EAST or south < SOUTH or north > NORTH:
        return Refusal("GEOM_OUTSIDE")
    if east - west >= MAX_SPAN or north - south >= MAX_SPAN:
        return Refusal("GEOM_TOO_WIDE", (("degrees", int(MAX_SPAN)),))
    return None


def _check_validity(shape: BaseGeometry) -> Refusal | None:
    if shapely.is_valid(shape):
        return None
    return Refusal("GEOM_INVALID", (("why", shapely.is_valid_reason(shape)[:120]),))


def read_geojson(text: str | bytes) -> BaseGeometry | Refusal:
    """Read a GeoJSON geometry in degrees, checked before it is built."""
    if len(text) > MAX_BYTES:
        return Refusal("GEOM_TOO_BIG", (("limit", MAX_BYTES),))
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return Refusal("GEOM_UNREADABLE")
    return read_mapping(data)


def read_mapping(data: object) -> BaseGeometry | Refusal:
    """Read a GeoJSON geometry that is already parsed."""
    if not isinstance(data, Mapping) or data.get("type") not in _DEPTH:
        return Refusal("GEOM_UNREADABLE")
    kind = str(data["type"])
    flat: list[tuple[float, ...]] = []
    refusal = _flatten(data.get("coordinates"), _DEPTH[kind], flat)
    if refusal is not None:
        return refusal
    try:
        shape = shapely.from_geojson(json.dumps({"type": kind, "coordinates": data["coordinates"]}))
    except shapely.errors.ShapelyError:
        return Refusal("GEOM_UNREADABLE")
    return check_shape(shape) or shape


def _flatten(value: object, depth: int, into: list[tuple[float, ...]]) -> Refusal | None:
    if not isinstance(value, list | tuple):
        return Refusal("GEOM_UNREADABLE")
    if depth:
        for item in value:
            refusal = _flatten(item, depth - 1, into)
            if refusal is not None:
                return refusal
        return None
    return _position(value, into)


def _position(value: "list[object] | tuple[object, ...]", into: list[tuple[float, ...]]) -> Refusal | None:
    if not all(isinstance(n, int | float) and not isinstance(n, bool) for n in value) or len(value) < 2:
        return Refusal("GEOM_UNREADABLE")
    if len(value) > 2:
        return Refusal("GEOM_NOT_2D")
    into.append(tuple(float(n) for n in value if isinstance(n, int | float)))
    if len(into) > MAX_VERTICES:
        return Refusal("GEOM_TOO_MANY_VERTICES", (("limit", MAX_VERTICES),))
    return check_place(*into[-1])
