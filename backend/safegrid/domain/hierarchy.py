"""The tree of grid cells (G1): city 1, county 2, township 3, community 4. Immutable; a change makes a new tree."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

CITY, COUNTY, TOWNSHIP, COMMUNITY = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's identity. `parent` is 0 for a root; `code` is the 12-digit division code or a 15-digit grid code."""

    id: int
    code: str
    name: str
    level: int
    parent: int


@dataclass(frozen=True)
class CellTree:
    """All cells by id, with the questions that scopes, panels and sums ask."""

    cells: Mapping[int, Cell]

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> "CellTree":
        return cls(MappingProxyType({cell.id: cell for cell in cells}))

    @cached_property
    def children(self) -> Mapping[int, tuple[int, ...]]:
        """Direct children of each cell, by code."""
        found: dict[int, list[int]] = {}
        for cell in sorted(self.cells.values(), key=lambda c: c.code):
            found.setdefault(cell.parent, []).append(cell.id)
        return MappingProxyType({parent: tuple(ids) for parent, ids in found.items()})

    @cached_property
    def roots(self) -> frozenset[int]:
        return frozenset(cell.id for cell in self.cells.values() if cell.parent not in self.cells)

    def path(self, cell_id: int) -> tuple[Cell, ...]:
        """The cell with all above it, highest first; empty if it is unknown."""
        found: list[Cell] = []
        cell = self.cells.get(cell_id)
        while cell is not None:
            found.append(cell)
            cell = self.cells.get(cell.parent)
        return tuple(reversed(found))

    def at_level(self, cell_id: int, level: int) -> Cell | None:
        """The cell itself or the one above it that is of `level`."""
        return next((cell for cell in self.path(cell_id) if cell.level == level), None)

    def within(self, cell_id: int, above: int) -> bool:
        """Whether `above` is the cell itself or lies above it."""
        return any(cell.id == above for cell in self.path(cell_id))

    def walk(self, cell_id: int) -> Iterator[Cell]:
        """The cell and everything below it, depth first."""
        cell = self.cells.get(cell_id)
        if cell is None:
            return
        yield cell
        for child in self.children.get(cell_id, ()):
            yield from self.walk(child)

    def communities(self, cell_id: int) -> frozenset[int]:
        """Communities at or below a cell."""
        return frozenset(cell.id for cell in self.walk(cell_id) if cell.level == COMMUNITY)
