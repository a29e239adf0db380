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
    return _of_alarms(Q(point=point)) + silent


def of_unit(unit: Enterprise) -> tuple[Signal, ...]:
    """Alarms that are at none of a unit's points. One query."""
    return _of_alarms(Q(unit=unit, point=None))


def _of_alarms(where: Q) -> tuple[Signal, ...]:
    acting = Alarm.objects.filter(where).filter(Q(active=True) | Q(verdict=Verdict.ACCIDENT))
    found: set[Signal] = set()
    for severity, verdict, active, accident_at, over in acting.values_list(
        "severity", "verdict", "active", "accident_at", "accident_over"
    ):
        if active and severity in CODES:
            sure = verdict in CONFIRMED or severity != Severity.HH.value
            found.add(Signal(CODES[severity], confirmed=sure))
        if accident_at is not None and not over:
            found.add(Signal("ACCIDENT"))
    # A claim adds nothing to the same thing confirmed.
    claims = {s for s in found if not s.confirmed and replace(s, confirmed=True) in found}
    return tuple(sorted(found - claims, key=lambda s: s.code))


def is_worked_up(alarm: Alarm, now: datetime) -> bool:
    """An accident colours until its point's re-assessment is signed after it, and for the pack's days at least.

    Where it was at no point there is nothing to assess again: the days alone count.
    """
    assert alarm.accident_at is not None
    days = packs.current().trigger("ACCIDENT").numbers["min_days"]
    if now < alarm.accident_at + timedelta(days=days):
        return False
    assessed_at = _reassessed_at(alarm.point) if alarm.point else now
    return assessed_at is not None and assessed_at > alarm.accident_at


def _reassessed_at(point: RiskPoint) -> datetime | None:
    """When the residual level was signed: it counts for the pack's months from then."""
    if point.residual_until is None:
        return None
    return point.residual_until - packs.current().point.residual_months * MONTH
