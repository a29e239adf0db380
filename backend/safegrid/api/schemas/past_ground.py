"""The ground at any moment."""

from datetime import datetime
from typing import Literal

from ninja import Schema

from .answered import PastPerson
from .common import CellRef, Json


class GroundVersion(Schema):
    """A published state of all boundaries."""

    version: int
    name: str
    note: str
    at: datetime


class VersionList(Schema):
    versions: list[GroundVersion]


class PastCellOut(Schema):
    """A cell as it was during [since, until); null = still so. `shape`: GeoJSON; `area_km2`: of it."""

    id: int
    code: str
    name: str
    level: int
    parent: int
    since: datetime
    until: datetime | None
    area_km2: float
    shape: Json


class PastGround(Schema):
    """`version`: null before the first boundaries."""

    at: datetime
    version: GroundVersion | None
    cells: list[PastCellOut]


class PastChange(Schema):
    """`kinds`: what differs."""

    before: PastCellOut
    after: PastCellOut
    kinds: list[Literal["name", "parent", "shape"]]


class Staffing(Schema):
    """A cell of both moments that other people answer for. `lon`, `lat`: a place in it."""

    cell: CellRef
    lon: float
    lat: float
    left: list[PastPerson]
    came: list[PastPerson]


class GroundDifference(Schema):
    """`versions`: those that took force between the two moments, in order."""

    versions: list[GroundVersion]
    made: list[PastCellOut]
    ended: list[PastCellOut]
    changed: list[PastChange]
    people: list[Staffing]
