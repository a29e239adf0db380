"""Spreading seeds over a shape: random samples, then a weighted Lloyd relaxation so that cells come out rounded.

All coordinates here are planar: degrees with longitude shrunk by the cosine of the latitude, so that distances agree.
"""

from collections.abc import Callable

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Points = NDArray[np.float64]
"""Shape (n, 2): x, y."""
Weigh = Callable[[Points], NDArray[np.float64]]

KM = 1 / 111.32
"""One kilometre in planar degrees."""


def scatter(shape: BaseGeometry, count: int, rng: np.random.Generator) -> Points:
    """Draw `count` points evenly inside a shape."""
    west, south, east, north = shape.bounds
    shapely.prepare(shape)
    found = np.empty((0, 2))
    while len(found) < count:
        tries = rng.uniform((west, south), (east, north), (4 * count + 64, 2))
        found = np.concatenate([found, tries[shapely.contains_xy(shape, tries)]])
    return found[:count]


def nearest(seeds: Points, points: Points) -> NDArray[np.int64]:
    """Index of the nearest seed for each point."""
    tree = shapely.STRtree(np.asarray(shapely.points(seeds)))
    return np.asarray(tree.nearest(shapely.points(points)), dtype=np.int64)


def pick(
    points: Points, weights: NDArray[np.float64], count: int, gap: float, rng: np.random.Generator
) -> Points:
    """Draw points by weight, each at least `gap` from the others; the gap gives way where there is no room."""
    order = rng.choice(len(points), size=np.count_nonzero(weights), replace=False, p=weights / weights.sum())
    while True:
        chosen: list[int] = []
        for i in order:
            if not chosen or np.hypot(*(points[chosen] - points[i]).T).min() >= gap:
                chosen.append(int(i))
                if len(chosen) == count:
                    return points[chosen]
        gap *= 0.8


def relax(
    seeds: Points,
    samples: Points,
    weights: NDArray[np.float64],
    rounds: int,
    fixed: NDArray[np.bool_] | None = None,
) -> Points:
    """Move each seed to the weighted centre of its samples, `rounds` times; fixed seeds stay."""
    for _ in range(rounds):
        owner = nearest(seeds, samples)
        mass = np.bincount(owner, weights, len(seeds))
        centre = (
            np.column_stack([np.bincount(owner, weights * samples[:, axis], len(seeds)) for axis in (0, 1)])
            / np.maximum(mass, 1e-300)[:, None]
        )
        stays = mass == 0 if fixed is None else fixed | (mass == 0)
        seeds = np.where(stays[:, None], seeds, centre)
    return seeds


def bump(centre: Points, reach: float) -> Weigh:
    """Weigh points by nearness to any of the centres: 1 at a centre, fading over `reach`."""

    def weigh(points: Points) -> NDArray[np.float64]:
        gaps = np.hypot(points[:, None, 0] - centre[None, :, 0], points[:, None, 1] - centre[None, :, 1])
        return np.asarray(np.exp(-((gaps.min(axis=1) / reach) ** 2)))

    return weigh
