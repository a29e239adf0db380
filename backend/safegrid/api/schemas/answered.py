"""Who answered for an object or a place at a moment, beside who does now."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from .common import CellRef, Moment, Ref


class AnsweredIn(Schema):
    """An object (`entity`, `id`) or a place (`lon`, `lat` in degrees), at a moment."""

    at: Moment
    entity: Literal["point", "unit", "hazard", "alarm"] | None = None
    id: Annotated[int, Field(ge=1, lt=2**63)] | None = None
    lon: float | None = None
    lat: float | None = None


class PastPerson(Schema):
    """Somebody who held a duty during [since, until); null = held still."""

    duty: int
    role: str
    cell: CellRef | None
    unit: Ref | None
    person: Ref
    since: datetime
    until: datetime | None


class Answerers(Schema):
    """`cells`: city … community as they were called; empty where nobody owned the ground. `version`: of the boundaries."""

    at: datetime
    version: int | None
    cells: list[CellRef]
    people: list[PastPerson]


class AnsweredOut(Schema):
    """`then`, `now`: null where the ground is out of sight. `recorded`: since when the object is on record.

    `lon`, `lat`: where it stood then.
    """

    lon: float
    lat: float
    recorded: datetime | None
    then: Answerers | None
    now: Answerers | None
