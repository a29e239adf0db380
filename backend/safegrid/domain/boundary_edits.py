"""What a planner can do to the ground: one frozen value each, so that a plan is a list and a redo is the same again."""

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from .boundary_ground import Community, Place

Path = tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class MoveVertex:
    """Move a vertex in every cell that has it."""

    at: Place
    to: Place


@dataclass(frozen=True, slots=True)
class InsertVertex:
    """Put a vertex between two that follow each other, in every cell that has the edge."""

    start: Place
    end: Place
    at: Place


@dataclass(frozen=True, slots=True)
class RemoveVertex:
    """Take a vertex away from every cell that has it."""

    at: Place


@dataclass(frozen=True, slots=True)
class RedrawEdge:
    """Replace the edge that two cells share, from the path's first place to its last."""

    left: int
    right: int
    path: Path


@dataclass(frozen=True, slots=True)
class Split:
    """Cut a cell in two by a line; the part with the place `side` becomes the new cell."""

    cell: int
    line: Path
    side: Place
    new: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """Give the part of `source` beyond a line, the one with the place `side`, to a neighbour."""

    source: int
    target: int
    line: Path
    side: Place


@dataclass(frozen=True, slots=True)
class Merge:
    """Join cells to one, which stays."""

    into: int
    cells: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dissolve:
    """Take a cell away; the neighbour with the longest common edge gets its ground."""

    cell: int


@dataclass(frozen=True, slots=True)
class NewCell:
    """Carve a cell out of whatever lies there, unowned ground included (a functional zone keeps its division code)."""

    new: int
    code: str
    name: str
    parent: int
    outline: BaseGeometry


@dataclass(frozen=True, slots=True)
class ChangeParent:
    """Put a cell under another township."""

    cell: int
    parent: int


@dataclass(frozen=True, slots=True)
class Rename:
    """Give a cell another name."""

    cell: int
    name: str


@dataclass(frozen=True, slots=True)
class MarkExclave:
    """Say whether a cell's parts may lie apart (飞地)."""

    cell: int
    on: bool


@dataclass(frozen=True, slots=True)
class Recode:
    """Give cells that were not published yet other codes."""

    codes: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Restore:
    """Put cells back as they were (None: there was none); what undoes every other edit."""

    cells: tuple[tuple[int, Community | None], ...]


Edit = (
    MoveVertex
    | InsertVertex
    | RemoveVertex
    | RedrawEdge
    | Split
    | Transfer
    | Merge
    | Dissolve
    | NewCell
    | ChangeParent
    | Rename
    | MarkExclave
    | Recode
    | Restore
)
