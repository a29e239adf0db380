"""What the public sends and is told, and what officers see of it."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from .common import CellRef, Json, Ref
from .hazards import PhotoOut

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Stage = Literal["received", "checking", "treating", "done", "unfounded", "declined"]
Category = Literal[
    "fire", "electric", "passage", "leak", "collapse", "fall", "equipment", "operation", "other"
]


class PublicReportIn(Schema):
    """What somebody points at: degrees (EPSG:4326), and a way to reach them only if they like."""

    lon: Degrees
    lat: Degrees
    category: Category
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=2_000)]
    name: Line = ""
    phone: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9+() \-]{0,24}$")] = ""
    challenge: Annotated[str, StringConstraints(max_length=4_000)]


class PublicReceived(Schema):
    """`code`: in groups of four; nobody can tell it a second time."""

    number: str
    code: str
    place: str
    received_at: datetime


class CodeIn(Schema):
    code: Annotated[str, StringConstraints(max_length=60)]


class PublicStatus(Schema):
    """How far it is. Never who works on it, nor the unit; `reply` only where it was closed without one."""

    number: str
    stage: Stage
    place: str
    received_at: datetime
    changed_at: datetime
    reply: str


class PublishedHazard(Schema):
    """A hazard that everybody may see. `level`: of the authority that listed it, 0 = not listed."""

    number: str
    title: str
    text: str
    category: str
    unit: str
    place: str
    lon: float
    lat: float
    level: int
    major: bool
    stage: Stage
    since: datetime
    deadline: date | None
    overdue: bool


class Published(Schema):
    """`realtime`: whether every confirmed hazard is shown, not the listed ones alone (rule pack, H9)."""

    hazards: list[PublishedHazard]
    realtime: bool


class OutlineOut(Schema):
    """A county (2) or township (3): GeoJSON, degrees."""

    name: str
    level: Literal[2, 3]
    shape: Json


class PublicGround(Schema):
    outlines: list[OutlineOut]


class ReportRow(Schema):
    """A report as the officers of its ground see it. `metres`: from where the photo was taken to the place."""

    id: int
    number: str
    state: Literal["waiting", "taken", "declined"]
    category: str
    text: str
    lon: float
    lat: float
    cell: CellRef | None
    received_at: datetime
    photos: list[PhotoOut]
    metres: int | None
    contact: bool
    hazard: Ref | None
    reason: str
    reply: str
    decided_by: str
    decided_at: datetime | None


class ReportRows(Schema):
    """`keeper`: whether the viewer is the one who may open identities."""

    reports: list[ReportRow]
    keeper: bool


class TakeIn(Schema):
    """How the officer words it as a hazard. `photos`: those that go along, null = all."""

    claimed: Literal["general", "major"]
    category: Annotated[str, StringConstraints(min_length=1, max_length=24)]
    title: Annotated[str, StringConstraints(max_length=120)] = ""
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
    point: int | None = None
    unit: int | None = None
    photos: list[UUID] | None = None
    override_duplicate: bool = False


class DeclineIn(Schema):
    reason: Words
    reply: Words


class LookIn(Schema):
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=200)]


class IdentityOut(Schema):
    """Who sent it. `photos`: what their camera wrote."""

    name: str
    phone: str
    photos: list[Json]


class KeeperIn(Schema):
    person: int


class KeeperOut(Schema):
    """Who may open identities now, and who named them."""

    keeper: Ref | None
    since: datetime | None
    named_by: str
    candidates: list[Ref]
