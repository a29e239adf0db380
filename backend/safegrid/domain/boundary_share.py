"""Who gets which piece of ground when outlines are laid over cells that are there."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from .boundary_ground import GRID, Ground, snapped
from .boundary_overlay import NOBODY, Face
from .boundary_problems import METRES_PER_DEGREE

CRACK_M = 10.0
CRACK = CRACK_M / METRES_PER_DEGREE
"""Degrees: cracks and strips that are narrower are nobody's intention."""


def areas_of(shape: BaseGeometry) -> BaseGeometry:
    """The areas of a shape, without the lines and points that an operation left in it."""
    parts = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon" and p.area > GRID * p.length]
    return shapely.MultiPolygon(parts)


def strips_beside(ground: Ground, ids: Iterable[int], drawn: NDArray[np.object_]) -> list[BaseGeometry]:
    """Strips that are left of cells along what is drawn over them: nobody means to leave them."""
    whole = shapely.union_all(drawn)
    found: list[BaseGeometry] = []
    for shape in ground.shapes(i for i in ids if ground.cells[i].shape.intersects(whole)):
        rest = areas_of(shapely.difference(shape, whole))
        if rest.area > shape.area - GRID * shape.length:
            continue
        core = shapely.buffer(rest, -CRACK / 2, join_style="mitre")
        thin = shapely.difference(rest, shapely.buffer(core, CRACK * 0.55, join_style="mitre"))
        beside = [part for part in shapely.get_parts(areas_of(thin)) if part.distance(whole) <= GRID]
        found += [snapped(part) for part in beside]
    return found


def owners_of(
    pieces: Sequence[Face],
    mine: Collection[int],
    ids: Sequence[int],
    drawn: NDArray[np.object_],
    strips: Sequence[BaseGeometry],
) -> dict[int, int]:
    """Owner of each piece (by `id`): whose outline it lies in, else whose it was if not spoken of, else a neighbour.

    `mine`: cells that may change; `ids` of the outlines `drawn`; `strips`: what nobody means to keep.
    """
    points = np.array([piece.inside for piece in pieces], dtype=object)
    found: dict[int, int] = {}
    piece, shape = STRtree(drawn).query(points, predicate="within")
    for p, s in zip(piece.tolist(), shape.tolist(), strict=True):
        found[p] = min(found.get(p, s), s)
    spoken = set(ids)
    thin = set(STRtree(strips).query(points, predicate="within")[0].tolist()) if strips else set()
    to: dict[int, int] = {}
    for i, face in enumerate(pieces):
        if face.owner not in mine:
            to[id(face)] = face.owner
        elif i in found:
            to[id(face)] = ids[found[i]]
        elif face.owner not in spoken and i not in thin:
            to[id(face)] = face.owner
    return _filled(pieces, mine, to)


def _filled(pieces: Sequence[Face], mine: Collection[int], to: dict[int, int]) -> dict[int, int]:
    """Ground that is left out of a redrawn cell goes to the neighbour with the longest edge, from the rim inwards."""
    left = [piece for piece in pieces if id(piece) not in to]
    while left:
        given = [p for p in pieces if to.get(id(p), NOBODY) != NOBODY and (p.owner in mine)]
        tree = STRtree([p.shape for p in given])
        rest = []
        settled: dict[int, int] = {}
        for piece in left:
            edges: dict[int, float] = {}
            for n in tree.query(piece.shape, predicate="intersects"):
                meets = shapely.length(shapely.intersection(piece.shape, given[n].shape))
                edges[to[id(given[n])]] = edges.get(to[id(given[n])], 0.0) + float(meets)
            best = max(edges, key=lambda cell: (edges[cell], -cell), default=NOBODY)
            if edges.get(best, 0.0) > 0:
                settled[id(piece)] = best
            else:
                rest.append(piece)
        to.update(settled if settled else {id(piece): piece.owner for piece in rest})
        left = rest if settled else []
    return to
