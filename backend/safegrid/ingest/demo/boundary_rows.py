"""Boundaries of the demo city: communities as generated, everything above derived, and shapes per zoom band."""

from collections.abc import Iterator
from datetime import datetime

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from safegrid.domain.coverage import derive_parents, simplified

from .city import City
from .point_rows import ewkb
from .rows import BoundaryRow, ShapeRow

BANDS = (3e-3, 7e-4, 1.7e-4, 0.0)
"""Tolerance of each zoom band in degrees, about half a pixel at its largest zoom; 0 = exact."""
Shapes = dict[int, BaseGeometry]


def all_levels(city: City, communities: Shapes) -> Shapes:
    """Communities with the townships, counties and city that they make up."""
    parents = parent_ids(city)
    found, below = dict(communities), communities
    while below := derive_parents(below, parents):
        found |= below
    return found


def parent_ids(city: City) -> dict[int, int]:
    """Cell id to the cell above; 0 for the city itself."""
    return {city.cell_ids[d.code]: city.cell_ids.get(d.parent, 0) for d in city.gazetteer.divisions}


def community_shapes(city: City) -> Shapes:
    return dict(zip(city.community_ids, city.terrain.ground.shapes, strict=False))


def boundary_rows(shapes: Shapes, version: int, since: datetime) -> Iterator[BoundaryRow]:
    cells = sorted(shapes)
    areas = np.array([shapes[c] for c in cells], dtype=object)
    labels = shapely.get_point(shapely.maximum_inscribed_circle(areas), 0)
    for cell, geom, label in zip(cells, ewkb(_multi(areas)), ewkb(labels), strict=True):
        yield BoundaryRow(cell, version, geom, label, f"[{since.isoformat()},)")


def shape_rows(city: City, communities: Shapes, version: int) -> Iterator[ShapeRow]:
    """Each band is simplified as one coverage, so that neighbours stay joined; parents follow from it."""
    level = {city.cell_ids[d.code]: d.level for d in city.gazetteer.divisions}
    project = pyproj.Transformer.from_crs(4326, 3857, always_xy=True).transform
    for band, tolerance in enumerate(BANDS):
        shapes = all_levels(city, simplified(communities, tolerance) if tolerance else communities)
        cells = sorted(shapes)
        areas = _multi(np.array([shapes[c] for c in cells], dtype=object))
        flat = shapely.transform(areas, lambda xy: np.column_stack(project(xy[:, 0], xy[:, 1])))
        for cell, geom in zip(cells, ewkb(flat, 3857), strict=True):
            yield ShapeRow(cell, version, band, level[cell], geom)


def _multi(
    areas: NDArray[np.object_],
) -> NDArray[np.object_]:
    return np.array([shapely.multipolygons(shapely.get_parts(a)) for a in areas], dtype=object)
