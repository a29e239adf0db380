"""Panels of cells, points and units."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from .common import CellRef, DepartmentOut, HazardBrief, Json, Level, Reason, Ref, Responsible
from .devices import DeviceOut
from .unit_fields import UnitFields


class Vacancies(Schema):
    """Posts of the cell itself that nobody holds now (G3: one leader, two officers)."""

    leaders: int
    officers: int


class ChildCell(Schema):
    """A cell directly below, as a row of the comparison. `badge`: event-red communities in it."""

    id: int
    name: str
    level: int
    index: int | None
    colour: Level
    badge: int


class CellOut(Schema):
    """`note`: where the shape comes from (示意 = generated). `index` is null where there are neither units nor points."""

    id: int
    code: str
    name: str
    level: int
    path: list[CellRef]
    note: str
    boundary_since: datetime | None
    lon: float | None
    lat: float | None
    index: int | None
    colour: Level
    badge: int
    floor_reasons: list[Reason]
    counts: dict[str, int]
    people: list[Responsible]
    vacancies: Vacancies
    children: list[ChildCell]
    can: list[str]


class MeasureOut(Schema):
    id: int
    kind: str
    text: str
    check_items: list[str]


class PointOut(Schema):
    """`geometry`: GeoJSON of the whole shape, WGS 84. `can`: verbs that the viewer's duties over it permit."""

    id: int
    version: int
    name: str
    category: str
    path: list[CellRef]
    lon: float
    lat: float
    shape: Annotated[str, Field(json_schema_extra={"enum": ["point", "line", "area"]})]
    geometry: Json
    cell: CellRef | None
    unit: Ref | None
    site: str
    responsible_body: str = Field(description="of a point without a unit")
    method: str
    inputs: Json
    inherent: Level
    direct: Level
    residual: Level
    residual_until: datetime | None
    base: Level
    live: Level
    provisional: bool
    control_level: int
    manager: str
    manager_phone_masked: str
    accident_types: list[str]
    consequence: str
    emergency: str
    measures: list[MeasureOut]
    sensors: list[DeviceOut] = Field(description="those that are not shut out")
    hazards: list[HazardBrief]
    responsible: list[Responsible]
    can: list[str]


class SiteOut(Schema):
    id: int
    name: str
    address: str
    main: bool
    lon: float
    lat: float
    path: list[CellRef]


class PointBrief(Schema):
    id: int
    name: str
    live: Level
    base: Level
    provisional: bool
    lon: float
    lat: float


class UnitOut(UnitFields):
    """The unit with its twelve base fields (L5). `points`: the worst first; `points_total` counts all."""

    id: int
    key_unit: bool
    principal_phone_masked: str
    blacklisted: bool
    lead_level: int
    closed_at: datetime | None
    cell: CellRef | None
    sites: list[SiteOut]
    points: list[PointBrief]
    points_total: int
    hazards: list[HazardBrief]
    responsible: list[Responsible]
    departments: list[DepartmentOut]
    can: list[str]
