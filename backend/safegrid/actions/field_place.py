"""How near somebody was to a place that a record from the field is about."""

from datetime import datetime

from safegrid.domain.ownership import metres_between
from safegrid.domain.presence import Presence, Stamp, judge

REACH = 200.0
"""Metres from the place at which somebody is there: a works is larger than its mark (domain rules §6, P)."""


def judged(stamp: Stamp, place: tuple[float, float] | None, received: datetime) -> Presence:
    """Judge a stamp against a place in degrees."""
    fix = stamp.fix
    metres = metres_between(fix.lon, fix.lat, *place) if fix and place else None
    return judge(fix, metres, REACH, stamp.sent_at, received)
