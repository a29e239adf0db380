"""Self-checks of units."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from .common import Moment, Ref
from .hazards import MOST_PHOTOS, HazardListed

Outcome = Literal["pass", "fail", "na"]
Long = Annotated[str, Field(max_length=20_000)]


class FoundIn(Schema):
    """The hazard of a failed item. `report`: leave it to the authority although it is general.

    A general one that the unit keeps takes the five of the law; one that is reported takes photos.
    """

    klass: Literal["general", "major"] = "general"
    report: bool = False
    category: str = Field(min_length=1, max_length=24)
    title: str = Field(default="", max_length=120)
    text: str = Field(min_length=1, max_length=20_000)
    photos: list[str] = Field(default_factory=list, max_length=MOST_PHOTOS)
    point: int | None = None
    responsible: Annotated[str, Field(max_length=2_000)] = ""
    measures: Long = ""
    time_limit: Moment | None = None
    funds: float | None = None
    contingency: Long = ""
    fixer: int | None = None
    override_duplicate: bool = False


class CheckResultIn(Schema):
    item: Annotated[str, Field(max_length=64)]
    result: Outcome
    note: Annotated[str, Field(max_length=500)] = ""
    hazard: FoundIn | None = None


class UsedList(Schema):
    code: Annotated[str, Field(max_length=32)]
    version: Annotated[str, Field(max_length=32)]


class SelfCheckIn(Schema):
    """`sent_at`: the device's clock when this request left."""

    unit: int
    checklist: UsedList
    began_at: Moment
    ended_at: Moment
    sent_at: Moment | None = None
    note: Annotated[str, Field(max_length=500)] = ""
    results: Annotated[list[CheckResultIn], Field(min_length=1, max_length=500)]


class SelfCheckRow(Schema):
    id: int
    unit: Ref
    person: Ref
    checklist: str
    version: str
    title: str
    day: date
    passed: int
    failed: int
    total: int


class CheckResultOut(Schema):
    """The item as it read then."""

    item: str
    what: str
    basis: str
    result: Outcome
    note: str
    hazard: int | None


class SelfCheckOut(SelfCheckRow):
    began_at: datetime
    ended_at: datetime
    received_at: datetime
    note: str
    results: list[CheckResultOut]
    hazards: list[HazardListed] = Field(description="what came of it and is in sight, as it stands now")


class SelfCheckMade(Schema):
    id: int
    hazards: list[int]
