"""Boundary plans: what is asked and answered. Coordinates are degrees (EPSG:4326) on a lattice of 1e-7."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from .common import CellRef, Json, Ref, Text

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Seen = Annotated[int, Field(ge=1, le=2**31 - 1, description="version of the plan that the caller saw")]
CellId = Annotated[int, Field(ge=1, le=2**63 - 1)]
Status = Annotated[str, Field(json_schema_extra={"enum": ["draft", "scheduled", "published", "abandoned"]})]
Can = Literal["edit", "publish", "approve", "abandon", "unschedule", "rebase", "revert"]


class PlanIn(Schema):
    """`parents`: townships, counties or the city below which communities may be drawn."""

    name: Name
    note: Note = ""
    parents: Annotated[list[CellId], Field(min_length=1, max_length=200)]


class PlanNameIn(Schema):
    name: Name
    note: Note = ""


class SeenIn(Schema):
    v: Seen


class StepIn(SeenIn):
    """`edit`: `do` names the step, the other fields are its own."""

    edit: Json


class Approval(Schema):
    """`by`: who approved the plan as it is now; any further step voids it."""

    needed: bool
    by: Ref | None
    at: datetime | None


class PlanBrief(Schema):
    """`base`: boundary version it was drawn on; `stopped`: why a scheduled one fell back to a draft."""

    id: int
    name: str
    note: str
    status: Status
    v: int
    base: int
    base_moved: bool
    parents: list[CellRef]
    edits: int
    author: Ref
    created_at: datetime
    changed_at: datetime
    changed_by: Ref
    effective_at: datetime | None
    published: int | None
    published_at: datetime | None
    reverts: int | None
    stopped: Text | None
    approval: Approval


class PlanList(Schema):
    plans: list[PlanBrief]
    may_draw: bool


class Entry(Schema):
    """A step of the history; the undone ones at its end are what may be redone."""

    n: int
    at: datetime
    by: Ref
    do: str
    label: Text
    cells: list[int]
    undone: bool


class Assigned(Schema):
    """Who is to hold the posts of a community once the plan is published."""

    cell: int
    leaders: list[Ref]
    officers: list[Ref]
    inspectors: list[Ref]


class PlanOut(PlanBrief):
    history: list[Entry]
    assigned: list[Assigned]
    can: list[Can]
    can_undo: bool
    can_redo: bool


class GroundCell(Schema):
    """A community of a draft. `mine`: below the plan's parents; `v`: plan version of its last change, 0 = as on the base.

    Neighbours out of the viewer's sight come as outlines without name and code.
    """

    id: int
    code: str
    name: str
    parent: int
    parent_name: str
    exclave: bool
    mine: bool
    changed: bool
    v: int
    shape: Json


class GroundOut(Schema):
    v: int
    base: int
    cells: list[GroundCell]
    gone: list[int]


class SteppedOut(Schema):
    """`cells`: those that differ from before the step; `gone`: those that are no more."""

    v: int
    cells: list[GroundCell]
    gone: list[int]
    entry: Entry | None
    assigned: list[Assigned]
    can_undo: bool
    can_redo: bool


class ProblemOut(Schema):
    code: str
    severity: Literal["error", "warning"]
    text: Text
    cells: list[int]
    params: dict[str, str | int]
    where: Json


class ProblemsOut(Schema):
    v: int
    errors: int
    warnings: int
    problems: list[ProblemOut]
