"""Walls: what they start with, what the desk shows on them, whether they are there."""

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from .common import Json


class Since(Schema):
    """Counts at the beginning of a period by column, and hazards found and closed since."""

    code: Literal["day", "month", "quarter"]
    start: datetime
    was: dict[str, int]
    opened: int
    closed: int


class Hours(Schema):
    """Hazards found and closed hour by hour; `start` is the first hour's, the last one is running."""

    start: datetime
    opened: list[int]
    closed: list[int]


class RecentOut(Schema):
    """A change, oldest first. `before`, `after`: as in the snapshot's objects."""

    at: datetime
    e: str
    id: int
    before: Json | None
    after: Json


class WallOut(Schema):
    """`kiosk`, `view`: null on a person's screen, which nobody steers."""

    name: str
    city: str
    kiosk: int | None
    view: Json | None
    v: int = Field(description="version of the view")
    now: datetime
    since: list[Since]
    hours: Hours
    recent: list[RecentOut]
