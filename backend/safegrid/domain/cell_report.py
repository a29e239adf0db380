"""Figures per cell of a period: units and points on record at its end, hazards on the books during it.

Whose figures they are is a question of the ground: every object counts where its place lies on the ground that is given,
the one of the time or today's, whoever owns it now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .boundary_ground import Ground
from .drawn import SETTLED
from .hazard_types import State
from .hierarchy import COMMUNITY
from .ownership import UNOWNED, OwnerIndex

GroundOf = Literal["then", "now"]
COLUMNS: tuple[str, ...] = (
    "units",
    # risk points by base level
    *("b1", "b2", "b3", "b4", "b0"),
    # hazards that came in during the period and were true, and the major ones of them
    *("found", "found_major"),
    # hazards on the books during the period, by their state at its end
    *(state.value for state in State),
)
INDEX: Mapping[str, int] = {name: i for i, name in enumerate(COLUMNS)}
OPEN = tuple(INDEX[state.value] for state in State if state.value not in SETTLED)
"""Columns of hazards that were not settled at the end of the period."""


@dataclass(frozen=True)
class Counted:
    """Places in degrees, each of which counts once in a column."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    column: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Line:
    """Figures of a cell in the order of `COLUMNS`. `cell` 0: ground that nobody owns."""

    cell: int
    figures: tuple[int, ...]

    def __getitem__(self, column: str) -> int:
        return self.figures[INDEX[column]]

    @property
    def open(self) -> int:
        """Hazards that were not settled at the end of the period."""
        return sum(self.figures[i] for i in OPEN)


def by_community(ground: Ground, counted: Iterable[Counted]) -> dict[int, NDArray[np.int64]]:
    """Figures of every community of the ground, and of unowned ground."""
    index = OwnerIndex.of([(i, c.code, c.shape) for i, c in ground.cells.items()])
    cells = np.append(index.cells, UNOWNED)
    row_of = np.argsort(cells)
    figures = np.zeros((len(cells), len(COLUMNS)), dtype=np.int64)
    for part in counted:
        owners = index.owners(part.lon, part.lat)
        rows = row_of[np.searchsorted(cells, owners, sorter=row_of)]
        np.add.at(figures, (rows, part.column), 1)
    return dict(zip(cells.tolist(), figures, strict=True))


def lines(
    ground: Ground,
    figures: Mapping[int, NDArray[np.int64]],
    above: Mapping[int, Sequence[int]],
    level: int,
) -> list[Line]:
    """Sum communities up to cells of a level (2-4). `above`: township to its path, city … township."""
    found: dict[int, NDArray[np.int64]] = {}
    for community, row in figures.items():
        cell = community
        if community != UNOWNED and level != COMMUNITY:
            cell = above[ground.cells[community].parent][level - 1]
        found[cell] = found[cell] + row if cell in found else row
    return [Line(cell, tuple(row.tolist())) for cell, row in found.items()]


def total(of: Iterable[Line]) -> Line:
    """Sum of some lines."""
    rows = [line.figures for line in of]
    return Line(UNOWNED, tuple(sum(column) for column in zip(*rows, strict=True)) or (0,) * len(COLUMNS))
