"""Cutting the ground along lines. Every crossing becomes a vertex of all cells that meet there, so no crack can open."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, STRtree
from shapely.geometry.base import BaseGeometry

from .boundary_ground import GRID, Ground, snapped

NOBODY = 0


@dataclass(frozen=True, slots=True)
class Face:
    """A piece of ground without lines in it. `owner`: the cell it belonged to, 0 = none."""

    shape: BaseGeometry
    inside: BaseGeometry  # a point in it
    owner: int


def faces(ground: Ground, ids: Iterable[int], lines: Iterable[BaseGeometry]) -> list[Face]:
    """Pieces of the cells and of the holes between them, cut by further lines, on the lattice."""
    around = list(ids)
    shapes = ground.shapes(around)
    edges = shapely.boundary(shapes)
    noded = shapely.union_all([*edges, *lines], grid_size=GRID)
    pieces = [snapped(p) for p in shapely.get_parts(shapely.polygonize([noded]))]
    points = shapely.point_on_surface(np.array(pieces, dtype=object))
    owner = np.full(len(pieces), NOBODY, dtype=np.int64)
    piece, cell = STRtree(shapes).query(points, predicate="within")
    owner[piece] = np.array(around)[cell]
    return [Face(s, p, int(o)) for s, p, o in zip(pieces, points, owner, strict=True)]


def shared_out(pieces: Iterable[Face], to: Callable[[Face], int]) -> Mapping[int, BaseGeometry]:
    """Join the pieces that each cell gets; what nobody gets (0) is left out."""
    parts: dict[int, list[BaseGeometry]] = {}
    for piece in pieces:
        parts.setdefault(to(piece), []).append(piece.shape)
    return {cell: joined(shapes) for cell, shapes in parts.items() if cell != NOBODY}


def joined(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    """Union of shapes whose edges match; every vertex stays."""
    whole = shapely.coverage_union_all(list(shapes))
    parts = shapely.get_parts(whole)
    shape: BaseGeometry = parts[0] if len(parts) == 1 else whole
    return snapped(shape)


def common_edge(left: BaseGeometry, right: BaseGeometry) -> list[LineString]:
    """The lines along which two cells meet."""
    meeting = shapely.intersection(shapely.boundary(left), shapely.boundary(right))
    lines = [part for part in shapely.get_parts(meeting) if isinstance(part, LineString) and part.length > 0]
    merged = shapely.get_parts(shapely.line_merge(shapely.MultiLineString(lines)))
    return [line for line in merged if isinstance(line, LineString)]
