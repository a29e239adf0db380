"""What the clock does to alarms: passes them on, notices silent sensors, lets levels end. Run by the worker.

Each object is changed in a transaction of its own and checked again under its lock, so a sweep may run twice, or beside a
command on the same object, without telling anything twice.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from safegrid.domain.alarm_time import Clock, accident_clocks, escalation
from safegrid.domain.alarm_types import OVER, AlarmKind, AlarmState, Severity, Verdict
from safegrid.domain.alarms import confidence, raised
from safegrid.domain.drawn import AlarmDrawn
from safegrid.domain.levels import Level
from safegrid.domain.readings import silent_hours
from safegrid.domain.terms import say
from safegrid.store import packs
from safegrid.store.alarm_facts import facts_of, write_facts
from safegrid.store.drawn import alarm_drawn
from safegrid.store.models import Alarm, AlarmStep, Device, RiskPoint
from safegrid.store.models.alarms import ALARM_SETTLED
from safegrid.store.queries.desk import called
from safegrid.store.queries.devices import HEARD

from . import levels, signals
from .alarm_rows import Rang, Said, insert, tell, write_own_step
from .alarms import is_quiet, lock, ring
from .notices import tell_people
from .places import at_point
from .readings import parameter_words
from .transaction import Work, clock, hold_boundaries, unit_of_work

ACTOR = "system:sweep"
CHUNK = 200
Row = tuple[int, int | None, int | None]
"""Alarm, unit and point id."""


def escalate() -> int:
    """Pass on alarms that nobody has acknowledged: to the deputy, then to the county. Returns how many."""
    rules, now = packs.current().alarms, clock()
    waits = Q(escalated=0, raised_at__lte=now - timedelta(minutes=rules.deputy_minutes))
    waits |= Q(escalated=1, raised_at__lte=now - timedelta(minutes=rules.county_minutes))
    due = Alarm.objects.filter(waits, state=AlarmState.RAISED.value).order_by("raised_at")
    return sum(_escalate_one(*row) for row in _rows(due))


def remind_of_accidents() -> int:
    """Tell the desks once of each report of an accident that is late. Returns how many."""
    now = clock()
    open_ones = Alarm.objects.filter(verdict=Verdict.ACCIDENT).exclude(state__in=ALARM_SETTLED)
    return sum(_remind_one(*row) for row in _rows(open_ones.filter(accident_at__lte=now)))


def lose_silent() -> int:
    """Notice sensors that have been silent for longer than their hours, and ring for dangerous points. Returns how many."""
    now = clock()
    rows = Device.objects.filter(revoked_at=None, lost=False, point__retired_at=None)
    late = rows.annotate(heard=HEARD, hours=F("silent_hours")).filter(heard__lt=now - timedelta(hours=1))
    silent = [
        (pk, unit, point)
        for pk, unit, point, heard, hours in late.values_list(
            "pk", "point__unit_id", "point_id", "heard", "hours"
        )
        if silent_hours(heard, now) > hours
    ]
    return sum(_lose_one(*row) for row in silent[:CHUNK]) + _rerate_lost(now)


def end_levels() -> int:
    """End what alarms do to levels once they are over and the readings were normal long enough. Returns how many."""
    over = Alarm.objects.filter(active=True, state__in=[s.value for s in OVER])
    return sum(_end_one(*row) for row in _rows(over.order_by("pk"))) + _end_accidents()


def _rows(alarms: QuerySet[Alarm]) -> list[Row]:
    return list(alarms.values_list("pk", "unit_id", "point_id")[:CHUNK])


def _escalate_one(alarm_id: int, unit_id: int | None, point_id: int | None) -> int:
    with unit_of_work(ACTOR, "alarm.escalate") as work:
        now = hold_boundaries()
        alarm = lock(alarm_id, unit_id, point_id).alarm
        facts, before = facts_of(alarm), alarm_drawn(alarm)
        level = escalation(facts, packs.current().alarms, now)
        if level == facts.escalated:
            return 0
        write_facts(alarm, replace(facts, escalated=level, version=facts.version + 1))
        alarm.save()
        write_own_step(alarm, "escalate", alarm.state, now, escalated=level)
        tell(work, alarm, before)
        ring(work, alarm)
    return 1


def _remind_one(alarm_id: int, unit_id: int | None, point_id: int | None) -> int:
    with unit_of_work(ACTOR, "alarm.clock_late") as work:
        now = hold_boundaries()
        alarm = lock(alarm_id, unit_id, point_id).alarm
        told = {s.note.get("clock") for s in AlarmStep.objects.filter(alarm=alarm, command="clock_late")}
        late = [c for c in _running_late(alarm, now) if c.code not in told]
        for running in late:
            before = alarm_drawn(alarm)
            alarm.version += 1
            alarm.save(update_fields=["version"])
            write_own_step(alarm, "clock_late", alarm.state, now, clock=running.code)
            tell(work, alarm, before)
            people = called(alarm.cell_id or 0, 0) + called(alarm.cell_id or 0, 2)
            tell_people(work, people, alarm, "alarm_clock_late", say("alarm_clock", running.code, {}).zh)
    return len(late)


def _running_late(alarm: Alarm, now: datetime) -> list[Clock]:
    running = accident_clocks(facts_of(alarm), packs.current().alarms)
    return [c for c in running if c.done is None and c.late(now)]


def _lose_one(device_id: int, unit_id: int | None, point_id: int) -> int:
    with unit_of_work(ACTOR, "device.lost") as work:
        now = hold_boundaries()
        unit, point = levels.lock_unit(unit_id), levels.lock_point(point_id)
        device = Device.objects.select_for_update().get(pk=device_id)
        hours = silent_hours(device.last_at or device.created_at, now)
        if device.lost or device.revoked_at is not None or hours <= device.silent_hours or point is None:
            return 0
        device.lost = True
        device.save(update_fields=["lost"])
        if point.base in (Level.RED, Level.ORANGE):
            _ring_lost(work, device, point, now)
        levels.rate(work, point, unit, packs.current(), now)
    return 1


def _ring_lost(work: Work, device: Device, point: RiskPoint, now: datetime) -> None:
    running = device.alarms.filter(severity=Severity.LOST.value).exclude(state__in=[s.value for s in OVER])
    if running.exists():
        return
    hours = int(silent_hours(device.last_at or device.created_at, now))
    words = say("sensor_alarm", "lost", {"parameter": parameter_words(device), "hours": hours})
    said = Said(f"{point.name} {words.zh}", "", confidence(AlarmKind.SWEEP, 0))
    rang = Rang(device, device.last_value, device.last_at, None)
    alarm = insert(at_point(point, point.unit), raised(AlarmKind.SWEEP, Severity.LOST, now), said, rang)
    write_own_step(alarm, "raise", "", now, device=device.pk, hours=hours)
    tell(work, alarm, None)
    ring(work, alarm)


def _rerate_lost(now: datetime) -> int:
    """Points whose sensor was silent already, and has now been for the trigger's hours."""
    trigger = packs.current().trigger("SENSOR_LOST")
    if not trigger.enabled:
        return 0
    heard_before = now - timedelta(hours=trigger.numbers["silent_hours"])
    silent = Device.objects.filter(lost=True, revoked_at=None, point__base__in=[Level.RED, Level.ORANGE])
    silent = silent.exclude(point__reasons__contains=[{"code": trigger.code}])
    due = silent.annotate(heard=HEARD).filter(heard__lt=heard_before)
    return sum(_rate_one(*row) for row in list(due.values_list("point_id", "point__unit_id")[:CHUNK]))


