"""Log-in, the viewer, passwords."""

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from .common import CellRef, Ref


class LoginIn(Schema):
    username: str = Field(min_length=1, max_length=64)
    password: str = Field(min_length=1, max_length=256)


class PasswordIn(Schema):
    old: str = Field(min_length=1, max_length=256)
    new: str = Field(min_length=1, max_length=256)


class LangIn(Schema):
    lang: Literal["zh", "en"]


class DutyHeld(Schema):
    id: int
    role: str
    cell: CellRef | None
    unit: Ref | None
    industry: str
    starts_at: datetime
    ends_at: datetime | None


class Me(Schema):
    """The viewer. `verbs`: what any duty permits somewhere; an object's own `can` is what counts there."""

    key: str
    id: int | None
    name: str
    kind: Literal["person", "kiosk"]
    must_change_password: bool
    duties: list[DutyHeld]
    mask: list[str]
    verbs: list[str]
    lang: Literal["zh", "en"]
