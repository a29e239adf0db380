"""Alarms: the list, the card, what can be done next, and what actions take."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, create_model

from safegrid.domain.alarm_table import ALARM_RULES

from .common import CellRef, Json, Ref, Text
from .hazards import FIELD_TYPES, MOST_PHOTOS, FieldSpec, HazardPlaceIn, PhotoOut
from .snapshot import AlarmDrawn


class AlarmPage(Schema):
    """`next`: pass it as `offset` to get older ones; null at the end."""

    alarms: list[AlarmDrawn]
    next: int | None


class ReadingOut(Schema):
    """What a sensor measured; `threshold` is the one that was crossed."""

    device: Ref
    parameter: str
    value: float
    unit: str
    threshold: float | None
    at: datetime | None


class CallOut(Schema):
    """Somebody to call; `reveal`: POST there for the full number (the look is logged), "" where there is none."""

    order: int
    role: Text
    name: str
    person: int | None
    phone_masked: str
    reveal: str


class NearestOut(Schema):
    """The nearest officer or inspector on duty; `metres` to the label of the ground they answer for."""

    person: Ref
    role: Text
    cell: CellRef | None
    phone_masked: str
    reveal: str
    metres: int


class AlarmStepOut(Schema):
    """One step as it was recorded; `actor` is "" for a sensor or the clock."""

    n: int
    command: str
    what: Text
    actor: str
    role: str
    at: datetime
    note: Json
    from_: str = Field(serialization_alias="from")
    to: str


class ClockOut(Schema):
    """Something that must be done by `due`; `done`: when it was, null = not yet."""

    code: str
    what: Text
    due: datetime
    done: datetime | None


class EvacuationOut(Schema):
    """People are kept out of `radius` metres around the alarm (H8)."""

    radius: int
    basis: str
    by: str
    at: datetime


class AccidentOut(Schema):
    deaths: int
    injuries: int
    at: datetime
    text: str


class AlarmCommandSpec(Schema):
    """A command that the viewer may give now, with all its fields."""

    name: str
    required: list[FieldSpec]


class AlarmOut(AlarmDrawn):
    """The card. `dispatched`: who was sent; `notified`: how many people were told so far."""

    text: str
    confidence: Annotated[str, Field(json_schema_extra={"enum": ["high", "medium", "low"]})]
    path: list[CellRef]
    unit_ref: Ref | None
    point_ref: Ref | None
    reading: ReadingOut | None
    raised_by: str
    unit_acknowledged: datetime | None
    dispatched: Ref | None
    call: list[CallOut]
    nearest: NearestOut | None
    steps: list[AlarmStepOut]
    clocks: list[ClockOut]
    evacuation: EvacuationOut | None
    hazard: Ref | None
    accident: AccidentOut | None
    notified: int
    photos: list[PhotoOut]
    commands: list[AlarmCommandSpec]
    can: list[str]


class RaiseIn(HazardPlaceIn):
    """An alarm by hand: what an officer sees, or what the public tells (`public`)."""

    kind: Literal["officer", "public"]
    title: str = Field(min_length=1, max_length=120)
    text: str = Field(default="", max_length=20_000)
    severity: Literal["hh", "h", "manual"] = "manual"
    photos: list[str] = Field(default_factory=list, max_length=MOST_PHOTOS)


class AlarmGiven(Schema):
    """A command on an alarm: the version that was seen, and the fields that `commands` of the card names."""

    version: int


_FIELDS: dict[str, Any] = {
    field.name: (FIELD_TYPES[field.kind] | None, None)
    for rule in ALARM_RULES.values()
    if rule.sources
    for field in rule.fields
}
AlarmCommandIn = create_model("AlarmCommandIn", __base__=AlarmGiven, __doc__=AlarmGiven.__doc__, **_FIELDS)
"""`AlarmGiven` with every field that some command of the alarm table takes; which ones, the rules decide."""
Metres = Annotated[int, Field(ge=1, le=20_000)]
