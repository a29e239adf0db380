"""People, duties, walls' links."""

from datetime import datetime

from ninja import Schema
from pydantic import Field

from .common import CellRef, Moment, Phone, Ref


class DutyOut(Schema):
    id: int
    role: str
    person: Ref
    cell: CellRef | None
    unit: Ref | None
    industry: str
    starts_at: datetime
    ends_at: datetime | None


class DutyList(Schema):
    duties: list[DutyOut]


class PersonOut(Schema):
    """`username` is shown to administrators only."""

    id: int
    name: str
    username: str
    phone_masked: str
    department: Ref | None
    is_active: bool
    duties: list[DutyOut]


class PeoplePage(Schema):
    """`next`: pass it as `after` to get more; null at the end."""

    people: list[PersonOut]
    next: int | None


class PersonIn(Schema):
    username: str = Field(min_length=2, max_length=64, pattern=r"^[\w.@+-]+$")
    name: str = Field(min_length=1, max_length=64)
    phone: Phone = ""
    department: int | None = None


class PasswordOut(Schema):
    """`password`: for one log-in. It is shown once; null when the same request is repeated."""

    id: int
    password: str | None


class IdOut(Schema):
    id: int


class DutyIn(Schema):
    """A duty for a cell or a unit, from `starts_at` (now) to `ends_at` (until further notice)."""

    person: int
    role: str = Field(max_length=8)
    cell: int | None = None
    unit: int | None = None
    industry: str = Field(default="", max_length=1)
    starts_at: Moment | None = None
    ends_at: Moment | None = None


class HandOverIn(Schema):
    to: int


class KioskIn(Schema):
    name: str = Field(min_length=1, max_length=64)
    cell: int | None = None


class KioskOut(Schema):
    id: int
    name: str
    cell: CellRef | None
    made_by: str
    created_at: datetime
    revoked_at: datetime | None


class KioskList(Schema):
    kiosks: list[KioskOut]


class LinkOut(Schema):
    """`link`: opens the wall. It is shown once; null when the same request is repeated."""

    id: int
    link: str | None
