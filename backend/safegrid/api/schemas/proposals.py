"""What the field proposes of units, and reports of illegal operations."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from .common import CellRef, DepartmentOut, Ref
from .field import FieldStamp, StampOut

MOST_PHOTOS = 20
LONGEST = 2_000
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Degrees = Annotated[float, Field(ge=-180, le=180)]
Photos = Annotated[list[UUID], Field(max_length=MOST_PHOTOS, default_factory=list)]


class ProposalIn(FieldStamp):
    """`fields`: name, address, uscc, industry (code), type, affiliation, head, phone, workers, scope."""

    kind: Literal["new", "correct", "close"]
    unit: Id | None = None
    fields: Annotated[dict[str, str | int | None], Field(max_length=20, default_factory=dict)]
    lon: Degrees | None = None
    lat: Degrees | None = None
    reason: str = Field(default="", max_length=LONGEST)
    photos: Photos


class ChangeOut(Schema):
    """A field as it was when the proposal was made, as it is now, and as it is to be; null: nothing."""

    field: str
    was: str | None
    now: str | None
    to: str


class ProposalOut(StampOut):
    """`departments`: of a new unit, those that will answer for it if it is accepted, by its industry (G7)."""

    id: int
    kind: Annotated[str, Field(json_schema_extra={"enum": ["new", "correct", "close"]})]
    state: Annotated[str, Field(json_schema_extra={"enum": ["waiting", "accepted", "rejected"]})]
    entered_by: Annotated[str, Field(json_schema_extra={"enum": ["town", "department"]})]
    unit: Ref | None
    name: str
    cell: CellRef | None
    lon: float | None
    lat: float | None
    changes: list[ChangeOut]
    reason: str
    photos: list[str]
    person: Ref
    by_unit: bool = Field(description="the unit's own people said it")
    decided_by: Ref | None
    decided_at: datetime | None
    answer: str
    may_decide: bool
    departments: list[DepartmentOut]


class ProposalList(Schema):
    proposals: list[ProposalOut]


class DecisionIn(Schema):
    yes: bool
    reason: str = Field(default="", max_length=LONGEST)


class IllegalIn(FieldStamp):
    text: str = Field(min_length=1, max_length=LONGEST)
    lon: Degrees
    lat: Degrees
    unit: Id | None = None
    photos: Photos


class IllegalOut(StampOut):
    id: int
    text: str
    state: Annotated[str, Field(json_schema_extra={"enum": ["open", "handled"]})]
    lon: float
    lat: float
    cell: CellRef | None
    unit: Ref | None
    photos: list[str]
    person: Ref
    result: Annotated[str, Field(json_schema_extra={"enum": ["", "confirmed", "unfounded", "referred"]})]
    words: str
    handled_by: Ref | None
    handled_at: datetime | None
    may_handle: bool


class IllegalList(Schema):
    reports: list[IllegalOut]


class HandledIn(Schema):
    result: Literal["confirmed", "unfounded", "referred"]
    words: str = Field(min_length=1, max_length=LONGEST)
