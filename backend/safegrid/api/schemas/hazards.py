"""Hazards: the list, the panel, what can be done next, and what actions take."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, create_model

from safegrid.domain.hazard_fields import Kind
from safegrid.domain.hazards import RULES

from .common import Acted, CellRef, Json, Moment, Ref, Responsible

HazardState = Literal[
    "reported",
    "verified",
    "ordered",
    "rectifying",
    "submitted",
    "reinspected",
    "accepted",
    "closed",
    "rejected",
]
FieldType = Literal[
    "text", "photos", "people", "person", "when", "flag", "whole", "money", "class", "level", "shape"
]
MOST_PHOTOS = 50


class HazardListed(Schema):
    id: int
    v: int
    number: str
    title: str
    state: HazardState
    major: bool
    self_found: bool
    overdue: int
    listing: int
    suspended: bool
    deadline: datetime | None
    reported_at: datetime
    lon: float
    lat: float
    cell: CellRef | None
    unit: Ref | None
    point: Ref | None


class HazardPage(Schema):
    """`next`: pass it as `before` to get older ones; null at the end."""

    hazards: list[HazardListed]
    next: int | None


class FieldSpec(Schema):
    """A field of a command. `choices` where only some values make sense."""

    field: str
    type: FieldType
    optional: bool
    choices: list[str | int] | None = None


class CommandSpec(Schema):
    """A command that the viewer may give now, with all its fields. `evidence_only`: only as a proposal."""

    name: str
    required: list[FieldSpec]
    evidence_only: bool


class StepOut(Schema):
    """One step as it was recorded. `actor` is empty where the name is protected (K14)."""

    n: int
    command: str
    actor: str
    role: str
    from_state: str
    to_state: str
    note: Json
    at: datetime


class PhotoOut(Schema):
    id: str
    url: str


class UploadOut(PhotoOut):
    size: int


class PartsOut(Schema):
    """Which parts of a photo have arrived, of how many; `upload`: the photo itself once all have."""

    have: list[int]
    of: int
    upload: UploadOut | None


class EvidenceOut(Schema):
    """What the camera wrote beside the picture, a hint and no proof: local time, degrees (WGS-84), metres.

    `metres`: from there to the place of the hazard or alarm; `minutes`: after it was found or rang, less than 0 = before.
    `sha256`: of the file as it was sent.
    """

    taken: str | None = None
    offset: str | None = None
    lon: float | None = None
    lat: float | None = None
    accuracy: float | None = None
    metres: int | None = None
    minutes: int | None = None
    camera: str = ""
    sha256: str = ""
    size: int | None = None
    received: datetime


class HazardOut(HazardListed):
    text: str
    category: str
    source: str
    listing_overdue: bool
    found_at: datetime
    closed_at: datetime | None
    lead_level: int
    path: list[CellRef]
    measure: Ref | None
    reporter: str
    steps: list[StepOut]
    photos: list[PhotoOut]
    commands: list[CommandSpec]
    responsible: list[Responsible]
    can: list[str]


class HazardPlaceIn(Schema):
    """Where a hazard is: at a point, else at a unit, else at a place (WGS 84)."""

    point: int | None = None
    unit: int | None = None
    lon: float | None = Field(default=None, ge=-180, le=180)
    lat: float | None = Field(default=None, ge=-90, le=90)


class ReportIn(HazardPlaceIn):
    """A report 上报. `override_duplicate`: report although one of the same kind is open here."""

    claimed: Literal["general", "major"]
    category: str = Field(min_length=1, max_length=24)
    title: str = Field(default="", max_length=120)
    text: str = Field(min_length=1, max_length=20_000)
    found_at: Moment
    photos: list[str] = Field(default_factory=list, max_length=MOST_PHOTOS)
    source: str = Field(default="", max_length=16)
    measure: int | None = None
    override_duplicate: bool = False


class HazardActed(Acted):
    """`moved`: it was found on ground that is for others to settle since (boundaries moved, or the duty ended)."""

    moved: bool


class SelfRecordIn(HazardPlaceIn):
    """What an enterprise found itself 自查: a general hazard with the five of the law."""

    claimed: Literal["general", "major"] = "general"
    category: str = Field(min_length=1, max_length=24)
    title: str = Field(default="", max_length=120)
    text: str = Field(min_length=1, max_length=20_000)
    found_at: Moment | None = None
    photos: list[str] = Field(default_factory=list, max_length=MOST_PHOTOS)
    measure: int | None = None
    responsible: str = Field(default="", max_length=2_000)
    measures: str = Field(default="", max_length=20_000)
    time_limit: Moment | None = None
    funds: float | None = None
    contingency: str = Field(default="", max_length=20_000)
    fixer: int | None = None


class Given(Schema):
    """A command on a hazard: the version that was seen, and the fields that `commands` of the panel names.

    `lon`, `lat`: where the acting device is. `override`: go on in spite of a refusal that allows it.
    `propose`: leave it as a proposal for those who may decide.
    """

    version: int
    override: bool = False
    propose: bool = False
    lon: float | None = Field(default=None, ge=-180, le=180)
    lat: float | None = Field(default=None, ge=-90, le=90)


FIELD_TYPES: dict[Kind, Any] = {
    Kind.TEXT: Annotated[str, Field(max_length=20_000)],
    Kind.PHOTOS: Annotated[list[str], Field(max_length=MOST_PHOTOS)],
    Kind.PEOPLE: Annotated[list[int], Field(max_length=MOST_PHOTOS)],
    Kind.PERSON: int,
    Kind.WHEN: Moment,
    Kind.FLAG: bool,
    Kind.WHOLE: int,
    Kind.MONEY: float,
    Kind.HAZARD_CLASS: Literal["general", "major"],
    Kind.LEVEL: Literal[1, 2, 3, 4],
    Kind.SHAPE: Json,
}
_FIELDS: dict[str, Any] = {
    field.name: (FIELD_TYPES[field.kind] | None, None) for rule in RULES.values() for field in rule.fields
}
CommandIn = create_model("CommandIn", __base__=Given, __doc__=Given.__doc__, **_FIELDS)
"""`Given` with every field that some command of the hazard table takes; which ones, the rules decide."""
