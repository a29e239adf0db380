"""Communities as an exact coverage: what is wrong with one, the shapes above it, and its shapes for low zooms.

Edges are matched vertex for vertex, so neighbours can be joined and simplified without cracks.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Shapes = Mapping[int, BaseGeometry]
"""Cell id to polygon or multipolygon, degrees (EPSG:4326)."""
GAP_WIDTH = 1e-4
"""Gaps narrower than this are found as slits, in degrees (about 10 m); wider ones by comparing with the parent."""
SLIVER = 1e-12
"""Areas below this (square degrees, about a hundredth of a square metre) are rounding of the overlay."""
SIDE = 1e-6
"""An edge nearer than this to a slit is one of its sides."""
MITRE: Mapping[str, Any] = {"join_style": "mitre", "cap_style": "square"}


@dataclass(frozen=True, slots=True)
class CoverageProblem:
    """`code`: COVERAGE_INVALID_RING, COVERAGE_OVERLAP, COVERAGE_EDGE, COVERAGE_GAP or COVERAGE_NOT_PARENT.

    `cells`: the cells concerned; `where`: the place to zoom to.
    """

    code: str
    cells: tuple[int, ...]
    where: BaseGeometry


def problems(
    shapes: Shapes, parents: Shapes | None = None, parent_of: Mapping[int, int] | None = None
) -> list[CoverageProblem]:
    """Everything that keeps the shapes from being an exact coverage; [] if it is one.

    With `parents` and `parent_of` (cell to parent) also where a parent is not the union of its children.
    """
    found = list(_rings(shapes))
    if found:
        return found  # the other questions have no answer for shapes that are not valid
    ids = list(shapes)
    areas = np.array([shapes[i] for i in ids], dtype=object)
    edges = _unmatched(areas)
    suspect = ~shapely.is_empty(edges)
    overlaps = list(_overlaps(ids, areas))
    told = {cell for problem in overlaps for cell in problem.cells}
    for i in np.flatnonzero(suspect):
        if ids[i] not in told:
            found.append(CoverageProblem("COVERAGE_EDGE", (ids[i],), edges[i]))
    found += overlaps
    if parents is not None and parent_of is not None:
        found += _against_parents(shapes, parents, parent_of)
    else:
        found += _holes(ids, areas)
    return found


def _rings(shapes: Shapes) -> Iterator[CoverageProblem]:
    for cell, shape in shapes.items():
        polygonal = shape.geom_type in ("Polygon", "MultiPolygon") and not shape.is_empty
        if not polygonal or not shape.is_valid:
            yield CoverageProblem("COVERAGE_INVALID_RING", (cell,), shape)


def _unmatched(areas: NDArray[np.object_]) -> NDArray[np.object_]:
    """Of each area the edges that do not match, and those along a slit; empty lines for the others."""
    edges: NDArray[np.object_] = shapely.coverage_invalid_edges(areas, gap_width=GAP_WIDTH)
    narrow = ~shapely.is_empty(edges) & shapely.is_empty(shapely.coverage_invalid_edges(areas))
    if not np.any(narrow):
        return edges
    # A mere strip of an area between its neighbour and the outside is taken for a slit too: look for ground in it.
    whole = shapely.union_all(areas)
    closed = shapely.buffer(shapely.buffer(whole, GAP_WIDTH / 2, **MITRE), -GAP_WIDTH / 2, **MITRE)
    slits = shapely.get_parts(shapely.difference(closed, whole))
    slits = slits[shapely.area(slits) > SLIVER]
    for i in np.flatnonzero(narrow):
        if not np.any(shapely.dwithin(slits, edges[i], SIDE)):
            edges[i] = shapely.LineString()
    return edges


def _overlaps(ids: Sequence[int], areas: NDArray[np.object_]) -> Iterator[CoverageProblem]:
    left, right = shapely.STRtree(areas).query(areas, predicate="intersects")
    once = left < right
    left, right = left[once], right[once]
    # Neighbours that only share an edge or a corner are no overlap: their interiors must meet.
    meet = shapely.relate_pattern(areas[left], areas[right], "T********")
    for i, j in zip(left[meet], right[meet], strict=True):
        where = shapely.intersection(areas[i], areas[j])
        yield CoverageProblem("COVERAGE_OVERLAP", tuple(sorted((ids[i], ids[j]))), where)


def _holes(ids: Sequence[int], areas: NDArray[np.object_]) -> Iterator[CoverageProblem]:
    """Holes that no cell fills."""
    whole = shapely.union_all(areas)
    for part in shapely.get_parts(whole):
        for ring in shapely.get_rings(part)[1:]:
            hole = shapely.polygons(ring)
            beside = tuple(ids[i] for i in shapely.STRtree(areas).query(hole, predicate="intersects"))
            yield CoverageProblem("COVERAGE_GAP", tuple(sorted(beside)), hole)


def _against_parents(
    shapes: Shapes, parents: Shapes, parent_of: Mapping[int, int]
) -> Iterator[CoverageProblem]:
    children: dict[int, list[int]] = defaultdict(list)
    for cell in shapes:
        children[parent_of[cell]].append(cell)
    for parent, outline in parents.items():
        below = children.get(parent, [])
        union = shapely.union_all([shapes[c] for c in below])
        missing = shapely.difference(outline, union)
        if missing.area > SLIVER:
            yield CoverageProblem("COVERAGE_GAP", (parent,), missing)
        beyond = shapely.difference(union, outline)
        if beyond.area > SLIVER:
            outside = tuple(c for c in below if shapely.relate_pattern(shapes[c], beyond, "T********"))
            yield CoverageProblem("COVERAGE_NOT_PARENT", (parent, *outside), beyond)


def derive_parents(shapes: Shapes, parent_of: Mapping[int, int]) -> dict[int, BaseGeometry]:
    """Shape of every cell above as the union of its children. A cell without a parent is left out."""
    children: dict[int, list[BaseGeometry]] = defaultdict(list)
    for cell, shape in shapes.items():
        if parent_of.get(cell):
            children[parent_of[cell]].append(shape)
    return {parent: shapely.coverage_union_all(below) for parent, below in children.items()}


def simplified(shapes: Shapes, tolerance: float) -> dict[int, BaseGeometry]:
    """Shapes for a zoom band: shared edges stay shared. `tolerance`: side of the smallest triangle kept, degrees."""
    ids = list(shapes)
    areas = np.array([shapes[i] for i in ids], dtype=object)
    return dict(zip(ids, shapely.coverage_simplify(areas, tolerance), strict=True))
