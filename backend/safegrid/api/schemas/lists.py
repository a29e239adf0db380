"""Lists beside the map."""

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from .common import Level

EntityName = Literal["points", "units", "hazards"]


class OrderIn(Schema):
    """The order of a list. The filter's own names (`lv`, `in`, `cl` …) come beside these; see `domain.filter_text`."""

    sort: str = Field("", max_length=16)
    dir: Literal["up", "down"] = "up"


class ExportIn(OrderIn):
    format: Literal["csv", "xlsx", "geojson"]
    lang: Literal["zh", "en"] = "zh"


class ListIn(OrderIn):
    """A page of a list."""

    offset: int = Field(0, ge=0, le=10_000_000)
    limit: int = Field(100, ge=1, le=200)
    count: bool = Field(True, description="whether the number of all rows is wanted; a further page knows it")


class RowBase(Schema):
    """`place`: county, township, community."""

    id: int
    lon: float | None
    lat: float | None
    place: list[str]


class PointRow(RowBase):
    name: str
    live: Level
    base: Level
    provisional: bool
    category: str
    control_level: int
    manager: str
    unit: int | None
    unit_name: str
    open: int
    overdue: int


class UnitRow(RowBase):
    name: str
    uscc: str
    live: Level
    base: Level
    type: str
    industry: str
    affiliation: str
    danger_class: str
    grade: int
    key: bool
    major_hazard: int
    address: str
    principal: str
    stopped: bool
    listing: int
    listing_deadline: datetime | None
    listing_overdue: bool
    open: int
    overdue: int


class HazardRow(RowBase):
    number: str
    title: str
    category: str
    major: bool
    state: str
    overdue: int
    deadline: datetime | None
    listing: int
    listing_overdue: bool
    suspended: bool
    source: str
    reported_at: datetime
    point: int | None
    point_name: str
    unit: int | None
    unit_name: str
    affiliation: str


class ListOut(Schema):
    """`total` is null where `count=false`."""

    total: int | None
    rows: list[PointRow | UnitRow | HazardRow]


class PositionOut(Schema):
    """How many rows come before the object; null if it is not in the list."""

    at: int | None


class MarksOut(Schema):
    """Short rows, the worst first: see `store.queries.marks`. `cut`: there are more than are drawn."""

    marks: list[list[int | float | str | bool]]
    cut: bool


class LegendOut(Schema):
    """Counts under a filter, named as the columns of the snapshot."""

    counts: dict[str, int]
    hazards: int


class DepartmentChoice(Schema):
    id: int
    name: str
    kind: str


class OptionsOut(Schema):
    departments: list[DepartmentChoice]
    may_export: bool
