"""Boundaries of the demo city: communities as generated, everything above derived, and shapes per zoom band."""

from collections.abc import Iterator
from datetime import datetime

import numpy as np

from safegrid.domain import boundary_bands
from safegrid.domain.boundary_bands import bands, ewkb, label_places, many, mercator
from safegrid.domain.coverage import Shapes

from .city import City
from .rows import BoundaryRow, ShapeRow


def all_levels(city: City, communities: Shapes) -> Shapes:
    """Communities with the townships, counties and city that they make up."""
    return boundary_bands.all_levels(communities, parent_ids(city))


def parent_ids(city: City) -> dict[int, int]:
    """Cell id to the cell above; 0 for the city itself."""
    return {city.cell_ids[d.code]: city.cell_ids.get(d.parent, 0) for d in city.gazetteer.divisions}


def community_shapes(city: City) -> Shapes:
    return dict(zip(city.community_ids, city.terrain.ground.shapes, strict=False))


def boundary_rows(shapes: Shapes, version: int, since: datetime) -> Iterator[BoundaryRow]:
    cells = sorted(shapes)
    areas = np.array([shapes[c] for c in cells], dtype=object)
    written = zip(cells, ewkb(many(areas), 4326), ewkb(label_places(areas), 4326), strict=True)
    for cell, geom, label in written:
        yield BoundaryRow(cell, version, geom, label, f"[{since.isoformat()},)")


def shape_rows(city: City, communities: Shapes, version: int) -> Iterator[ShapeRow]:
    """Every cell as each zoom band draws it."""
    level = {city.cell_ids[d.code]: d.level for d in city.gazetteer.divisions}
    for band, shapes in bands(communities, parent_ids(city)):
        cells = sorted(shapes)
        flat = mercator(many(np.array([shapes[c] for c in cells], dtype=object)))
        for cell, geom in zip(cells, ewkb(flat, 3857), strict=True):
            yield ShapeRow(cell, version, band, level[cell], geom)
