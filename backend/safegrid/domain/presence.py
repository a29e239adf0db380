"""How near somebody was who says that they were there. A phone can be made to lie: this is a hint, never a proof."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOST_METRES = 50_000
CLOCK_SLACK = timedelta(minutes=5)


class Judged(StrEnum):
    """`THERE`: within reach even if the fix is off by its accuracy; `NEAR`: within reach if it is off the other way."""

    THERE = "there"
    NEAR = "near"
    FAR = "far"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Fix:
    """What the device said. `accuracy`: metres, 68 % of fixes lie within it; `at`: by the device's clock."""

    lon: float
    lat: float
    accuracy: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a record was made and sent, by the device's clock, and where the device was."""

    made_at: datetime
    sent_at: datetime
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """`metres`: from the fix to the place; None without a fix. `clock_off`: seconds that the device's clock is ahead."""

    judged: Judged
    metres: float | None
    accuracy: float | None
    clock_off: int


def judge(
    fix: Fix | None, metres: float | None, reach: float, sent: datetime, received: datetime
) -> Presence:
    """Judge a fix `metres` from the place. `sent`: by the device's clock, when the record left; `received`: by ours.

    The two moments tell how far the device's clock is off: a record may lie on the phone for hours, its sending does not.
    """
    off = int((sent - received).total_seconds())
    off = 0 if abs(off) <= CLOCK_SLACK.total_seconds() else off
    if fix is None or metres is None or metres > MOST_METRES:
        return Presence(Judged.UNKNOWN, metres, fix.accuracy if fix else None, off)
    if metres + fix.accuracy <= reach:
        judged = Judged.THERE
    elif metres - fix.accuracy <= reach:
        judged = Judged.NEAR
    else:
        judged = Judged.FAR
    return Presence(judged, metres, fix.accuracy, off)
