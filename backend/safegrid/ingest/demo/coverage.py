"""From seeds to an exact coverage: cells around seeds, edges matched, the given outlines kept.

Every line goes through one `union_all(grid_size)`, so that neighbours share their vertices to the last digit, also
across county borders. Edges get a slight wave: straight Voronoi edges look like no border on earth.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from .seeding import Points

GRID = 1e-7
"""Snapping of all coordinates, degrees: one centimetre."""
WAVE = 0.07
STEPS = np.array([0.2, 0.4, 0.6, 0.8])
Geometries = NDArray[np.object_]


@dataclass(frozen=True)
class Cells:
    """One polygon per seed in the order of the seeds, and which pairs of seeds share an edge."""

    shapes: Geometries
    neighbours: NDArray[np.int64]


def edges_within(outline: BaseGeometry, seeds: Points, rng: np.random.Generator) -> Geometries:
    """Voronoi edges of planar seeds, waved, clipped to a planar outline."""
    frame = outline.envelope.buffer(1.0)
    lines = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(seeds), extend_to=frame, only_edges=True)
    )
    clipped = shapely.intersection(_waved(lines, rng), outline)
    parts = shapely.get_parts(clipped)
    return np.asarray(parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING])


def _waved(lines: Geometries, rng: np.random.Generator) -> Geometries:
    ends = shapely.get_coordinates(lines).reshape(-1, 2, 2)
    start, along = ends[:, 0], ends[:, 1] - ends[:, 0]
    across = np.column_stack([-along[:, 1], along[:, 0]])
    phase, size = rng.uniform(0, 2 * np.pi, (2, len(ends)))
    swing = WAVE * np.cos(size)[:, None] * np.sin(np.pi * STEPS) * np.sin(3 * np.pi * STEPS + phase[:, None])
    # An edge that runs to the frame is far longer than its visible part: its wave would be a detour.
    swing *= np.minimum(1, 0.03 / np.hypot(*along.T))[:, None]
    inner = start[:, None] + along[:, None] * STEPS[:, None] + across[:, None] * swing[..., None]
    bent = np.concatenate([ends[:, :1], inner, ends[:, 1:]], axis=1)
    return np.asarray(shapely.linestrings(bent))


def cover(lines: Geometries, outlines: Geometries, seeds: Points) -> Cells:
    """Cut the outlines along the lines; every seed gets the face it lies in, seedless faces join a neighbour.

    All coordinates in degrees. Raises ValueError if two seeds end up in one face (they were closer than the grid).
    """
    borders = shapely.boundary(outlines)
    net = shapely.union_all(np.concatenate([lines, borders]), grid_size=GRID)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(net)))
    inside = shapely.STRtree(outlines).query(shapely.point_on_surface(faces), predicate="within")[0]
    faces = faces[np.unique(inside)]
    owner = _owners(faces, seeds)
    pairs = _adjacent(faces)
    while (owner < 0).any():
        owner = _join_orphans(faces, owner, pairs, outlines)
    shapes = np.array(
        [shapely.coverage_union_all(faces[owner == i]) for i in range(len(seeds))], dtype=object
    )
    between = np.sort(owner[pairs], axis=1)
    return Cells(shapes, np.unique(between[between[:, 0] != between[:, 1]], axis=0))


def _owners(faces: Geometries, seeds: Points) -> NDArray[np.int64]:
    which, face = shapely.STRtree(faces).query(shapely.points(seeds), predicate="within")
    if len(np.unique(face)) != len(seeds):
        raise ValueError("two seeds share a face, or a seed lies outside the outlines")
    owner = np.full(len(faces), -1)
    owner[face] = which
    return owner


def _adjacent(faces: Geometries) -> NDArray[np.int64]:
    """Pairs of faces that share an edge, not only a corner; shape (n, 2)."""
    left, right = shapely.STRtree(faces).query(faces, predicate="touches")
    once = left < right
    left, right = left[once], right[once]
    shared = shapely.get_dimensions(shapely.intersection(faces[left], faces[right])) == 1
    return np.column_stack([left[shared], right[shared]])


def _join_orphans(
    faces: Geometries, owner: NDArray[np.int64], pairs: NDArray[np.int64], outlines: Geometries
) -> NDArray[np.int64]:
    """Give each seedless face to the owned neighbour in the same outline with which it shares the longest edge."""
    home = shapely.STRtree(outlines).query(shapely.point_on_surface(faces), predicate="within")[1]
    joined = owner.copy()
    for orphan in np.flatnonzero(owner < 0):
        beside = np.concatenate([pairs[pairs[:, 0] == orphan, 1], pairs[pairs[:, 1] == orphan, 0]])
        beside = beside[(owner[beside] >= 0) & (home[beside] == home[orphan])]
        if len(beside):
            shared = shapely.length(shapely.intersection(faces[orphan], faces[beside]))
            joined[orphan] = owner[beside[int(np.argmax(shared))]]
    if (joined == owner).all():
        raise ValueError("a face of an outline has no seed within reach")
    return joined
