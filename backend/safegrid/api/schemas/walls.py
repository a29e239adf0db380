"""Walls: what they start with, what the desk shows on them, whether they are there."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from .common import Json, Moment


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


class WallPlaceIn(Schema):
    lon: float = Field(ge=73, le=136)
    lat: float = Field(ge=3, le=54)
    zoom: float = Field(ge=5, le=20)


class SelectIn(Schema):
    e: Literal["cell", "unit", "point", "hazard", "alarm"]
    id: int = Field(ge=1, lt=2**63)


class MessageIn(Schema):
    text: str = Field(min_length=1, max_length=120)
    until: Moment | None = None


class WallViewIn(Schema):
    """What a wall shows: a place or a thing, a choice of layers, a message, an alarm, the tour."""

    place: WallPlaceIn | None = None
    select: SelectIn | None = None
    preset: Literal["all", "risk", "hazards", "ownership"] = "all"
    message: MessageIn | None = None
    alarm: Annotated[int, Field(ge=1, lt=2**63)] | None = None
    tour: bool = False


class ScreenIn(Schema):
    w: int = Field(ge=1, le=100_000)
    h: int = Field(ge=1, le=100_000)
    gl: bool = True


class PresenceIn(Schema):
    screen: ScreenIn
    freshness: Literal["connecting", "live", "late", "stale"]


class WallStateOut(Schema):
    """A wall as the desk sees it. `view`: null = its own ways."""

    id: int
    name: str
    view: Json | None
    v: int
    online: bool
    seen_at: datetime | None
    screen: Json | None
    freshness: str


class WallList(Schema):
    walls: list[WallStateOut]


class ShownOut(Schema):
    """The wall, and the version of its view."""

    id: int
    version: int
