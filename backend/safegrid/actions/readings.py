"""Readings come in from a sensor: kept, judged against its thresholds, and rung where they cross one (R10).

A batch may repeat what was sent before and come in any order. Locks: boundary, unit, risk point, sensor, alarm.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from safegrid.domain.alarm_types import OVER, AlarmKind, Severity
from safegrid.domain.alarms import confidence, raised
from safegrid.domain.events import Event
from safegrid.domain.readings import (
    SEVERITY_OF,
    Band,
    Crossing,
    SensorState,
    Thresholds,
    follow,
)
from safegrid.domain.readings import Reading as Value
from safegrid.domain.terms import say
from safegrid.store import packs
from safegrid.store.models import Alarm, Device, Enterprise, Reading, RiskPoint

from . import levels
from .alarm_rows import Rang, Said, insert, tell, write_own_step
from .alarms import ring
from .places import at_point
from .transaction import Work, clock, hold_boundaries, unit_of_work

WORST = (Band.LOW, Band.HIGH, Band.HIGH_HIGH)
SENSORS_AT_ONCE, READINGS_AT_ONCE = 20, 1_000
"""Of one sweep; the next one goes on."""
GRAVITY = {Severity.H.value: 1, Severity.HH.value: 2}


@dataclass(frozen=True)
class Result:
    """What became of one reading: "stored", "repeated", "late" (kept, but newer ones counted already) or "refused"."""

    at: datetime
    result: str
    code: str = ""


@dataclass(frozen=True)
class Taken:
    """The results in the order of the batch, the alarm that it rang (0 = none), and the events."""

    results: tuple[Result, ...]
    alarm: int
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Sensor:
    """A sensor with its point and unit, all locked."""

    device: Device
    point: RiskPoint
    unit: Enterprise | None


def take(device_id: int, values: Sequence[Value]) -> Taken:
    """Take a batch of a sensor that is known and not shut out."""
    seen = Device.objects.values_list("point__unit_id", "point_id").get(pk=device_id)
    with unit_of_work(f"device:{device_id}", "device.readings") as work:
        now = hold_boundaries()
        unit, point = levels.lock_unit(seen[0]), levels.lock_point(seen[1])
        assert point is not None
        at = Sensor(Device.objects.select_for_update().get(pk=device_id), point, unit)
        results, fresh = _sort(at.device, values, now)
        Reading.objects.bulk_create([Reading(device=at.device, at=v.at, value=v.value) for v in fresh])
        alarm = _judge(work, at, fresh, now)
        return Taken(tuple(results), alarm.pk if alarm else 0, tuple(work.events))


def forget_old() -> int:
    """Delete readings past the pack's days; for a sweep. Alarms keep the value that they rang for. Returns how many.

    Sensor by sensor, the oldest first: that is the order of the index which keeps a reading from coming twice.
    """
    limit = clock() - timedelta(days=packs.current().alarms.keep_days)
    old = Reading.objects.filter(at__lt=limit)
    sensors = Device.objects.filter(Exists(old.filter(device=OuterRef("pk")))).values_list("pk", flat=True)
    return sum(_forget(old.filter(device=pk)) for pk in list(sensors[:SENSORS_AT_ONCE]))


def _forget(old: QuerySet[Reading]) -> int:
    pks = list(old.order_by("at").values_list("pk", flat=True)[:READINGS_AT_ONCE])
    return Reading.objects.filter(pk__in=pks).delete()[0]


def state_of(device: Device) -> SensorState:
    """What the readings so far say of a sensor."""
    return SensorState(Band(device.band), device.last_at, device.last_value, device.normal_since)


def thresholds_of(device: Device) -> Thresholds:
    return Thresholds(device.low, device.high, device.high_high, device.hysteresis)


def _sort(device: Device, values: Sequence[Value], now: datetime) -> tuple[list[Result], list[Value]]:
    """Results of a batch, and the readings of it that are new."""
    newest = now + timedelta(seconds=packs.current().alarms.future_seconds)
    known = set(device.readings.filter(at__in=[v.at for v in values]).values_list("at", flat=True))
    results: list[Result] = []
    fresh: list[Value] = []
    for value in values:
        if value.at > newest:
            results.append(Result(value.at, "refused", "FUTURE_CLOCK"))
        elif value.at in known:
            results.append(Result(value.at, "repeated"))
        else:
            late = device.last_at is not None and value.at <= device.last_at
            results.append(Result(value.at, "late" if late else "stored"))
            known.add(value.at)
            fresh.append(value)
    return results, fresh


def _judge(work: Work, at: Sensor, fresh: Sequence[Value], now: datetime) -> Alarm | None:
    device = at.device
    before = state_of(device)
    after, crossings = follow(before, fresh, thresholds_of(device))
    was_lost, device.lost = device.lost, device.lost and after.last_at == before.last_at
    device.band, device.last_at = after.band.value, after.last_at
    device.last_value, device.normal_since = after.last_value, after.normal_since
    device.save(update_fields=["band", "last_at", "last_value", "normal_since", "lost"])
    rings = [c for c in crossings if c.rings]
    worst = max(rings, key=lambda c: WORST.index(c.after), default=None)
    alarm = _raise(work, at, worst, now) if worst and at.point.retired_at is None else None
    if alarm is not None or was_lost != device.lost:
        levels.rate(work, at.point, at.unit, packs.current(), now)
    return alarm


def _raise(work: Work, at: Sensor, crossing: Crossing, now: datetime) -> Alarm | None:
    """Ring, unless an alarm of this sensor that is at least as grave is being handled."""
    device, severity = at.device, Severity(SEVERITY_OF[crossing.after])
    running = device.alarms.exclude(state__in=[s.value for s in OVER]).values_list("severity", flat=True)
    if any(GRAVITY.get(s, 0) >= GRAVITY[severity.value] for s in running):
        return None
    facts = raised(AlarmKind.SENSOR, severity, now)
    said = Said(
        _title(device, at.point, crossing), "", confidence(AlarmKind.SENSOR, _agreeing(device, severity))
    )
    rang = Rang(device, crossing.reading.value, crossing.reading.at, _threshold(device, crossing.after))
    alarm = insert(at_point(at.point, at.unit), facts, said, rang)
    write_own_step(alarm, "raise", "", now, value=crossing.reading.value, device=device.pk)
    tell(work, alarm, None)
    ring(work, alarm)
    return alarm


def _title(device: Device, point: RiskPoint, crossing: Crossing) -> str:
    value = {"value": f"{crossing.reading.value:g}", "unit": device.unit}
    words = say("sensor_alarm", crossing.after.value, {"parameter": parameter_words(device), **value})
    return f"{point.name} {words.zh}"


def parameter_words(device: Device) -> str:
    """The parameter in Chinese, as numbers and titles of records are."""
    return say("parameter", device.parameter, {}).zh


def _threshold(device: Device, band: Band) -> float | None:
    return {Band.LOW: device.low, Band.HIGH: device.high, Band.HIGH_HIGH: device.high_high}.get(band)


def _agreeing(device: Device, severity: Severity) -> int:
    """This sensor and the others at its point that say the same or worse."""
    bands = [b.value for b in Band if GRAVITY.get(SEVERITY_OF.get(b, ""), 0) >= GRAVITY[severity.value]]
    others = Device.objects.filter(point_id=device.point_id, revoked_at=None, lost=False, band__in=bands)
    return 1 + others.exclude(pk=device.pk).count()
