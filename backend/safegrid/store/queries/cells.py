"""Cells as panels show them: counts, index and colour of a cell and of its children."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from safegrid.domain import counts
from safegrid.domain.cells import CellLevel, community_level, parent_level
from safegrid.domain.hierarchy import COMMUNITY, Cell
from safegrid.domain.pack_model import CellRules
from safegrid.domain.terms import term
from safegrid.store.celltree import tree
from safegrid.store.models import CellBoundary, CellCount

Counts = Mapping[int, Mapping[str, int]]
"""Community id to named counts; a community without a row has none."""


@dataclass(frozen=True)
class Rated:
    """A cell with its index and colour."""

    cell: Cell
    level: CellLevel


def counts_of(communities: Iterable[int]) -> dict[int, dict[str, int]]:
    """Read the counts of communities (0 = unowned ground). One query."""
    rows = CellCount.objects.filter(cell_id__in=list(communities)).values_list("cell_id", "n")
    return {cell: counts.from_row(n) for cell, n in rows}


def with_below(cell_id: int) -> list[int]:
    """The cell and all cells below it."""
    found = [cell_id]
    for above in found:
        found.extend(tree().children.get(above, ()))
    return found


def total(of: Counts) -> dict[str, int]:
    """Sum the counts of several communities."""
    return {column: sum(row[column] for row in of.values()) for column in counts.COLUMNS}


def cell_known(cell_id: int) -> Cell | None:
    """A cell of the tree; 0 is the ground that no cell owns, shown like a community."""
    if cell_id == counts.UNOWNED:
        return Cell(counts.UNOWNED, "", term("ground", "unowned").zh, COMMUNITY)
    return tree().cells.get(cell_id)


def communities_in(cell_id: int) -> frozenset[int]:
    """Communities whose counts a cell sums up; unowned ground has its own."""
    return frozenset({counts.UNOWNED}) if cell_id == counts.UNOWNED else tree().communities(cell_id)


def rate_cell(cell_id: int, known: Counts, rules: CellRules) -> CellLevel:
    """Index and colour of a cell of any level from its communities' counts (domain rules §3)."""
    return rate_from(cell_id, known, rate_children(cell_id, known, rules), rules)


def rate_from(cell_id: int, known: Counts, children: Sequence[Rated], rules: CellRules) -> CellLevel:
    """The same, where the cells directly below have been rated already."""
    if cell_id == counts.UNOWNED or tree().cells[cell_id].level == COMMUNITY:
        return community_level(known.get(cell_id, {}), rules)
    return parent_level(tree().cells[cell_id].level, [child.level for child in children], rules)


def rate_children(cell_id: int, known: Counts, rules: CellRules) -> list[Rated]:
    """Rate the cells directly below a cell, in the order of their codes."""
    # The tree's roots hang under 0, which here is the ground that nobody owns: nothing is below that.
    below = tree().children.get(cell_id, ()) if cell_id != counts.UNOWNED else ()
    return [Rated(tree().cells[child], rate_cell(child, known, rules)) for child in below]


def boundary_of(cell_id: int) -> CellBoundary | None:
    """The cell's boundary in force, with its version; None for a cell that has none (a code without an outline)."""
    rows = CellBoundary.objects.filter(cell_id=cell_id, valid_during__endswith=None)
    return rows.select_related("version").defer("geom").first()
