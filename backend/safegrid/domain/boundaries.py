"""Redrawing the ground without a crack: `apply(ground, edit)` gives other ground and the way back, or says why not.

Pure. After every edit the cells concerned are still an exact coverage: no overlap, no gap, edges matched vertex for
vertex, the outline of the city where it was. A refusal leaves the ground as it is.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from .boundary_edits import (
    ChangeParent,
    Dissolve,
    Edit,
    InsertVertex,
    MarkExclave,
    Merge,
    MoveVertex,
    NewCell,
    Recode,
    RedrawEdge,
    RemoveVertex,
    Rename,
    Restore,
    Split,
    Transfer,
)
from .boundary_ground import GRID, Community, Ground
from .boundary_overlay import joined
from .boundary_redraw import new_cell, redraw_edge, split, transfer
from .boundary_vertices import insert_vertex, move_vertex, remove_vertex
from .refusals import Refusal

Changes = Mapping[int, Community | None]
"""Cell id to what it becomes; None = it is no more."""


@dataclass(frozen=True)
class Edited:
    """Other ground, the edit that leads back to the one before, and the cells that differ."""

    ground: Ground
    undo: Restore
    changed: frozenset[int]


def apply(ground: Ground, edit: Edit) -> Edited | Refusal:
    """Do one edit.

    Refusals: CELL_UNKNOWN, CELL_EXISTS, VERTEX_UNKNOWN, EDGE_UNKNOWN, VERTEX_NEEDED, OUTER_EDGE, SHAPE_CROSSES,
    SPLIT_NOT_TWO, SIDE_UNCLEAR, NOT_NEIGHBOURS, NOTHING_CHANGES.
    """
    missing = [i for i in _named(edit) if i not in ground.cells]
    if missing:
        return Refusal("CELL_UNKNOWN", (("cell", missing[0]),))
    changes = _DO[type(edit)](ground, edit)
    if isinstance(changes, Refusal):
        return changes
    real = {i: c for i, c in changes.items() if not same(ground.cells.get(i), c)}
    if not real:
        return Refusal("NOTHING_CHANGES")
    after = ground.with_cells(real)
    wrong = None if isinstance(edit, Restore) else _broken(ground, after, frozenset(real), edit)
    undo = Restore(tuple((i, ground.cells.get(i)) for i in sorted(real)))
    return wrong or Edited(after, undo, frozenset(real))


def same(before: Community | None, after: Community | None) -> bool:
    """Whether nothing about a cell changed; where its rings begin does not matter."""
    if before is None or after is None:
        return before is after
    if before != replace(after, shape=before.shape):
        return False
    left, right = shapely.normalize(before.shape), shapely.normalize(after.shape)
    return bool(shapely.equals_exact(left, right, tolerance=0))


def _named(edit: Edit) -> tuple[int, ...]:
    match edit:
        case RedrawEdge(left, right, _):
            return (left, right)
        case (
            Split(cell=cell) | Dissolve(cell) | ChangeParent(cell, _) | Rename(cell, _) | MarkExclave(cell, _)
        ):
            return (cell,)
        case Transfer(source, target, _, _):
            return (source, target)
        case Merge(into, cells):
            return (into, *cells)
        case Recode(codes):
            return tuple(cell for cell, _ in codes)
        case _:
            return ()


def _merge(ground: Ground, edit: Merge) -> Changes | Refusal:
    gone = [i for i in edit.cells if i != edit.into]
    cell = ground.cells[edit.into]
    shape = joined([cell.shape, *ground.shapes(gone)])
    return {edit.into: replace(cell, shape=shape), **dict.fromkeys(gone)}


def _dissolve(ground: Ground, edit: Dissolve) -> Changes | Refusal:
    shape = ground.cells[edit.cell].shape
    beside = [i for i in ground.near(shape) if i != edit.cell]
    edges = shapely.length(shapely.intersection(shapely.boundary(ground.shapes(beside)), shape))
    if not beside or edges.max() <= 0:
        return Refusal("NOT_NEIGHBOURS")
    return _merge(ground, Merge(beside[int(np.argmax(edges))], (edit.cell,)))


def _change_parent(ground: Ground, edit: ChangeParent) -> Changes | Refusal:
    return {edit.cell: replace(ground.cells[edit.cell], parent=edit.parent)}


def _rename(ground: Ground, edit: Rename) -> Changes | Refusal:
    return {edit.cell: replace(ground.cells[edit.cell], name=edit.name)}


def _mark_exclave(ground: Ground, edit: MarkExclave) -> Changes | Refusal:
    return {edit.cell: replace(ground.cells[edit.cell], exclave=edit.on)}


def _recode(ground: Ground, edit: Recode) -> Changes | Refusal:
    return {cell: replace(ground.cells[cell], code=code) for cell, code in edit.codes}


def _restore(ground: Ground, edit: Restore) -> Changes | Refusal:
    return dict(edit.cells)


_DO: Mapping[type, Callable[[Ground, Any], Changes | Refusal]] = {
    MoveVertex: move_vertex,
    InsertVertex: insert_vertex,
    RemoveVertex: remove_vertex,
    RedrawEdge: redraw_edge,
    Split: split,
    Transfer: transfer,
    Merge: _merge,
    Dissolve: _dissolve,
    NewCell: new_cell,
    ChangeParent: _change_parent,
    Rename: _rename,
    MarkExclave: _mark_exclave,
    Recode: _recode,
    Restore: _restore,
}


def _broken(before: Ground, after: Ground, changed: frozenset[int], edit: Edit) -> Refusal | None:
    """Look at the cells that differ and at all around them."""
    shapes = after.shapes(i for i in changed if i in after.cells)
    if not bool(np.all(shapely.is_valid(shapes) & ~shapely.is_empty(shapes))):
        return Refusal("SHAPE_CROSSES")
    if not _joined_up(after, shapes):
        return Refusal("SHAPE_CROSSES")
    return None if _keeps_outline(before, after, changed, edit) else Refusal("OUTER_EDGE")


def holds_together(ground: Ground, changed: Iterable[int]) -> bool:
    """Whether cells that were put back, and all around them, are an exact coverage; a `Restore` does not ask."""
    shapes = ground.shapes(i for i in changed if i in ground.cells)
    return bool(np.all(shapely.is_valid(shapes))) and _joined_up(ground, shapes)


def _joined_up(ground: Ground, shapes: Iterable[BaseGeometry]) -> bool:
    around = {i for shape in shapes for i in ground.near(shape)}
    return bool(shapely.coverage_is_valid(ground.shapes(sorted(around))))


def _keeps_outline(before: Ground, after: Ground, changed: frozenset[int], edit: Edit) -> bool:
    """Whether the cells cover together what they covered; only a new cell may take ground that nobody had."""
    old = _area(before, changed)
    new = _area(after, changed)
    rounding = GRID * sum(c.shape.length for i in changed if (c := after.cells.get(i)) is not None)
    return new >= old - rounding if isinstance(edit, NewCell) else abs(new - old) <= rounding


def _area(ground: Ground, ids: frozenset[int]) -> float:
    shapes: list[BaseGeometry] = [c.shape for i in ids if (c := ground.cells.get(i)) is not None]
    return float(sum(shape.area for shape in shapes))
