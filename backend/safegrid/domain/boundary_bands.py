"""Everything that follows from the communities of a version: cells above them, shapes for low zooms, places for names."""

from collections.abc import Iterator, Mapping

import numpy as np
import shapely
from numpy.typing import NDArray

from .coverage import Shapes, derive_parents, simplified

BANDS = (3e-3, 7e-4, 1.7e-4, 0.0)
"""Tolerance of each zoom band in degrees, about half a pixel at its largest zoom; 0 = exact."""
EQUATOR_RADIUS = 6_378_137.0


def all_levels(communities: Shapes, parent_of: Mapping[int, int]) -> Shapes:
    """Communities with the townships, counties and city that they make up."""
    found, below = dict(communities), dict(communities)
    while below := derive_parents(below, parent_of):
        found |= below
    return found


def bands(communities: Shapes, parent_of: Mapping[int, int]) -> Iterator[tuple[int, Shapes]]:
    """Shapes of all cells for each zoom band. A band is simplified as one coverage, so that neighbours stay joined."""
    for band, tolerance in enumerate(BANDS):
        yield band, all_levels(simplified(communities, tolerance) if tolerance else communities, parent_of)


def many(areas: NDArray[np.object_]) -> NDArray[np.object_]:
    """Each area as a multipolygon."""
    parts, of = shapely.get_parts(areas, return_index=True)
    return np.asarray(shapely.multipolygons(parts, indices=of))


def label_places(areas: NDArray[np.object_]) -> NDArray[np.object_]:
    """Where names stand: the middle of the largest circle that fits."""
    middles: NDArray[np.object_] = shapely.get_point(shapely.maximum_inscribed_circle(areas), 0)
    return middles


def mercator(areas: NDArray[np.object_]) -> NDArray[np.object_]:
    """Degrees to metres of Web Mercator (EPSG:4326 to EPSG:3857)."""

    def project(places: NDArray[np.float64]) -> NDArray[np.float64]:
        lon, lat = np.radians(places[:, 0]), np.radians(places[:, 1])
        return EQUATOR_RADIUS * np.column_stack([lon, np.log(np.tan(np.pi / 4 + lat / 2))])

    flat: NDArray[np.object_] = shapely.transform(areas, project)
    return flat


def ewkb(shapes: NDArray[np.object_], srid: int) -> list[str]:
    """Geometries as EWKB hex, the form that COPY takes."""
    return list(shapely.to_wkb(shapely.set_srid(shapes, srid), hex=True, include_srid=True))
