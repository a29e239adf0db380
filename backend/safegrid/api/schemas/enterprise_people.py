"""A unit's own users."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from .common import Phone


class UnitPerson(Schema):
    """`username` is shown to those who let people in. `duty`: to end it; `yours`: the viewer may."""

    id: int
    duty: int
    name: str
    username: str
    phone_masked: str
    role: str
    since: datetime
    yours: bool


class UnitPeople(Schema):
    people: list[UnitPerson]


class UnitPersonIn(Schema):
    name: Annotated[str, Field(min_length=1, max_length=64)]
    phone: Phone = ""
    role: Literal["ENT_H", "ENT_S", "ENT_W"]


class WelcomeOut(Schema):
    """`password` is shown once; a repeated request gets null there."""

    id: int
    username: str
    password: str | None
