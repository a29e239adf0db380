"""四查: clocks of cells, and the surveys on record."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from .common import Ref
from .field import FieldStamp, StampOut

MOST_PHOTOS = 20
LONGEST_NOTE = 2_000


class LatestSurvey(Schema):
    """`at`: the day in China; `person` is empty for a cell whose panel is not open to the viewer."""

    at: date
    person: Ref | None


class SurveyClockOut(Schema):
    """How a cell stands today. `first`, `last`: days of the running period; `missed`: periods that ended without one."""

    cell: int
    cell_name: str
    level: int
    cadence: str = Field(description="day, week, month, quarter or year, by the rule pack")
    state: Literal["due", "done", "overdue", "exempt"]
    why: Literal["SURVEYED", "WAITING", "MISSED", "DAYS_OFF", "NOT_BEGUN"]
    first: date
    last: date
    missed: int
    latest: LatestSurvey | None
    mine: bool = Field(description="the viewer may record it")


class SurveyOut(StampOut):
    """A survey on record. `counts`: it is the one of its period."""

    id: int
    day: date
    first: date
    last: date
    counts: bool
    person: Ref
    note: str
    photos: list[str]


class SurveyList(Schema):
    clocks: list[SurveyClockOut]
    surveys: list[SurveyOut]


class MySurveys(Schema):
    clocks: list[SurveyClockOut]


class SurveyIn(FieldStamp):
    cell: int = Field(ge=1, le=2**63 - 1)
    note: str = Field(default="", max_length=LONGEST_NOTE)
    photos: Annotated[list[UUID], Field(max_length=MOST_PHOTOS, default_factory=list)]


class SurveyMade(Schema):
    """`clock` is null for a cell that is no more."""

    id: int
    counts: bool
    clock: SurveyClockOut | None
