"""The pack that an inspector's phone works with where there is no network."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from .checklists import ChecklistOut
from .common import Json, Level
from .hazards import CommandSpec, HazardListed
from .plan_publish import TakeoverOut
from .session import DutyHeld
from .surveys import SurveyClockOut
from .visits import DayOfVisits


class PackViewer(Schema):
    """Whose pack it is. A phone drops every pack whose key is not that of its log-in."""

    key: str
    id: int
    name: str
    version: int = Field(description="grows with every change of what the person may see")
    duties: list[DutyHeld]


class PackCell(Schema):
    """`shape`: GeoJSON, WGS 84."""

    id: int
    name: str
    code: str
    shape: Json


class PackDeadline(Schema):
    """Days for putting a general hazard right: what is usual, and the most that an order may give."""

    usual: int
    most: int


class PackUnit(Schema):
    """`may`: `order_general`, `fix_on_spot` where a hazard found here may be ordered, or closed as put right, at once.

    `proposes`: the same where the viewer may only propose it.
    """

    id: int
    v: int
    name: str
    address: str
    cell: int
    lon: float | None
    lat: float | None
    type: str
    industry4: str
    danger_class: str
    supervision: Level
    live: Level
    key: bool
    stopped: bool
    inspected_at: datetime | None
    may: list[str]
    proposes: list[str]


class PackMeasure(Schema):
    id: int
    kind: str
    text: str
    check: list[str]


class PackPoint(Schema):
    id: int
    v: int
    unit: int | None
    cell: int
    name: str
    lon: float
    lat: float
    base: Level
    live: Level
    category: str
    measures: list[PackMeasure]


class PackHazard(HazardListed):
    """A hazard that waits for the viewer, with the commands that the viewer may give now."""

    category: str
    text: str
    commands: list[CommandSpec]


class FieldPack(Schema):
    """`checklists`: every version that the units need, complete; `checklists_of`: their codes by unit id.

    A unit whose points have measures has `measures` among its codes; that list is made of `points[].measures`.
    """

    made_at: datetime
    expires_at: datetime
    day: date
    boundary: int
    viewer: PackViewer
    cells: list[PackCell]
    units: list[PackUnit]
    points: list[PackPoint]
    visits: DayOfVisits
    checklists: list[ChecklistOut]
    checklists_of: dict[int, list[str]]
    hazards: list[PackHazard]
    takeovers: list[TakeoverOut]
    clocks: list[SurveyClockOut]
    presence_metres: int
    deadline: PackDeadline
    categories: list[str]
