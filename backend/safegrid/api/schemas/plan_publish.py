"""Publishing boundary plans, and what follows from it."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from .common import Moment, Ref, Text
from .plans import PlanBrief, PlanOut, SeenIn

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z_]{1,24}$")]


class PublishIn(SeenIn):
    """`accepted`: warnings that were taken note of; `effective_at`: when it is to take force, null = now."""

    accepted: Annotated[list[Code], Field(max_length=50, default_factory=list)]
    effective_at: Moment | None = None


class MovedOut(Schema):
    """Objects that have another owner."""

    point: int = 0
    unit: int = 0
    hazard: int = 0
    alarm: int = 0
    feature: int = 0


class PublishedOut(Schema):
    """`version`: of the boundaries in force, null for a plan that waits for its time."""

    plan: PlanBrief
    version: int | None
    moved: MovedOut
    takeovers: int


class LostOut(Schema):
    """A step that does not apply to the new ground and was left out."""

    n: int
    label: Text
    code: str
    why: Text


class VersionOut(Schema):
    version: int
    name: str
    at: datetime


class RebasedOut(Schema):
    plan: PlanOut
    kept: int
    lost: list[LostOut]
    between: list[VersionOut]


class TakenHazard(Schema):
    id: int
    number: str
    title: str
    state: str
    major: bool
    overdue: int


class TakeoverOut(Schema):
    """An open hazard that came with new ground; `accepted_by` null = waits for somebody who answers there."""

    id: int
    hazard: TakenHazard
    source: Ref | None
    target: Ref | None
    plan: Ref
    at: datetime
    accepted_by: Ref | None
    accepted_at: datetime | None


class TakeoverList(Schema):
    takeovers: list[TakeoverOut]
