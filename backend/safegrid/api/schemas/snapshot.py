"""The state that a screen starts with (its twin is `frontend/src/net/wire.ts`), and search results."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from .common import Json, Level
from .hazards import HazardState


class Placed(Schema):
    """`cell`: community, 0 = unowned; `touched`: further communities that it enters."""

    id: int
    v: int
    cell: int
    touched: list[int]
    unit: int | None = None
    industry: str
    lon: float
    lat: float


class PointDrawn(Placed):
    shape: Literal["point", "line", "area"]
    name: str
    live: Level
    firm: Level
    base: Level


class UnitDrawn(Placed):
    name: str
    type: str
    live: Level
    supervision: Level
    stopped: bool
    listing: int
    listing_overdue: bool


class HazardDrawn(Placed):
    point: int
    number: str
    title: str
    major: bool
    state: HazardState
    self_found: bool
    overdue: Literal[0, 1, 2]
    listing: int
    listing_overdue: bool
    suspended: bool
    since: datetime


class AlarmDrawn(Placed):
    point: int
    number: str
    title: str
    kind: Literal["sensor", "officer", "public", "sweep"]
    severity: Literal["hh", "h", "lost", "manual"]
    state: Literal[
        "raised",
        "acknowledged",
        "false",
        "hazard",
        "accident",
        "dispatched",
        "on_scene",
        "resolved",
        "reviewed",
    ]
    verdict: Literal["", "false", "hazard", "accident"]
    confirmed: bool
    handler: str
    escalated: Literal[0, 1, 2]
    evacuated: int
    since: datetime
    due: str
    acting: bool


class ScopeOut(Schema):
    """The area of sight: communities (null = the whole city), units, industries with their communities."""

    hash: str
    cells: list[int] | None
    units: list[int]
    industries: list[tuple[str, list[int] | None]]
    mask: list[str]
    valid_until: datetime | None


class IndexPack(Schema):
    id: str
    version: str
    index: Json


class Objects(Schema):
    point: list[PointDrawn]
    unit: list[UnitDrawn]
    hazard: list[HazardDrawn]
    alarm: list[AlarmDrawn]


class SnapshotOut(Schema):
    """`tree` rows: id, code, name, level, parent, lon, lat. `counts` rows: cell, version, numbers as in `columns`.

    `extent`: west, south, east, north of the ground in sight, degrees.
    """

    epoch: str
    token: str
    now: datetime
    tier: Literal["all", "hot", "red"]
    boundary: int
    scope: ScopeOut
    pack: IndexPack
    columns: list[str]
    tree: list[tuple[int, str, str, int, int | None, float | None, float | None]]
    extent: tuple[float, float, float, float] | None
    counts: list[tuple[int, int, list[int]]]
    objects: Objects


class SearchResult(Schema):
    """`level`: colour of a cell, unit or point; of a hazard 1 = major; 0 for a person. `state`: of a hazard."""

    e: Annotated[
        str, Field(json_schema_extra={"enum": ["cell", "unit", "point", "hazard", "person", "place"]})
    ]
    id: int
    title: str
    sub: str
    lon: float | None
    lat: float | None
    level: int
    state: str


class SearchOut(Schema):
    results: list[SearchResult]
