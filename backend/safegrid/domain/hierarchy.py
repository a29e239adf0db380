"""The grid's levels and its tree (G1): city, county, township, community. The fifth level is the unit itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

CITY, COUNTY, TOWNSHIP, COMMUNITY = 1, 2, 3, 4
LEVELS = (CITY, COUNTY, TOWNSHIP, COMMUNITY)
_DIGITS = {CITY: 4, COUNTY: 6, TOWNSHIP: 9, COMMUNITY: 12}


def level_of_code(code: str) -> int:
    """Level of a 12-digit division code (2 province + 2 city + 2 county + 3 township + 3 community).

    Raises ValueError for anything else, and for a code above the city.
    """
    if len(code) != 12 or not code.isascii() or not code.isdigit():
        raise ValueError(f"a division code has 12 digits, not {code!r}")
    for level in reversed(LEVELS):
        below = _DIGITS[level - 1] if level > CITY else 2
        if code[below : _DIGITS[level]].strip("0"):
            return level
    raise ValueError(f"{code} is a province or the whole country, not a cell of the grid")


def parent_code(code: str) -> str | None:
    """Division code of the cell above, None above a city."""
    level = level_of_code(code)
    for above in range(level - 1, 0, -1):
        parent = code[: _DIGITS[above]].ljust(12, "0")
        if level_of_code(parent) == above:
            return parent
    return None


def is_below(code: str, ancestor: str) -> bool:
    """Whether a division lies in another, or is it, by their codes alone."""
    return code.startswith(ancestor[: _DIGITS[level_of_code(ancestor)]])


@dataclass(frozen=True, slots=True)
class Cell:
    """Identity of a grid cell. `parent`: id of the cell above, 0 = none."""

    id: int
    code: str
    name: str
    level: int
    parent: int = 0


@dataclass(frozen=True, slots=True)
class CellTree:
    """The cells of one city, never changed: a new tree replaces it when the log tells of new boundaries."""

    cells: Mapping[int, Cell]
    children: Mapping[int, tuple[int, ...]]
    by_code: Mapping[str, Cell]
    _communities: Mapping[int, frozenset[int]] = field(repr=False)

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> "CellTree":
        """Build the tree; children in the order of their codes. Raises ValueError for a parent of the wrong level."""
        known = {cell.id: cell for cell in cells}
        children: dict[int, list[Cell]] = {}
        for cell in known.values():
            above = known.get(cell.parent)
            if cell.parent and (above is None or above.level >= cell.level):
                raise ValueError(f"cell {cell.code} hangs under {cell.parent}, which is no cell above it")
            children.setdefault(cell.parent, []).append(cell)
        ordered = {
            parent: tuple(c.id for c in sorted(below, key=lambda c: c.code))
            for parent, below in children.items()
        }
        by_code = {cell.code: cell for cell in known.values()}
        communities = _communities_below(known)
        frozen = MappingProxyType
        return cls(frozen(known), frozen(ordered), frozen(by_code), frozen(communities))

    def path(self, cell_id: int) -> tuple[Cell, ...]:
        """Cells from the city down to the cell itself; () for a cell that is not in the tree."""
        found: list[Cell] = []
        cell = self.cells.get(cell_id)
        while cell is not None:
            found.append(cell)
            cell = self.cells.get(cell.parent)
        return tuple(reversed(found))

    def ancestors(self, cell_id: int) -> tuple[Cell, ...]:
        """Cells above, the city first."""
        return self.path(cell_id)[:-1]

    def at_level(self, cell_id: int, level: int) -> Cell | None:
        """The cell itself or the one above it that has the level."""
        return next((cell for cell in self.path(cell_id) if cell.level == level), None)

    def within(self, cell_id: int, ancestor: int) -> bool:
        """Whether a cell is another one or lies below it."""
        return any(cell.id == ancestor for cell in self.path(cell_id))

    def communities(self, cell_id: int) -> frozenset[int]:
        """Ids of the communities in a cell; a community has itself."""
        return self._communities.get(cell_id, frozenset())


def _communities_below(known: Mapping[int, Cell]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {cell_id: set() for cell_id in known}
    for cell in known.values():
        if cell.level != COMMUNITY:
            continue
        above: Cell | None = cell
        while above is not None:
            found[above.id].add(cell.id)
            above = known.get(above.parent)
    return {cell_id: frozenset(below) for cell_id, below in found.items()}
