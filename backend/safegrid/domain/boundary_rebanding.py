"""Shapes for zoom bands after a change of ground, from those before it: only what is near the change is looked at.

Simplifying a city takes the better part of a second, a change concerns a dozen communities. A shared edge between two
junctions is simplified by itself, so communities that are looked at with all around them come out as in the whole city;
where they do not (another edge stood in the way), the whole city is simplified.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from .boundary_bands import BANDS, all_levels
from .boundary_ground import Ground
from .boundary_problems import differing
from .coverage import Shapes, derive_parents, simplified

Bands = Mapping[int, Shapes]
"""Band to the shape of every cell of every level, degrees (EPSG:4326)."""
Parents = Mapping[int, int]
"""Cell to the cell above it."""


@dataclass(frozen=True)
class Rebanding:
    """A change of ground from `base` to `ground`. `were`, `are`: parents on either."""

    base: Ground
    ground: Ground
    were: Parents
    are: Parents

    @cached_property
    def changed(self) -> frozenset[int]:
        return differing(self.base, self.ground)

    @cached_property
    def beside(self) -> frozenset[int]:
        """What changed, and whatever touches it: an edge may have been simplified otherwise there."""
        return self._around(self.changed)

    def after(self, before: Bands) -> dict[int, Shapes]:
        """The bands of `ground`. `before`: those of `base`."""
        return {band: self._band(before[band], tolerance) for band, tolerance in enumerate(BANDS)}

    def _band(self, before: Shapes, tolerance: float) -> Shapes:
        communities = {i: cell.shape for i, cell in self.ground.cells.items()}
        if not tolerance:
            return self._replaced(before, {i: communities[i] for i in self.changed & communities.keys()})
        near = self._near(before, tolerance)
        if near is None:
            return all_levels(simplified(communities, tolerance), self.are)
        return self._replaced(before, near)

    def _near(self, before: Shapes, tolerance: float) -> Shapes | None:
        """Communities that are drawn otherwise now; None if they do not come out as in the whole city."""
        near = sorted(self._around(self.beside))
        old, new = (
            simplified({i: g.cells[i].shape for i in near if i in g.cells}, tolerance)
            for g in (self.base, self.ground)
        )
        others = {i: shape for i, shape in new.items() if _differs(old.get(i), shape)}
        known = [i for i in others if i in old]
        here, city = (np.array([shapes[i] for i in known], dtype=object) for shapes in (old, before))
        alike = bool(np.all(shapely.equals_exact(here, city, 0, normalize=True)))
        return others if alike and others.keys() <= self.beside else None

    def _around(self, cells: frozenset[int]) -> frozenset[int]:
        """Cells, and whatever touches them before or after."""
        grounds = (self.base, self.ground)
        shapes = [(g, g.cells[i].shape) for g in grounds for i in cells if i in g.cells]
        return cells.union(j for g, shape in shapes for j in g.near(shape))

    def _replaced(self, before: Shapes, communities: Shapes) -> Shapes:
        """The shapes before, with some communities replaced, and the cells above joined anew where it shows."""
        gone = self.changed - self.ground.cells.keys()
        now = {i: shape for i, shape in before.items() if i not in gone} | dict(communities)
        touched = self._above(self.changed.union(communities))
        while touched:
            joined = derive_parents({i: s for i, s in now.items() if self.are.get(i) in touched}, self.are)
            other = frozenset(i for i in touched if i not in joined or _differs(before.get(i), joined[i]))
            now = {i: s for i, s in now.items() if i not in other}
            now |= {i: s for i, s in joined.items() if i in other}
            touched = self._above(other)
        return now

    def _above(self, cells: frozenset[int]) -> frozenset[int]:
        return frozenset(parents[i] for i in cells for parents in (self.were, self.are) if parents.get(i))


def changes(before: Bands, after: Bands) -> Iterator[tuple[int, list[int]]]:
    """Of each band, the cells that are drawn otherwise than before, or were not there."""
    for band, shapes in after.items():
        was = before[band]
        # Most are the very same object, which is quicker to see than that two shapes are alike.
        yield (
            band,
            [i for i in sorted(shapes) if shapes[i] is not was.get(i) and _differs(was.get(i), shapes[i])],
        )


def _differs(before: BaseGeometry | None, after: BaseGeometry) -> bool:
    return before is None or not before.equals_exact(after, 0)
