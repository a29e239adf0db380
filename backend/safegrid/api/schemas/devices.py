"""Sensors and what they send."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from .common import Moment, Ref

Parameter = Literal["temperature", "pressure", "level", "gas", "flow", "oxygen", "other"]
BIGGEST = 1e12
MOST = 1_000


class DeviceIn(Schema):
    """A sensor of one parameter of one point. Thresholds in `unit`; at least one of them."""

    name: str = Field(min_length=1, max_length=64)
    point: int
    parameter: Parameter
    unit: str = Field(min_length=1, max_length=16)
    low: float | None = Field(default=None, ge=-BIGGEST, le=BIGGEST)
    high: float | None = Field(default=None, ge=-BIGGEST, le=BIGGEST)
    high_high: float | None = Field(default=None, ge=-BIGGEST, le=BIGGEST)
    hysteresis: float = Field(default=0, ge=0, le=BIGGEST)
    silent_hours: int | None = Field(default=None, ge=1, le=8_760)


class TokenOut(Schema):
    """`token`: for the sensor's `Authorization: Bearer`. Shown once; null when the same request is repeated."""

    id: int
    token: str | None


class DeviceOut(Schema):
    """`point`, `last_value`: null for who manages tokens without seeing the ground. `silent`: for longer than it should
    be, `silent_for` whole hours; `lost`: for so long that it counts as lost."""

    id: int
    name: str
    point: Ref | None
    parameter: str
    unit: str
    low: float | None
    high: float | None
    high_high: float | None
    hysteresis: float
    silent_hours: int
    band: str
    lost: bool
    silent: bool
    silent_for: int
    last_at: datetime | None
    last_value: float | None
    revoked_at: datetime | None


class DeviceList(Schema):
    devices: list[DeviceOut]


class ReadingIn(Schema):
    """One value; `id` is the sender's own mark and comes back in the result."""

    at: Moment
    value: float = Field(ge=-BIGGEST, le=BIGGEST)
    id: str = Field(default="", max_length=64)


class ReadingsIn(Schema):
    readings: list[ReadingIn] = Field(min_length=1, max_length=MOST)


class ReadingResult(Schema):
    """What became of a reading: "late" is kept, but newer ones counted already; "refused" has its code."""

    id: str
    at: datetime
    result: Annotated[str, Field(json_schema_extra={"enum": ["stored", "repeated", "late", "refused"]})]
    code: str


class ReadingsOut(Schema):
    results: list[ReadingResult]
    alarm: bool
