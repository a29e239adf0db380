"""A file of boundaries taken into a draft: first a look at what it would change, then one step of the history."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import shapely
from shapely.geometry.base import BaseGeometry

from safegrid.domain.boundary_codes import check_code, next_code
from safegrid.domain.boundary_draft import Draft, replaced
from safegrid.domain.boundary_draft_json import import_to_plain
from safegrid.domain.boundary_ground import Community, Ground
from safegrid.domain.boundary_import import TakenIn, take_in
from safegrid.domain.hierarchy import TOWNSHIP
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Verb
from safegrid.store.access import Viewer
from safegrid.store.celltree import tree
from safegrid.store.models import BoundaryPlan
from safegrid.store.queries.plans import codes_given, draft_of, new_cell_id, townships_of

from .layer_rows import RowRefusal
from .plan_files import OutlineRow
from .plan_rows import Stepped, check_version, locked_plan, touch, write
from .plans import record
from .transaction import Refused, unit_of_work

TOWNSHIP_DIGITS = 9


@dataclass(frozen=True)
class Looked:
    """What a file would change, the draft's cells by then, and rows that are left out."""

    taken: TakenIn
    ground: Ground
    refused: tuple[RowRefusal, ...]


@dataclass(frozen=True)
class Imported:
    looked: Looked
    stepped: Stepped


def look(plan: BoundaryPlan, rows: Sequence[OutlineRow]) -> Looked | Refusal:
    """See what a file would change. Refusals: IMPORT_NO_ROWS, and those of `boundary_import.take_in`."""
    draft, townships = draft_of(plan), townships_of(plan.parents)
    outlines, refused = _Matching(draft, townships).of(rows)
    if not outlines:
        return Refusal("IMPORT_NO_ROWS")
    taken = take_in(draft.ground, outlines, townships)
    if isinstance(taken, Refusal):
        return taken
    return Looked(taken, draft.ground.with_cells(dict(taken.cells)), tuple(refused))


def take(
    viewer: Viewer, plan_id: int, seen: int, file: str, rows: Sequence[OutlineRow]
) -> Imported | Refusal:
    """Take a file into a draft. Refusals: as `look`, and as `plans.edit`."""
    try:
        with unit_of_work(viewer.key, "plan.import"):
            plan = locked_plan(viewer, plan_id, Verb.DRAW_PLAN)
            check_version(plan, seen)
            looked = look(plan, rows)
            if isinstance(looked, Refusal):
                return looked
            done = replaced(draft_of(plan), looked.taken.cells)
            plan.edits.filter(undone=True).delete()
            touch(plan, viewer.person)
            entry = record(plan, viewer.person, import_to_plain(looked.taken.cells), done, {"a": file[:80]})
            write(plan, done.draft, done.there)
            return Imported(looked, Stepped(plan, done.draft, done.there, entry))
    except Refused as refused:
        return refused.refusal


class _Matching:
    """Which cell each row of a file means: by its code, else by a name that only one cell has, else a new one."""

    def __init__(self, draft: Draft, townships: frozenset[int]) -> None:
        self._ground, self._townships = draft.ground, townships
        self._mine = {c.id: c for c in draft.ground.cells.values() if c.parent in townships}
        self._by_code = {c.code: c for c in draft.ground.cells.values()}
        named = Counter(c.name for c in self._mine.values())
        self._by_name = {c.name: c for c in self._mine.values() if named[c.name] == 1}
        self._used = {*codes_given(), *self._by_code}
        self._divisions = {c.code[:TOWNSHIP_DIGITS] for c in tree().cells.values() if c.level == TOWNSHIP}

    def of(self, rows: Iterable[OutlineRow]) -> tuple[list[Community], list[RowRefusal]]:
        """Outlines in the order of the rows; rows of the same cell are its parts."""
        parts: dict[int, list[BaseGeometry]] = defaultdict(list)
        cells: dict[int, Community] = {}
        refused: list[RowRefusal] = []
        for row in rows:
            cell = self._cell(row)
            if isinstance(cell, Refusal):
                refused.append(RowRefusal(row.row, row.name or row.code, cell))
                continue
            cells.setdefault(cell.id, cell)
            parts[cell.id].append(row.shape)
        outlines = [replace(cell, shape=shapely.union_all(parts[i])) for i, cell in cells.items()]
        return outlines, refused

    def _cell(self, row: OutlineRow) -> Community | Refusal:
        known = self._by_code.get(row.code) if row.code else self._by_name.get(row.name)
        if known is None:
            return self._made(row)
        if known.id not in self._mine:
            return Refusal("IMPORT_OTHER_GROUND", (("code", row.code),))
        return replace(known, name=row.name or known.name)

    def _made(self, row: OutlineRow) -> Community | Refusal:
        if not row.name:
            return Refusal("IMPORT_NO_NAME")
        parent = self._parent(row)
        if parent == 0:
            return Refusal("IMPORT_OUTSIDE")
        township = tree().cells[parent]
        zone = row.code[:TOWNSHIP_DIGITS] not in self._divisions
        own = zone or row.code.startswith(township.code[:TOWNSHIP_DIGITS])
        fits = own and check_code(row.code, township.code[:4].ljust(12, "0"), self._used) is None
        siblings = sorted(c.code for c in self._mine.values() if c.parent == parent)
        code = (
            row.code
            if fits
            else next_code(township.code, siblings[0] if siblings else township.code, self._used)
        )
        if isinstance(code, Refusal):
            return code
        made = Community(new_cell_id(), code, row.name, parent, row.shape)
        self._used.add(code)
        self._by_code[code] = self._by_code[row.code or code] = made
        self._mine[made.id] = made
        return made

    def _parent(self, row: OutlineRow) -> int:
        """The township that the code names, else the one whose ground the outline takes most of; 0 = none of the plan's."""
        wanted = {tree().cells[t].code[:TOWNSHIP_DIGITS]: t for t in self._townships}
        if row.code[:TOWNSHIP_DIGITS] in wanted:
            return wanted[row.code[:TOWNSHIP_DIGITS]]
        shares: defaultdict[int, float] = defaultdict(float)
        for i in self._ground.near(row.shape):
            if i in self._mine:
                common = shapely.area(shapely.intersection(self._ground.cells[i].shape, row.shape))
                shares[self._ground.cells[i].parent] += float(common)
        best = max(shares, key=lambda t: (shares[t], -t), default=0)
        return best if shares.get(best, 0.0) > 0 else 0
