"""What the public sends and is told, and what officers see of it."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, Field, StringConstraints

from safegrid.domain.public_reports import LEAST_WORDS, plain

from .common import CellRef, Json, Phone, Ref
from .hazards import PhotoOut

Line = Annotated[str, StringConstraints(max_length=60), AfterValidator(plain)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Stage = Literal["received", "checking", "treating", "done", "unfounded", "declined"]
Category = Literal[
    "fire", "electric", "passage", "leak", "collapse", "fall", "equipment", "operation", "other"
]


class PublicReportIn(Schema):
    """What somebody points at: degrees (EPSG:4326), and a way to reach them only if they like.

    `photos`: random names, chosen by the sender, of photos that follow one by one once the report is in.
    """

    lon: Degrees
    lat: Degrees
    category: Category
    text: Annotated[
        str,
        StringConstraints(max_length=2_000),
        AfterValidator(plain),
        StringConstraints(min_length=LEAST_WORDS),
    ]
    name: Line = ""
    phone: Phone = ""
    photos: list[UUID] = Field(default_factory=list, max_length=16)
    challenge: Annotated[str, StringConstraints(max_length=4_000)]


class PublicReceived(Schema):
    """`code`: in groups of four; nobody can tell it a second time."""

    number: str
    code: str
    place: str
    received_at: datetime


class PhotoReceived(Schema):
    """`coming`: photos of the report that were announced and are not here yet."""

    coming: int


class CodeIn(Schema):
    code: Annotated[str, StringConstraints(max_length=60)]


class PublicStatus(Schema):
    """How far it is. Never who works on it, nor the unit; `reply` only where it was closed without one.

    `identity`: what is kept of who sent it. `erased_on`: the day on which it was or will be erased; null while the report
    goes on, or if it is kept as long as the report. `identity_days`: after the report's end; 0 = as long as the report.
    """

    number: str
    stage: Stage
    place: str
    received_at: datetime
    changed_at: datetime
    reply: str
    identity: Literal["none", "sealed", "erased"]
    erased_on: date | None
    identity_days: int


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


class PublishedUnit(Schema):
    """A unit that is listed, or was until lately. `level`: of the authority; `stage`: listed or delisted."""

    id: int
    unit: str
    text: str
    reason: str
    place: str
    lon: float | None
    lat: float | None
    level: int
    stage: Literal["listed", "delisted"]
    since: datetime
    deadline: date | None
    overdue: bool


class Published(Schema):
    """`units`: listed ones; `realtime`: whether every confirmed hazard is shown, not the listed ones alone (rule pack, H9)."""

    hazards: list[PublishedHazard]
    units: list[PublishedUnit]
    realtime: bool


class OutlineOut(Schema):
    """A county (2) or township (3): GeoJSON, degrees."""

    name: str
    level: Literal[2, 3]
    shape: Json


class PublicGround(Schema):
    outlines: list[OutlineOut]


class ReportRow(Schema):
    """A report as the officers of its ground see it. `metres`: from where the photo was taken to the place.

    `coming`: photos that may still arrive.
    """

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
    coming: int
    metres: int | None
    contact: bool
    erased_at: datetime | None
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
