"""What a step needs beyond what the planner said: an id and a code for a new cell, and names for the history."""

from collections.abc import Mapping
from typing import Any

from safegrid.domain.boundary_codes import TOWNSHIP_DIGITS, check_code, next_code, renumbered
from safegrid.domain.boundary_draft import Assign, Draft
from safegrid.domain.boundary_edits import (
    ChangeParent,
    Dissolve,
    Edit,
    MarkExclave,
    Merge,
    NewCell,
    Recode,
    RedrawEdge,
    Rename,
    Split,
    Transfer,
)
from safegrid.domain.hierarchy import CITY
from safegrid.domain.refusals import Refusal
from safegrid.store.celltree import tree
from safegrid.store.models import BoundaryPlan
from safegrid.store.queries.plans import codes_given, new_cell_id

Json = Mapping[str, Any]
MAKES = ("split", "new_cell")
ABOUT: Mapping[type, tuple[str, str]] = {
    RedrawEdge: ("left", "right"),
    Split: ("cell", "new"),
    Transfer: ("source", "target"),
    Merge: ("into", ""),
    NewCell: ("", "new"),
    ChangeParent: ("cell", "parent"),
    Dissolve: ("cell", ""),
    Rename: ("cell", ""),
    MarkExclave: ("cell", ""),
    Assign: ("cell", ""),
}
"""Fields of a step that name the cells `a` and `b` of its words."""


def completed(plan: BoundaryPlan, draft: Draft, asked: Json) -> Json | Refusal:
    """What was asked, with the id of a new cell, and its code unless the planner chose one; with the codes of a township.

    A chosen code may be that of a functional zone, which is not the township's. Refusals: CELL_UNKNOWN, OUTSIDE_PLAN,
    CODE_BAD, CODE_TAKEN, CODES_USED_UP, NOTHING_CHANGES.
    """
    if asked.get("do") == "recode":
        return _recoded(draft, _whole(asked.get("parent")))
    if asked.get("do") not in MAKES:
        return asked
    code = _chosen(plan, asked["code"]) if asked.get("code") else _code(plan, draft, asked)
    if isinstance(code, Refusal):
        return code
    return {**asked, "new": new_cell_id(), "code": code}


def _chosen(plan: BoundaryPlan, code: object) -> str | Refusal:
    city = next(cell.code for cell in tree().cells.values() if cell.level == CITY)
    return check_code(str(code).strip(), city, _used(plan)) or str(code).strip()


def _used(plan: BoundaryPlan) -> set[str]:
    """Every code that a cell has or had, and those that the plan has drawn."""
    return codes_given().keys() | set(plan.cells.exclude(code="").values_list("code", flat=True))


def _code(plan: BoundaryPlan, draft: Draft, asked: Json) -> str | Refusal:
    if asked["do"] == "split":
        cell = draft.ground.cells.get(_whole(asked.get("cell")))
        if cell is None:
            return Refusal("CELL_UNKNOWN", (("cell", _whole(asked.get("cell"))),))
        parent, like = cell.parent, cell.code
    else:
        parent = _whole(asked.get("parent"))
        siblings = sorted(c.code for c in draft.ground.cells.values() if c.parent == parent)
        like = siblings[0] if siblings else ""
    township = tree().cells.get(parent)
    if township is None:
        return Refusal("OUTSIDE_PLAN", (("cell", parent),))
    return next_code(township.code, like or township.code, _used(plan))


def _recoded(draft: Draft, parent: int) -> Json | Refusal:
    """Number the new cells of a township in reading order. Published ones keep their codes for good, and one that has the
    code of another division (a functional zone) keeps that.
    """
    township, given = tree().cells.get(parent), codes_given()
    if township is None:
        return Refusal("NOTHING_CHANGES")
    published, prefix = set(given.values()), township.code[:TOWNSHIP_DIGITS]
    here = (c for c in draft.ground.cells.values() if c.parent == parent and c.id not in published)
    new = {cell.id: cell for cell in here if cell.code.startswith(prefix)}
    if not new:
        return Refusal("NOTHING_CHANGES")
    others = {c.code for c in draft.ground.cells.values() if c.id not in new}
    shapes = {i: cell.shape for i, cell in new.items()}
    codes = renumbered(township.code, shapes, others | given.keys(), min(c.code for c in new.values()))
    if isinstance(codes, Refusal):
        return codes
    return {"do": "recode", "codes": [[cell, code] for cell, code in codes.items()]}


def _whole(raw: object) -> int:
    return raw if isinstance(raw, int) and not isinstance(raw, bool) else 0


def label_of(step: Edit | Assign, before: Draft, after: Draft) -> dict[str, str]:
    """Names `a` and `b` for the words of a step."""
    a, b = (getattr(step, field) if field else 0 for field in ABOUT.get(type(step), ("", "")))
    if isinstance(step, Recode):
        a = after.ground.cells[step.codes[0][0]].parent
    names = {"a": _name(before, a), "b": step.name if isinstance(step, Rename) else _name(after, b)}
    return {key: name for key, name in names.items() if name}


def _name(draft: Draft, cell: int) -> str:
    known = draft.ground.cells.get(cell) or tree().cells.get(cell)
    return known.name if known else ""
