"""What alarms and sensors say about the level of a point or a unit (domain rules §1)."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Q

from safegrid.domain.alarm_types import CONFIRMED, Severity, Verdict
from safegrid.domain.readings import silent_hours
from safegrid.domain.triggers import Signal
from safegrid.store import packs
from safegrid.store.models import Alarm, Device, Enterprise, RiskPoint
from safegrid.store.queries.devices import HEARD

CODES = {Severity.HH.value: "ALARM_HH", Severity.H.value: "ALARM_H"}
MONTH = timedelta(days=30)


def of_point(point: RiskPoint, now: datetime) -> tuple[Signal, ...]:
    """Alarms that act on a point, an accident that is not worked up, and silent sensors. Two queries."""
    lost = Device.objects.filter(point=point, lost=True, revoked_at=None)
    hours = [silent_hours(at, now) for at in lost.values_list(HEARD, flat=True)]
    silent = (Signal("SENSOR_LOST", hours=max(hours)),) if hours else ()
    return _of_alarms(Q(point=point), reassessed_at(point), now) + silent


def of_unit(unit: Enterprise, now: datetime) -> tuple[Signal, ...]:
    """Alarms that are at none of a unit's points. One query."""
    return _of_alarms(Q(unit=unit, point=None), None, now)


def _of_alarms(where: Q, assessed_at: datetime | None, now: datetime) -> tuple[Signal, ...]:
    acting = Alarm.objects.filter(where).filter(Q(active=True) | Q(verdict=Verdict.ACCIDENT))
    found: set[Signal] = set()
    for severity, verdict, active, accident_at in acting.values_list(
        "severity", "verdict", "active", "accident_at"
    ):
        if active and severity in CODES:
            sure = verdict in CONFIRMED or severity != Severity.HH.value
            found.add(Signal(CODES[severity], confirmed=sure))
        if accident_at is not None and not is_over(accident_at, assessed_at, now):
            found.add(Signal("ACCIDENT"))
    # A claim adds nothing to the same thing confirmed.
    claims = {s for s in found if not s.confirmed and replace(s, confirmed=True) in found}
    return tuple(sorted(found - claims, key=lambda s: s.code))


def is_over(accident_at: datetime, assessed_at: datetime | None, now: datetime) -> bool:
    """An accident colours until a re-assessment is signed after it, and for the pack's days at least."""
    days = packs.current().trigger("ACCIDENT").numbers["min_days"]
    if now < accident_at + timedelta(days=days):
        return False
    return assessed_at is not None and assessed_at > accident_at


def reassessed_at(point: RiskPoint) -> datetime | None:
    """When the residual level was signed: it counts for the pack's months from then."""
    if point.residual_until is None:
        return None
    return point.residual_until - packs.current().point.residual_months * MONTH
