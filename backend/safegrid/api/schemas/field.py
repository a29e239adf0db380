"""What every record from the field carries: when it was made and sent by the device's clock, and where the device was."""

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from safegrid.domain.presence import Fix, Presence, Stamp

from .common import Moment


class FixIn(Schema):
    """A position as the device said it: WGS 84 degrees, `accuracy` in metres, `at` by the device's clock."""

    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)
    accuracy: float = Field(ge=0, le=1e7)
    at: Moment


class FieldStamp(Schema):
    """Base of every body that comes from the field. `made_at`: when it was done; `sent_at`: when this request left.

    Both by the device's clock; the server keeps its own time beside them. `fix` is null where the device knew no place.
    """

    made_at: Moment
    sent_at: Moment
    fix: FixIn | None = None

    def stamp(self) -> Stamp:
        """The same as a value of the domain."""
        fix = None if self.fix is None else Fix(self.fix.lon, self.fix.lat, self.fix.accuracy, self.fix.at)
        return Stamp(self.made_at, self.sent_at, fix)


class PresenceOut(Schema):
    """How near the device was, as far as it can be trusted: a hint, never a proof. `clock_off`: seconds."""

    judged: Literal["there", "near", "far", "unknown"]
    metres: float | None
    accuracy: float | None
    clock_off: int


class StampOut(Schema):
    """When a record was made and sent by the device's clock, and when it was received by the server's."""

    made_at: datetime
    sent_at: datetime
    received_at: datetime
    presence: PresenceOut


def presence_out(presence: Presence) -> PresenceOut:
    return PresenceOut(
        judged=presence.judged.value,
        metres=presence.metres,
        accuracy=presence.accuracy,
        clock_off=presence.clock_off,
    )
