"""Shapes that many answers share."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints
from pydantic_core import PydanticCustomError

from safegrid.domain.phone import is_phone

Json = dict[str, Any]
Level = Annotated[int, Field(json_schema_extra={"enum": [0, 1, 2, 3, 4]})]
"""1-4 = red … blue, 0 = 未评估."""
Param = str | int | float


def _calendar(moment: datetime) -> datetime:
    if not MOMENTS[0] <= moment.year <= MOMENTS[1]:
        raise ValueError("not a time that anything here happens at")
    return moment


MOMENTS = (1949, 2199)
Moment = Annotated[AwareDatetime, AfterValidator(_calendar)]
"""A time with its zone that clocks of every zone, and the database, can express."""


def _number(said: str) -> str:
    if said and not is_phone(said):
        raise PydanticCustomError("phone", "not a telephone number")
    return said


Phone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=32), AfterValidator(_number)]
"""A telephone number, or nothing. Whoever calls it in an emergency must reach somebody: words are no number."""


class Text(Schema):
    zh: str
    en: str


class Ref(Schema):
    id: int
    name: str


class CellRef(Schema):
    id: int
    name: str
    level: int


class ErrorOut(Schema):
    """Why a request was not carried out. `kept`: whether what was entered stays on the server."""

    code: str
    message: Text
    params: dict[str, Param]
    kept: bool
    fields: dict[str, Text]


class Op(Schema):
    """One change of what screens hold (see the socket's messages)."""

    o: Literal["upsert", "remove"]
    e: Literal["point", "unit", "hazard", "alarm"]
    d: Json | None = None
    id: int | None = None
    v: int | None = None


class Acted(Schema):
    """What an action made: the object, its new version, and the changes that the acting screen applies at once."""

    id: int
    version: int
    ops: list[Json] = Field(description="upsert and remove operations, as on the socket")


class Done(Schema):
    ok: Literal[True] = True


class Responsible(Schema):
    """Somebody who answers for the place or the unit now. `phone_masked` is empty where phones are hidden."""

    duty: int
    role: str
    cell: CellRef | None
    unit: Ref | None
    person: Ref
    phone_masked: str
    since: datetime


class DepartmentOut(Schema):
    """A department that answers for a unit; `kind`: territorial, general, industry or special (G7)."""

    id: int
    name: str
    kind: str


class HazardBrief(Schema):
    id: int
    number: str
    title: str
    state: str
    major: bool
    overdue: int


class Reason(Schema):
    """Why a level is not better. `binding`: it decides the level that is shown."""

    code: str
    text: Text
    binding: bool
    params: dict[str, Param]


class PackRef(Schema):
    id: str
    version: str


class Explained(Schema):
    """Why a thing has its colour, and what would change it."""

    level: Level
    formula: Text | None
    inputs: Json
    band: Text | None
    pack: PackRef
    sources: list[str] = Field(
        description="tables of the pack whose numbers were used, and where those come from"
    )
    reasons: list[Reason]
    would_change: list[Text]


class HistoryEntry(Schema):
    """One thing that happened. `from`, `to`: levels (numbers) or words."""

    at: datetime
    who: str
    what: Text
    from_: int | Text | None = Field(default=None, serialization_alias="from")
    to: int | Text | None = None
    note: Text | None = None


class History(Schema):
    entries: list[HistoryEntry]


class PhoneOut(Schema):
    phone: str
