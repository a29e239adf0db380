"""Alarms: raised by people, and every further command of the desk.

The rules decide (`domain.alarms.step`); this module finds out what they need to know, writes what they say and tells of
it. Locks are taken in the order boundary, unit, risk point, hazard, alarm.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from safegrid.domain.alarm_types import OVER, AlarmCmd, AlarmCommand, AlarmState, AlarmStep
from safegrid.domain.alarms import confidence, step
from safegrid.domain.events import Event
from safegrid.domain.hazards import Cmd, Command
from safegrid.domain.readings import SensorState, has_been_normal
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Permission, Verb, best
from safegrid.domain.scope import Placed
from safegrid.store import packs
from safegrid.store.access import Viewer, viewer_of_user, visible_alarms
from safegrid.store.alarm_facts import facts_of, write_facts
from safegrid.store.drawn import alarm_drawn
from safegrid.store.models import Alarm, Device, Enterprise, RiskPoint
from safegrid.store.queries.around import MOST_METRES
from safegrid.store.queries.desk import called
from safegrid.store.queries.told import people_within

from . import evidence, hazards, levels
from .alarm_rows import Said, insert, tell, write_step
from .notices import tell_people
from .places import Where
from .transaction import Refused, Work, hold_boundaries, unit_of_work

NOT_FOUND = Refusal("NOT_FOUND")
TELLS = {AlarmCmd.NOTIFY: "text", AlarmCmd.EVACUATE: "basis"}
"""Commands that tell everybody within their radius, and the field that says what."""
SOURCES = {"sensor": "monitoring", "sweep": "monitoring", "officer": "inspection", "public": "public"}
"""Where a hazard that an alarm turned out to be comes from."""


@dataclass(frozen=True)
class Outcome:
    """What a command did: the alarm, its version now, and the events, which the caller's own screen applies at once."""

    alarm: int
    version: int
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Locked:
    """Rows that a command works on, locked until its transaction ends."""

    alarm: Alarm
    unit: Enterprise | None
    point: RiskPoint | None


def create(viewer: Viewer, where: Where, command: AlarmCommand) -> Outcome | Refusal:
    """Raise an alarm by hand. Refusals: NOT_FOUND out of sight, BAD_PLACE, NOT_YOUR_DUTY, FIELD_BAD, FIELD_MISSING."""
    try:
        with unit_of_work(viewer.key, "alarm.raise") as work:
            return _create(work, viewer, where, command, hold_boundaries())
    except Refused as refused:
        return refused.refusal


def run(viewer: Viewer, alarm_id: int, command: AlarmCommand) -> Outcome | Refusal:
    """Carry out any other command. Refusals: NOT_FOUND out of sight, STALE_VERSION, BAD_STATE, NOT_YOUR_DUTY, ..."""
    seen = visible_alarms(viewer.scope).filter(pk=alarm_id).values_list("unit_id", "point_id").first()
    if seen is None:
        return NOT_FOUND
    try:
        with unit_of_work(viewer.key, f"alarm.{command.name.value}") as work:
            now = hold_boundaries()
            return _advance(work, viewer, lock(alarm_id, *seen), command, now)
    except Refused as refused:
        return refused.refusal


def lock(alarm_id: int, unit_id: int | None, point_id: int | None) -> Locked:
    """Lock an alarm with its unit and point, in the order that everybody keeps."""
    unit, point = levels.lock_unit(unit_id), levels.lock_point(point_id)
    # Who handles it may change while this waits, and a join would still bring who did before.
    rows = Alarm.objects.select_for_update(of=("self",)).select_related("unit")
    return Locked(rows.get(pk=alarm_id), unit, point)


def ring(work: Work, alarm: Alarm) -> None:
    """Call who sits at the desk, or whom the alarm has been passed on to."""
    code = ("alarm_raised", "alarm_deputy", "alarm_county")[alarm.escalated]
    tell_people(work, called(alarm.cell_id or 0, alarm.escalated), alarm, code)


def _create(work: Work, viewer: Viewer, where: Where, command: AlarmCommand, now: datetime) -> Outcome:
    spot = hazards.find_spot(viewer, where)
    result = step(None, command, viewer.actor_over(spot.place), packs.current(), now)
    if isinstance(result, Refusal):
        raise Refused(result)
    fields: Mapping[str, object] = result.transition.fields
    said = Said(
        title=str(fields["title"]),
        text=str(fields.get("text") or ""),
        confidence=confidence(result.alarm.kind, 0),
        by=viewer.person,
    )
    alarm = insert(spot, result.alarm, said)
    _record(viewer, alarm, result)
    tell(work, alarm, None)
    ring(work, alarm)
    levels.rate(work, spot.point, spot.unit, packs.current(), now)
    return Outcome(alarm.pk, alarm.version, tuple(work.events))


