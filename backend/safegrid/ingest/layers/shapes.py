"""A shape of a file in degrees, or why it cannot be one."""

from collections.abc import Sequence

import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from safegrid.domain.geometry import MAX_VERTICES, check_shape
from safegrid.domain.refusals import Refusal

from .crs import WGS84, ToDegrees, named
from .files import Table

FARTHEST = 5e7
"""Metres: the largest coordinate of a projected system, zone number included."""


def system_of(table: Table, wanted: str) -> str | CRS | Refusal:
    """Reference system of a file: the wanted one, its own word, or degrees if that is plain to see. Refusal LAYER_CRS."""
    if wanted:
        return named(wanted)
    if table.crs is not None:
        return table.crs
    shapes = [shape for shape in table.shapes if shape is not None and not shape.is_empty]
    bounds = np.abs(shapely.total_bounds(shapes)) if shapes else np.zeros(4)
    # Metres are never that small in this country, and a single wild row is refused by itself.
    median = np.nanmedian([shape.bounds[0] for shape in shapes]) if shapes else 0.0
    if float(bounds.max()) <= 180 or 0 <= abs(float(median)) <= 180:
        return CRS.from_user_input(WGS84)
    return Refusal("LAYER_CRS", (("crs", "?"),))


def in_degrees(
    shape: BaseGeometry | None, kinds: Sequence[str], convert: ToDegrees
) -> BaseGeometry | Refusal:
    """Check, then transform, then check again: what is not finite or far too long never reaches a transform.

    `kinds`: types of geometry that are wanted. Refusals: ROW_NO_GEOMETRY, ROW_KIND, and those of incoming geometry.
    """
    if shape is None or shape.is_empty:
        return Refusal("ROW_NO_GEOMETRY")
    if shapely.get_num_coordinates(shape) > MAX_VERTICES:
        return Refusal("GEOM_TOO_MANY_VERTICES", (("limit", MAX_VERTICES),))
    flat: BaseGeometry = shapely.force_2d(shape)
    if flat.geom_type == "MultiPoint" and len(shapely.get_parts(flat)) == 1:
        flat = shapely.get_parts(flat)[0]
    coordinates = shapely.get_coordinates(flat)
    if not np.isfinite(coordinates).all() or float(np.abs(coordinates).max()) > FARTHEST:
        return Refusal("GEOM_NOT_FINITE")
    if flat.geom_type not in kinds:
        return Refusal("ROW_KIND", (("wanted", kinds[0]), ("is", flat.geom_type)))
    degrees: BaseGeometry = shapely.transform(flat, convert)
    return check_shape(degrees) or degrees
