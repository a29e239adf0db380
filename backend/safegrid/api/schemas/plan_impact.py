"""What a boundary plan would move."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from .common import Ref

Kind = Literal["point", "unit", "hazard", "alarm"]
Levels = Annotated[list[int], Field(min_length=5, max_length=5)]
"""By level 0-4. Hazards: 1 major and overdue, 2 major, 3 overdue, 4 general. Alarms: 1 the gravest, 2 others."""


class FlowOut(Schema):
    """Objects that go from one community to another; null = unowned ground."""

    kind: Kind
    source: Ref | None
    target: Ref | None
    total: int
    levels: Levels


class Load(Schema):
    """Work: units, weighted risk points, area, length of a round tour of the units (an estimate)."""

    units: int
    risk: int
    area_km2: float
    walk_km: float


class Spread(Schema):
    """Standard deviation over the mean, 0 = even."""

    units: float
    risk: float
    area_km2: float
    walk_km: float


class CellLoad(Schema):
    """`before` is null for a new community, `after` for one that is no more."""

    cell: Ref
    before: Load | None
    after: Load | None


class PersonLoadOut(Schema):
    person: Ref
    role: str
    before: Load
    after: Load


class Imbalance(Schema):
    before: Spread
    after: Spread


class ImpactOut(Schema):
    v: int
    milliseconds: int
    totals: dict[Kind, int]
    open_hazards: int
    overdue_hazards: int
    flows: list[FlowOut]
    cells: list[CellLoad]
    people: list[PersonLoadOut]
    imbalance: Imbalance


class MovingRow(Schema):
    id: int
    name: str
    level: int
    lon: float
    lat: float
    source: Ref | None
    target: Ref | None


class MovingPage(Schema):
    """`next`: what to pass as `after` for the next page."""

    rows: list[MovingRow]
    next: int | None
