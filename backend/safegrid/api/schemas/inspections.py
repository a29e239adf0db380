"""Inspections: what comes from the field, and what is shown of it."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from safegrid.domain.hazards import HazardClass

from .common import HazardBrief, Moment, Ref, Text
from .field import FieldStamp, PresenceOut
from .hazards import MOST_PHOTOS, PhotoOut

MOST_RESULTS = 500
Photos = Annotated[list[str], Field(default_factory=list, max_length=MOST_PHOTOS)]
Words = Annotated[str, Field(default="", max_length=2_000)]


class FiveIn(Schema):
    """责任、措施、资金、预案 for the order; the 时限 is `deadline_days`. For who may order."""

    responsible: Words
    measures: Words
    funds: Words
    contingency: Words


class WrongIn(Schema):
    """The hazard that a failed item is. `fixed`: photos of after it was put right on the spot, for who may say so.

    Whoever may not order has it reported, and those who may go on from there.
    """

    klass: HazardClass
    category: str = Field(min_length=1, max_length=24)
    text: str = Field(min_length=1, max_length=20_000)
    point: int | None = None
    deadline_days: int | None = Field(default=None, ge=1, le=366)
    five: FiveIn | None = None
    fixed: Photos


class ResultIn(Schema):
    """`item`: of the list, or `measure:` with the id of a control measure. `what`: its words on the device."""

    item: str = Field(min_length=1, max_length=40)
    result: Literal["pass", "fail", "na"]
    note: Words
    what: str = Field(default="", max_length=300)
    photos: Photos
    hazard: WrongIn | None = None


class ChecklistRef(Schema):
    code: str = Field(max_length=32)
    version: str = Field(max_length=32)


class InspectionIn(FieldStamp):
    unit: int
    visit: int | None = None
    checklist: ChecklistRef
    began_at: Moment
    ended_at: Moment
    note: str = Field(default="", max_length=20_000)
    results: list[ResultIn] = Field(min_length=1, max_length=MOST_RESULTS)


class InspectionMade(Schema):
    """`hazards`: of its failed items, those that were open before too. `moved`: the ground is another's since."""

    id: int
    presence: PresenceOut
    hazards: list[int]
    visit: int | None
    moved: bool


class InspectionRow(Schema):
    """`presence` is null for the enterprise itself: where an inspector's phone was is not for it to know."""

    id: int
    made_at: datetime
    person: Ref
    role: str
    title: Text
    passed: int
    failed: int
    skipped: int
    hazards: int
    presence: PresenceOut | None
    moved: bool


class InspectionPage(Schema):
    inspections: list[InspectionRow]
    next: int | None


class ResultOut(Schema):
    item: str
    what: str
    result: Literal["pass", "fail", "na"]
    note: str
    photos: list[PhotoOut]
    hazard: HazardBrief | None


class InspectionOut(Schema):
    """`checklist` is null where only the unit's own control measures were checked. `received_at`: the server's clock."""

    id: int
    unit: Ref
    person: Ref
    role: str
    checklist: ChecklistRef | None
    title: Text
    began_at: datetime
    ended_at: datetime
    made_at: datetime
    sent_at: datetime
    received_at: datetime
    note: str
    results: list[ResultOut]
    presence: PresenceOut | None
    moved: bool
