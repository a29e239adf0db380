"""The desk: notices, roster, handovers; and the surroundings of an alarm."""

from datetime import datetime

from ninja import Schema
from pydantic import Field

from .common import CellRef, Moment, Ref, Text


class NoticeOut(Schema):
    """`title`: what kind of thing it is; `text`: what it says, else the alarm's title."""

    id: int
    alarm: int | None
    code: str
    title: Text
    text: str
    at: datetime
    read_at: datetime | None


class NoticePage(Schema):
    """`next`: pass it as `before` to get older ones; null at the end."""

    notices: list[NoticeOut]
    next: int | None


class ShiftOut(Schema):
    id: int
    cell: CellRef
    person: Ref
    deputy: Ref
    starts_at: datetime
    ends_at: datetime
    may_end: bool


class ShiftList(Schema):
    shifts: list[ShiftOut]


class ShiftIn(Schema):
    """A time at the desk of a county or the city; `deputy` is called when nobody answers."""

    cell: int
    person: int
    deputy: int
    starts_at: Moment
    ends_at: Moment


class HandoverOut(Schema):
    """`signed_at`: when the taker signed, null = not yet. `digest`: the giver's signature, `signed_digest` the taker's."""

    id: int
    cell: CellRef
    giver: Ref
    taker: Ref
    summary: str
    open_items: str
    open_alarms: list[str]
    given_at: datetime
    signed_at: datetime | None
    digest: str
    signed_digest: str


class HandoverPage(Schema):
    handovers: list[HandoverOut]
    next: int | None


class HandoverIn(Schema):
    """`cell`: the desk; without it the one where the giver sits now."""

    to: int
    summary: str = Field(min_length=1, max_length=20_000)
    open_items: str = Field(default="", max_length=20_000)
    cell: int | None = None


class Near(Schema):
    """`people`: usually in a target, or of a team."""

    id: int
    name: str
    lon: float
    lat: float
    metres: int
    level: int
    kind: str
    people: int


class FoundOut(Schema):
    """Everything of one kind: how many there are, and the nearest."""

    total: int
    rows: list[Near]


class OnDutyOut(Schema):
    person: int
    name: str
    role: Text
    cell: int
    unit: int
    place: str


class PeopleNear(Schema):
    total: int
    rows: list[OnDutyOut]


class AroundOut(Schema):
    """What lies within `metres`; `levels`: risk points by live level 0-4."""

    lon: float
    lat: float
    metres: int
    units: FoundOut
    points: FoundOut
    levels: tuple[int, int, int, int, int]
    protected: FoundOut
    resources: FoundOut
    communities: FoundOut
    people: PeopleNear