def _end_one(alarm_id: int, unit_id: int | None, point_id: int | None) -> int:
    with unit_of_work(ACTOR, "alarm.level_ended") as work:
        now = hold_boundaries()
        locked = lock(alarm_id, unit_id, point_id)
        alarm = locked.alarm
        false = alarm.state == AlarmState.FALSE
        if not alarm.active or not (false or is_quiet(alarm.device, alarm.severity, now)):
            return 0
        before = alarm_drawn(alarm)
        alarm.active = False
        _ended(work, alarm, before)
        levels.rate(work, locked.point, locked.unit, packs.current(), now)
    return 1


def _end_accidents() -> int:
    """Accidents that still colour although they are worked up and their days are over."""
    now = clock()
    acting = Alarm.objects.filter(accident_at__isnull=False, accident_over=False).select_related("point")
    over = [a for a in acting.order_by("accident_at") if signals.is_worked_up(a, now)]
    return sum(_end_accident(alarm.pk, alarm.unit_id, alarm.point_id) for alarm in over)


def _end_accident(alarm_id: int, unit_id: int | None, point_id: int | None) -> int:
    with unit_of_work(ACTOR, "alarm.accident_over") as work:
        now = hold_boundaries()
        locked = lock(alarm_id, unit_id, point_id)
        alarm = locked.alarm
        if alarm.accident_over or not signals.is_worked_up(alarm, now):
            return 0
        before = alarm_drawn(alarm)
        alarm.accident_over = True
        _ended(work, alarm, before)
        levels.rate(work, locked.point, locked.unit, packs.current(), now)
    return 1


def _ended(work: Work, alarm: Alarm, before: AlarmDrawn) -> None:
    """Write that an alarm no longer acts, and tell of it if its community is coloured otherwise now."""
    if alarm_drawn(alarm).acting != before.acting:
        alarm.version += 1
        tell(work, alarm, before)
    alarm.save(update_fields=["active", "accident_over", "version"])


def _rate_one(point_id: int, unit_id: int | None) -> int:
    with unit_of_work(ACTOR, "point.signal") as work:
        unit, point = levels.lock_unit(unit_id), levels.lock_point(point_id)
        levels.rate(work, point, unit, packs.current(), clock())
        return 1 if work.events else 0
