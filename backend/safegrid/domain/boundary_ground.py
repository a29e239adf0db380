"""The ground that a plan draws on: communities as an exact coverage that is never changed, only replaced.

Coordinates are degrees (EPSG:4326) on a lattice of 1e-7 (about a centimetre), each always the same float, so that a
vertex shared by neighbours is found by equality.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

DECIMALS = 7
GRID = 10.0**-DECIMALS
Place = tuple[float, float]
"""Longitude and latitude in degrees."""


@dataclass(frozen=True, slots=True)
class Community:
    """A community of a draft. `parent`: cell id of its township; `exclave` 飞地: its parts may lie apart."""

    id: int
    code: str
    name: str
    parent: int
    shape: BaseGeometry
    exclave: bool = False


@dataclass(frozen=True)
class Ground:
    """Communities by cell id."""

    cells: Mapping[int, Community]

    @classmethod
    def of(cls, communities: Iterable[Community]) -> "Ground":
        """Take communities, their coordinates brought to the lattice."""
        return cls({c.id: replace(c, shape=snapped(c.shape)) for c in communities})

    @cached_property
    def _order(self) -> list[int]:
        return list(self.cells)

    @cached_property
    def _tree(self) -> STRtree:
        return STRtree([self.cells[i].shape for i in self._order])

    def near(self, shape: BaseGeometry) -> list[int]:
        """Ids of the cells that a shape touches, or comes within two steps of the lattice to."""
        found = self._tree.query(shape, predicate="dwithin", distance=2 * GRID)
        return sorted(self._order[i] for i in found)

    def shapes(self, ids: Iterable[int]) -> NDArray[np.object_]:
        """Shapes of cells in the order of the ids."""
        return np.array([self.cells[i].shape for i in ids], dtype=object)

    def with_cells(self, changed: Mapping[int, Community | None]) -> "Ground":
        """The ground with some cells replaced, added, or taken away (None)."""
        cells = {**self.cells, **changed}
        return Ground({i: cell for i, cell in cells.items() if cell is not None})


def snapped(shape: BaseGeometry) -> BaseGeometry:
    """Bring coordinates to the lattice, each number to the one float that stands for it."""
    found: BaseGeometry = shapely.transform(shape, lambda xy: np.round(xy, DECIMALS))
    return found


def place(at: Place) -> Place:
    """Bring a place to the lattice."""
    return (round(at[0], DECIMALS), round(at[1], DECIMALS))
