"""The page of a unit's own people: dossier, records, completeness, clock of the self-check."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from .common import Json, Phone, Ref
from .unit_fields import UnitFields

Short = Annotated[str, Field(max_length=64)]
Line = Annotated[str, Field(max_length=120)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
RecordPhotos = Annotated[list[UUID], Field(max_length=20)]
Verb = Literal[
    "report_hazard", "self_hazard", "assess_point", "sign_assessment", "edit_unit", "assign_duties"
]


class OwnUnit(Schema):
    id: int
    name: str
    role: str


class OwnUnits(Schema):
    """Units that the viewer belongs to; empty for everybody else."""

    units: list[OwnUnit]


class LackOut(Schema):
    """What is lacking. `part`: base, records or points; `count`: of how many points, or how many records of it ran out."""

    part: str
    code: str
    count: int


class CompleteOut(Schema):
    percent: int
    done: int
    total: int
    lacking: list[LackOut]


class CheckClock(Schema):
    """The self-check's clock: `first` to `last` are the days of the period."""

    cadence: str
    state: str
    first: date
    last: date
    missed: int
    latest: date | None


class ExpiringOut(Schema):
    id: int
    kind: str
    title: str
    person: str
    until: date
    standing: str


class DossierChangeOut(Schema):
    """A correction of base data: the changed columns before and after."""

    id: int
    state: str
    before: Json
    after: Json
    by: Ref
    at: datetime
    words: str


class EnterpriseOut(UnitFields):
    """A unit as its own people see it. `may`: what they may do; `proposes`: what they may only propose."""

    id: int
    principal_phone_masked: str
    lon: float | None
    lat: float | None
    point_metres: int = Field(description="how far from a site of the unit a risk point may lie")
    role: str
    may: list[str]
    proposes: list[str]
    complete: CompleteOut | None
    check: CheckClock
    figures: dict[str, int]
    expiring: list[ExpiringOut]
    changes: list[DossierChangeOut]


class DossierIn(Schema):
    """What is corrected; what is left out stays as it is."""

    version: int
    address: Annotated[str, Field(max_length=200)] | None = None
    business_code: Annotated[str, Field(max_length=32)] | None = None
    registration_type: Annotated[str, Field(max_length=32)] | None = None
    scale: Annotated[str, Field(max_length=16)] | None = None
    business_scope: Annotated[str, Field(max_length=2_000)] | None = None
    principal: Short | None = None
    principal_phone: Phone | None = None
    safety_org: Annotated[str, Field(max_length=100)] | None = None
    safety_staff: Count | None = None
    workers: Count | None = None
    special_workers: Count | None = None
    major_hazard: Annotated[int, Field(ge=0, le=4)] | None = None
    special_equipment: Count | None = None


class DossierDecideIn(Schema):
    """`words`: needed for a no."""

    yes: bool
    words: Annotated[str, Field(max_length=500)] = ""


class RecordKindOut(Schema):
    code: str
    theme: str
    columns: list[str]
    needed: list[str]


class RecordOut(Schema):
    id: int
    version: int
    kind: str
    title: str
    number: str
    person: str
    body: str
    on: date | None
    until: date | None
    people: int | None
    result: str
    note: str
    standing: str
    photos: list[str]


class RecordList(Schema):
    """`kinds`: those that the viewer may read, with what each asks for."""

    kinds: list[RecordKindOut]
    records: list[RecordOut]


class RecordFields(Schema):
    title: Line = ""
    number: Short = ""
    person: Short = ""
    body: Line = ""
    on: date | None = None
    until: date | None = None
    people: Count | None = None
    result: Annotated[str, Field(max_length=500)] = ""
    note: Annotated[str, Field(max_length=4_000)] = ""


class RecordIn(RecordFields):
    kind: Annotated[str, Field(max_length=16)]
    photos: RecordPhotos = Field(default_factory=list)


class RecordEdit(RecordFields):
    """`photos`: all that are to be there; null: as they were."""

    version: int
    photos: RecordPhotos | None = None


class VersionIn(Schema):
    version: int
