"""Alarm rows: made, numbered, and each step recorded."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from safegrid.domain.alarm_types import AlarmFacts, AlarmStep
from safegrid.domain.drawn import AlarmDrawn
from safegrid.store import models
from safegrid.store.alarm_facts import write_facts
from safegrid.store.drawn import alarm_drawn, place_box
from safegrid.store.models import Alarm, Device

from .places import Spot
from .transaction import Work

TITLE_LENGTH = 120


@dataclass(frozen=True)
class Rang:
    """The reading that rang: value and threshold in the device's unit."""

    device: Device
    value: float | None
    at: datetime | None
    threshold: float | None


@dataclass(frozen=True)
class Said:
    """What an alarm says of itself. `by`: person id, 0 = nobody (a sensor, the clock)."""

    title: str
    text: str
    confidence: str
    by: int = 0


def insert(spot: Spot, facts: AlarmFacts, said: Said, rang: Rang | None = None) -> Alarm:
    """Write a new alarm at a spot."""
    alarm_id = _next_id()
    assert facts.raised_at is not None
    alarm = Alarm(
        pk=alarm_id,
        number=f"BJ{spot.county_code[:6] or '000000'}-{facts.raised_at:%Y}-{alarm_id:06d}",
        title=said.title[:TITLE_LENGTH],
        text=said.text,
        confidence=said.confidence,
        point=spot.point,
        unit=spot.unit,
        cell_id=spot.place.cell or None,
        touched=list(spot.place.touched),
        geom=spot.geom,
        raised_by_id=said.by or None,
    )
    if rang is not None:
        alarm.device, alarm.threshold = rang.device, rang.threshold
        alarm.reading_value, alarm.reading_at = rang.value, rang.at
    write_facts(alarm, facts)
    alarm.save(force_insert=True)
    return alarm


def write_step(alarm: Alarm, step: AlarmStep, **more: object) -> None:
    """Record one command with all that was said. `more`: what the action found out beside it."""
    done = step.transition
    models.AlarmStep.objects.create(
        alarm=alarm,
        n=step.alarm.version,
        command=done.command.value,
        actor_id=done.by.person_id or None,
        role=done.by.role.value,
        from_state=done.before.value if done.before else "",
        to_state=done.after.value,
        note={**done.fields, **more},
        at=done.at,
    )


def write_own_step(alarm: Alarm, command: str, before: str, at: datetime, **note: object) -> None:
    """Record what a sensor or the clock did."""
    models.AlarmStep.objects.create(
        alarm=alarm,
        n=alarm.version,
        command=command,
        from_state=before,
        to_state=alarm.state,
        note=note,
        at=at,
    )


def tell(work: Work, alarm: Alarm, before: AlarmDrawn | None) -> None:
    """Tell of an alarm that was made or changed."""
    after = alarm_drawn(alarm)
    work.changed(before, after, place_box(after.lon, after.lat))


def _next_id() -> int:
    """Take the next id, so that the number can carry it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('store_alarm', 'id'))")
        (number,) = cursor.fetchone()
    return int(number)
