"""The cell tree of this process. A few thousand rows, read once and again when the log tells of new boundaries."""

import threading

from safegrid.domain.hierarchy import Cell, CellTree

from .models import GridCell

_lock = threading.Lock()
_tree: CellTree | None = None


def tree() -> CellTree:
    """Return the tree, reading it if this process has none yet."""
    global _tree  # noqa: PLW0603 - the process's one copy
    with _lock:
        if _tree is None or not _tree.cells:
            _tree = _read()
        return _tree


def forget() -> None:
    """Read the tree anew at the next use."""
    global _tree  # noqa: PLW0603 - the process's one copy
    with _lock:
        _tree = None


def _read() -> CellTree:
    rows = GridCell.objects.filter(retired_at=None).values_list("id", "code", "name", "level", "parent_id")
    return CellTree.of(Cell(id_, code, name, level, parent or 0) for id_, code, name, level, parent in rows)
