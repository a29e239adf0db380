"""The ground at any moment."""

from datetime import datetime

from ninja import Schema

from .common import Json


class GroundVersion(Schema):
    """A published state of all boundaries."""

    version: int
    name: str
    note: str
    at: datetime


class VersionList(Schema):
    versions: list[GroundVersion]


class PastCellOut(Schema):
    """A cell as it was during [since, until); null = still so. `shape`: GeoJSON."""

    id: int
    code: str
    name: str
    level: int
    parent: int
    since: datetime
    until: datetime | None
    shape: Json


class PastGround(Schema):
    """`version`: null before the first boundaries."""

    at: datetime
    version: GroundVersion | None
    cells: list[PastCellOut]


class PastChange(Schema):
    before: PastCellOut
    after: PastCellOut


class GroundDifference(Schema):
    """`versions`: those that took force between the two moments, in order."""

    versions: list[GroundVersion]
    made: list[PastCellOut]
    ended: list[PastCellOut]
    changed: list[PastChange]
