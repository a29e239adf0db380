"""Edits of single vertices. A vertex belongs to every cell that has it, and is changed in all of them or in none."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from .boundary_edits import InsertVertex, MoveVertex, RemoveVertex
from .boundary_ground import Community, Ground, Place, place
from .refusals import Refusal

Ring = NDArray[np.float64]
"""Coordinates (n, 2) in degrees, the first again at the end."""
LEAST = 4
"""Places of the smallest ring, a triangle."""


def move_vertex(ground: Ground, edit: MoveVertex) -> Mapping[int, Community] | Refusal:
    """Move it in all its cells; the outline of the ground stays."""
    at, to = place(edit.at), place(edit.to)

    def moved(ring: Ring) -> Ring:
        there = (ring == at).all(axis=1)
        return np.where(there[:, None], np.array(to), ring)

    if at == to:
        return Refusal("NOTHING_CHANGES")
    return _everywhere(ground, at, moved) or Refusal("VERTEX_UNKNOWN")


def insert_vertex(ground: Ground, edit: InsertVertex) -> Mapping[int, Community] | Refusal:
    """Insert between two places that follow each other in a ring, either way round."""
    start, end, at = place(edit.start), place(edit.end), place(edit.at)

    def widened(ring: Ring) -> Ring:
        first, second = ring[:-1], ring[1:]
        forth = (first == start).all(axis=1) & (second == end).all(axis=1)
        back = (first == end).all(axis=1) & (second == start).all(axis=1)
        return np.insert(ring, np.flatnonzero(forth | back) + 1, at, axis=0)

    if at in (start, end):
        return Refusal("NOTHING_CHANGES")
    return _everywhere(ground, start, widened) or Refusal("EDGE_UNKNOWN")


def remove_vertex(ground: Ground, edit: RemoveVertex) -> Mapping[int, Community] | Refusal:
    """Remove it where it only bends an edge; where three or more edges meet it is needed."""
    at = place(edit.at)
    beside = {_pair(ring, i) for cell in _holders(ground, at) for ring, i in _spots(cell.shape, at)}
    if len(beside) > 1:
        return Refusal("VERTEX_NEEDED")

    def narrowed(ring: Ring) -> Ring:
        kept = ring[:-1][~(ring[:-1] == at).all(axis=1)]
        return np.vstack([kept, kept[:1]]) if len(kept) >= LEAST - 1 else ring

    return _everywhere(ground, at, narrowed) or Refusal("VERTEX_UNKNOWN")


def _everywhere(ground: Ground, at: Place, change: Callable[[Ring], Ring]) -> dict[int, Community]:
    changed = {}
    for cell in _holders(ground, at):
        shape = _with_rings(cell.shape, change)
        if not shapely.equals_exact(shape, cell.shape, tolerance=0):
            changed[cell.id] = replace(cell, shape=shape)
    return changed


def _holders(ground: Ground, at: Place) -> list[Community]:
    near = (ground.cells[i] for i in ground.near(shapely.Point(at)))
    return [cell for cell in near if (shapely.get_coordinates(cell.shape) == at).all(axis=1).any()]


def _spots(shape: BaseGeometry, at: Place) -> list[tuple[Ring, int]]:
    """Rings with the vertex, opened, and where in them it is."""
    rings = [shapely.get_coordinates(r)[:-1] for r in shapely.get_rings(shape)]
    return [(ring, int(i)) for ring in rings for i in np.flatnonzero((ring == at).all(axis=1))]


def _pair(ring: Ring, i: int) -> frozenset[Place]:
    """The vertices before and after one."""
    before, after = ring[i - 1], ring[(i + 1) % len(ring)]
    return frozenset(((float(before[0]), float(before[1])), (float(after[0]), float(after[1]))))


def _with_rings(shape: BaseGeometry, change: Callable[[Ring], Ring]) -> BaseGeometry:
    parts = []
    for part in shapely.get_parts(shape):
        outer, *holes = [change(shapely.get_coordinates(ring)) for ring in shapely.get_rings(part)]
        parts.append(shapely.Polygon(outer, holes))
    return parts[0] if shape.geom_type == "Polygon" else shapely.MultiPolygon(parts)
