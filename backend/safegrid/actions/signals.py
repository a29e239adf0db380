"""What alarms and sensors say about the level of a point or a unit (domain rules §1)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Q

from safegrid.domain.alarm_types import CONFIRMED, Severity, Verdict
from safegrid.domain.readings import silent_hours
from safegrid.domain.triggers import Signal
from safegrid.store import packs
from safegrid.store.among import about, among
from safegrid.store.models import Alarm, Device, RiskPoint
from safegrid.store.queries.devices import HEARD

CODES = {Severity.HH.value: "ALARM_HH", Severity.H.value: "ALARM_H"}
MONTH = timedelta(days=30)
Signals = Mapping[int, tuple[Signal, ...]]
"""Point or unit to what is said of it; those of whom nothing is said are left out."""


def of_points(points: Collection[int], now: datetime) -> Signals:
    """Alarms that act on points, accidents that are not worked up, and silent sensors. Two queries."""
    lost = Device.objects.filter(about("point_id", points), lost=True, revoked_at=None)
    hours: dict[int, float] = {}
    for point, at in lost.values_list("point_id", HEARD):
        hours[point] = max(hours.get(point, 0), silent_hours(at, now))
    found = _of_alarms("point_id", about("point_id", points))
    for point, silent in hours.items():
        found[point] = (*found.get(point, ()), Signal("SENSOR_LOST", hours=silent))
    return found


def of_units(units: Collection[int]) -> Signals:
    """Alarms that are at none of the units' points. One query."""
    return _of_alarms("unit_id", among("unit_id", units) & Q(point=None))


def _of_alarms(at: str, where: Q) -> dict[int, tuple[Signal, ...]]:
    acting = Alarm.objects.filter(where).filter(Q(active=True) | Q(verdict=Verdict.ACCIDENT))
    found: dict[int, set[Signal]] = defaultdict(set)
    for whose, severity, verdict, active, accident_at, over in acting.values_list(
        at, "severity", "verdict", "active", "accident_at", "accident_over"
    ):
        if active and severity in CODES:
            sure = verdict in CONFIRMED or severity != Severity.HH.value
            found[whose].add(Signal(CODES[severity], confirmed=sure))
        if accident_at is not None and not over:
            found[whose].add(Signal("ACCIDENT"))
    return {whose: _sure(signals) for whose, signals in found.items()}


def _sure(found: set[Signal]) -> tuple[Signal, ...]:
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
