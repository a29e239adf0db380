"""A day's visits, for nobody but who walks them."""

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from .common import Level


class DueOut(Schema):
    """In time from `since` to `until`, both included; `late`: days after that."""

    state: Literal["exempt", "done", "due", "overdue"]
    since: date
    until: date
    late: int


class VisitedUnit(Schema):
    id: int
    name: str
    address: str
    lon: float
    lat: float
    supervision: Level
    live: Level
    key: bool


class VisitOut(Schema):
    """`why`: codes of the terms group `visit_why`; `regime`: of `visit_regime`. Due as it was when it was planned."""

    id: int
    order: int
    unit: VisitedUnit
    why: list[str]
    regime: Literal["exempt", "sample", "regular", "focus", "listed"]
    state: Literal["planned", "done", "skipped"]
    reason: str
    due: DueOut
    metres_from_previous: int


class DayOfVisits(Schema):
    """`minutes_left`: for the visits that are planned still, with the ways to them."""

    day: date
    visits: list[VisitOut]
    minutes_left: int


class SkipIn(Schema):
    reason: str = Field(min_length=1, max_length=500)


class NextVisit(Schema):
    """How often a unit is visited and when next; `last`: when it was inspected last."""

    unit: int
    regime: Literal["exempt", "sample", "regular", "focus", "listed"]
    per_year: int
    why: list[str]
    due: DueOut
    last: datetime | None


class Upcoming(Schema):
    """`visit` is null to whoever does not inspect there, the enterprise above all (H2)."""

    visit: NextVisit | None
