"""Risk points of one's own unit: what is said of them, their measures, and assessments on screen."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from .common import Level, Phone, Ref, Text

Category = Literal[
    "leak", "fire", "explosion", "poisoning", "collapse", "fall", "heat", "dust", "chemical", "noise",
    "radiation", "other",
]  # fmt: skip
MeasureKind = Literal["rules", "engineering", "monitoring", "video", "automation", "emergency"]
Accident = Annotated[str, Field(pattern=r"^0(0[1-9]|[1-9]|1\d|20)$")]
ControlLevel = Annotated[int, Field(ge=1, le=4)]
Long = Annotated[str, Field(max_length=2_000)]


class BandOut(Schema):
    """From `start` on, up to the next one's."""

    start: float
    level: Level
    zh: str
    en: str


class LecOut(Schema):
    l: list[float]  # noqa: E741 - the method's own letter
    e: list[float]
    c: list[float]
    bands: list[BandOut]


class LsOut(Schema):
    size: int
    bands: list[BandOut]


class RulesOut(Schema):
    """The scales and bands of the methods, as the pack in force has them. `better`: steps that measures may win."""

    pack: str
    lec: LecOut
    ls: LsOut
    better: int
    months: int


class MeasureIn(Schema):
    """`id`: one that is there and stays."""

    id: int | None = None
    kind: MeasureKind
    text: Annotated[str, Field(min_length=1, max_length=300)]
    check_items: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=20)] = Field(
        default_factory=list
    )


class PointSaid(Schema):
    """`manager_phone` null: as it was."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    category: Category
    control_level: ControlLevel = 4
    manager: Annotated[str, Field(max_length=64)] = ""
    manager_phone: Phone | None = None
    accident_types: Annotated[list[Accident], Field(max_length=20)] = Field(default_factory=list)
    consequence: Long = ""
    emergency: Long = ""
    measures: Annotated[list[MeasureIn], Field(max_length=60)] = Field(default_factory=list)


class PointNew(PointSaid):
    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)


class PointEdit(PointSaid):
    """`lon`, `lat`: where it is to lie, both or none."""

    version: int
    lon: float | None = Field(default=None, ge=-180, le=180)
    lat: float | None = Field(default=None, ge=-90, le=90)


Inputs = dict[Literal["l", "e", "c", "s"], float]


class AssessIn(Schema):
    """`after`: the inputs with the measures in `verified` at work; null where they make it no better."""

    method: Literal["LEC", "LS"]
    inputs: Inputs
    after: Inputs | None = None
    verified: Annotated[list[int], Field(max_length=60)] = Field(default_factory=list)
    reason: Annotated[str, Field(max_length=500)] = ""


class AssessmentOut(Schema):
    id: int
    point: int
    method: str
    inputs: dict[str, float]
    after: dict[str, float] | None
    verified: list[int]
    inherent: Level
    residual: Level
    reason: str
    state: str
    by: Ref
    at: datetime
    decided_by: Ref | None
    decided_at: datetime | None
    words: str


class SignIn(Schema):
    ids: Annotated[list[int], Field(min_length=1, max_length=500)]
    yes: bool
    words: Annotated[str, Field(max_length=500)] = ""


class AssessmentList(Schema):
    assessments: list[AssessmentOut]


class OwnMeasure(Schema):
    id: int
    kind: str
    text: str
    check_items: list[str]


class OwnPoint(Schema):
    """A point as its own unit sees it. `waiting`: an assessment that waits for the head."""

    id: int
    version: int
    name: str
    category: str
    lon: float
    lat: float
    shape: Annotated[str, Field(json_schema_extra={"enum": ["point", "line", "area"]})]
    method: str
    inputs: dict[str, object]
    inherent: Level
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
    measures: list[OwnMeasure]
    waiting: AssessmentOut | None


class OwnPoints(Schema):
    points: list[OwnPoint]


class CellProblem(Schema):
    """What is wrong with one cell of a sheet; `column` is the template's heading, `row` as Excel counts."""

    row: int
    column: str
    value: str
    why: Text


class SheetOut(Schema):
    """`done`: the rows were imported; otherwise nothing was. `names`: of the first points."""

    done: bool
    rows: int
    assessed: int
    names: list[str]
    problems: list[CellProblem]