def _advance(work: Work, viewer: Viewer, locked: Locked, command: AlarmCommand, now: datetime) -> Outcome:
    alarm, pack = locked.alarm, packs.current()
    before = alarm_drawn(alarm)
    able = _can_go(command.fields.get("person"), before, now)
    result = step(facts_of(alarm), command, viewer.actor_over(before), pack, now, target_has_duty=able)
    if isinstance(result, Refusal):
        raise Refused(result)
    write_facts(alarm, result.alarm)
    alarm.active = alarm.active and not _level_ends(alarm, now)
    alarm.save()
    more = _beside(work, viewer, alarm, result)
    _record(viewer, alarm, result, **more)
    tell(work, alarm, before)
    if command.name is not AlarmCmd.JUDGE_HAZARD:  # the hazard's own action has rated, with this alarm in it
        levels.rate(work, locked.point, locked.unit, pack, now)
    return Outcome(alarm.pk, alarm.version, tuple(work.events))


def _beside(work: Work, viewer: Viewer, alarm: Alarm, done: AlarmStep) -> dict[str, object]:
    """What a command does beyond the alarm itself; what the record says of it."""
    fields, name = done.transition.fields, done.transition.command
    if name is AlarmCmd.DISPATCH:
        note = str(fields.get("note") or "")
        tell_people(work, [done.alarm.dispatched_to], alarm, "alarm_dispatched", note)
    elif name is AlarmCmd.JUDGE_HAZARD:
        return {"hazard": _make_hazard(work, viewer, alarm, done)}
    elif name in TELLS:
        radius = fields["radius"]
        assert isinstance(radius, int)
        people = people_within(viewer, alarm.geom.x, alarm.geom.y, min(radius, MOST_METRES))
        told = tell_people(work, people, alarm, f"alarm_{name.value}", str(fields[TELLS[name]]))
        return {"told": told}
    return {}


def _make_hazard(work: Work, viewer: Viewer, alarm: Alarm, done: AlarmStep) -> str:
    """A real hazard, which takes the usual way from here on; the alarm stands for its photo. Its number."""
    fields = done.transition.fields
    report = {
        "claimed": str(fields["claimed"]),
        "category": fields["category"],
        "text": fields["text"],
        "title": alarm.title,
        "found_at": alarm.raised_at,
        "source": SOURCES[alarm.kind],
    }
    command = Command(Cmd.REPORT, report, override=True)
    made = hazards.add(work, viewer, _where(alarm), command, done.transition.at, evidence=True)
    alarm.hazard_id = made.hazard
    alarm.save(update_fields=["hazard"])
    assert alarm.hazard is not None
    return alarm.hazard.number


def _where(alarm: Alarm) -> Where:
    if alarm.point_id is not None:
        return Where(point=alarm.point_id)
    if alarm.unit_id is not None:
        return Where(unit=alarm.unit_id)
    return Where(lon=alarm.geom.x, lat=alarm.geom.y)


def _record(viewer: Viewer, alarm: Alarm, result: AlarmStep, **more: object) -> None:
    refusal = evidence.attach(viewer.person, alarm, result.transition.fields)
    if refusal is not None:
        raise Refused(refusal)
    write_step(alarm, result, **more)


def _can_go(person: object, placed: Placed, now: datetime) -> bool:
    """Whether somebody who is to be sent answers for the place: may at least arrive there (INS), or handle it."""
    if not isinstance(person, int):
        return False
    viewer = viewer_of_user(person, now)
    return viewer is not None and best(viewer.actor_over(placed), Verb.HANDLE_ALARM) is Permission.YES


def _level_ends(alarm: Alarm, now: datetime) -> bool:
    """Whether the alarm stops acting on levels: false, or over and its sensor normal for long enough."""
    if alarm.state == AlarmState.FALSE:
        return True
    return AlarmState(alarm.state) in OVER and is_quiet(alarm.device, alarm.severity, now)


def is_quiet(device: Device | None, severity: str, now: datetime) -> bool:
    """Whether the readings let an alarm's level end (domain rules §1: normal for 30 minutes)."""
    if device is None or device.revoked_at is not None:
        return True
    trigger = packs.current().trigger("ALARM_HH" if severity == "hh" else "ALARM_H")
    state = SensorState(normal_since=device.normal_since)
    return has_been_normal(state, trigger.numbers["normal_minutes"], now)
