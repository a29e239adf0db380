"""An alarm's row to the list's and the card's shape."""

from dataclasses import asdict
from datetime import datetime

from django.utils import timezone

from safegrid.domain.alarm_time import clocks
from safegrid.domain.alarm_types import AlarmCmd
from safegrid.domain.alarms import Offered, offered
from safegrid.domain.hazard_fields import Field
from safegrid.store import packs
from safegrid.store.access import Viewer
from safegrid.store.alarm_facts import facts_of
from safegrid.store.drawn import alarm_drawn
from safegrid.store.models import Alarm, AlarmStep, User
from safegrid.store.queries.alarms import nearest_on_duty, photos_of, steps_of
from safegrid.store.queries.around import Around

from .alarm_calls import calls, role_words
from .hazard_panel import CHOICES, photo_out
from .present import cell_of, masked, path_of
from .schemas.alarms import (
    AccidentOut,
    AlarmCommandSpec,
    AlarmOut,
    AlarmStepOut,
    ClockOut,
    EvacuationOut,
    NearestOut,
    ReadingOut,
)
from .schemas.common import Ref
from .schemas.desk import AroundOut
from .schemas.hazards import FieldSpec
from .schemas.snapshot import AlarmDrawn
from .viewer import can
from .words import words


def row(alarm: Alarm) -> AlarmDrawn:
    """Write an alarm as screens hold it; reads `unit` and `handler`."""
    return AlarmDrawn(**asdict(alarm_drawn(alarm)))


def panel(alarm: Alarm, viewer: Viewer) -> AlarmOut:
    """Write everything that the viewer may know of an alarm."""
    drawn, facts, pack, now = alarm_drawn(alarm), facts_of(alarm), packs.current(), timezone.now()
    steps = steps_of(alarm)
    return AlarmOut(
        **asdict(drawn),
        text=alarm.text,
        confidence=alarm.confidence,
        path=path_of(alarm.cell_id),
        unit_ref=Ref(id=alarm.unit.pk, name=alarm.unit.name) if alarm.unit else None,
        point_ref=Ref(id=alarm.point.pk, name=alarm.point.name) if alarm.point else None,
        reading=_reading(alarm),
        raised_by=_person(alarm.raised_by, viewer),
        unit_acknowledged=alarm.unit_acknowledged_at,
        dispatched=_ref(alarm.dispatched_to),
        call=calls(alarm, viewer),
        nearest=_nearest(alarm, viewer),
        steps=[_step(s, viewer) for s in steps],
        clocks=[
            ClockOut(code=c.code, what=words("alarm_clock", c.code), due=c.due, done=c.done)
            for c in clocks(facts, pack.alarms)
        ],
        evacuation=_evacuation(alarm),
        hazard=Ref(id=alarm.hazard.pk, name=alarm.hazard.number) if alarm.hazard else None,
        accident=_accident(alarm, steps),
        notified=sum(int(s.note.get("told", 0)) for s in steps),
        photos=[photo_out(p) for p in photos_of(alarm)],
        commands=[_command(o) for o in offered(facts, viewer.actor_over(drawn), pack, now)],
        can=can(viewer, drawn),
    )


def around_out(found: Around) -> AroundOut:
    """Write the surroundings of a place; roles in words."""
    plain = asdict(found)
    rows = [person | {"role": role_words(person["role"])} for person in plain["people"]["rows"]]
    return AroundOut(**plain | {"people": {"total": found.people.total, "rows": rows}})


def _person(person: User | None, viewer: Viewer) -> str:
    """A wall shows no name of who reported."""
    return person.name if person and viewer.person else ""


def _ref(person: User | None) -> Ref | None:
    return Ref(id=person.pk, name=person.name) if person else None


def _reading(alarm: Alarm) -> ReadingOut | None:
    device = alarm.device
    if device is None or alarm.reading_value is None:
        return None
    return ReadingOut(
        device=Ref(id=device.pk, name=device.name),
        parameter=device.parameter,
        value=alarm.reading_value,
        unit=device.unit,
        threshold=alarm.threshold,
        at=alarm.reading_at,
    )


def _nearest(alarm: Alarm, viewer: Viewer) -> NearestOut | None:
    found = nearest_on_duty(viewer, alarm)
    if found is None:
        return None
    duty = found.duty
    return NearestOut(
        person=Ref(id=duty.person_id, name=duty.person.name),
        role=role_words(duty.role),
        cell=cell_of(duty.cell_id),
        phone_masked=masked(duty.person.phone, viewer),
        reveal=f"/people/{duty.person_id}/phone",
        metres=found.metres,
    )


def _step(step: AlarmStep, viewer: Viewer) -> AlarmStepOut:
    hidden = step.command == AlarmCmd.RAISE and not viewer.person
    return AlarmStepOut(
        n=step.n,
        command=step.command,
        what=words("alarm_command", step.command),
        actor=step.actor.name if step.actor and not hidden else "",
        role=step.role,
        at=step.at,
        note=step.note,
        from_=step.from_state,
        to=step.to_state,
    )


def _evacuation(alarm: Alarm) -> EvacuationOut | None:
    order = facts_of(alarm).evacuation
    if order is None:
        return None
    by = User.objects.filter(pk=order.by).values_list("name", flat=True).first() or ""
    return EvacuationOut(radius=order.radius, basis=order.basis, by=by, at=order.at)


def _accident(alarm: Alarm, steps: list[AlarmStep]) -> AccidentOut | None:
    if alarm.accident_at is None:
        return None
    said = [s.note.get("text", "") for s in steps if s.command == AlarmCmd.JUDGE_ACCIDENT]
    at: datetime = alarm.accident_at
    return AccidentOut(deaths=alarm.deaths, injuries=alarm.injuries, at=at, text=said[-1] if said else "")


def _command(offer: Offered) -> AlarmCommandSpec:
    return AlarmCommandSpec(name=offer.name.value, required=[_field(f) for f in offer.fields])


def _field(field: Field) -> FieldSpec:
    kind = field.kind
    return FieldSpec(
        field=field.name, type=kind.value, optional=not field.required, choices=CHOICES.get(kind)
    )
