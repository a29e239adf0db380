"""Alarms as the desk's list and card show them."""

from dataclasses import dataclass

from django.contrib.gis.db.models import GeometryField
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Now

from safegrid.domain.roles import Role
from safegrid.domain.scope import Scope
from safegrid.store.access import Viewer, visible_alarms
from safegrid.store.models import Alarm, AlarmStep, CellBoundary, Duty, Upload
from safegrid.store.models.alarms import ALARM_SETTLED

from .around import Metres
from .responsible import duties_in_reach, in_force

PAGE = 50
NEAREST = 12
WITH = ("unit", "point", "handler", "device", "dispatched_to", "raised_by", "hazard")


@dataclass(frozen=True)
class Nearest:
    """Somebody on duty and how far the label of the ground they answer for is, in metres."""

    duty: Duty
    metres: int


def alarm_in_sight(scope: Scope, alarm_id: int) -> Alarm | None:
    """An alarm with all that it names; None if it is absent or out of sight. One query."""
    return visible_alarms(scope).select_related(*WITH).filter(pk=alarm_id).first()


def alarms_in_sight(scope: Scope, *, settled: bool, offset: int) -> list[Alarm]:
    """A page of alarms and one more, newest first. One query."""
    rows: QuerySet[Alarm] = visible_alarms(scope).select_related("unit", "handler")
    rows = rows if settled else rows.exclude(state__in=ALARM_SETTLED)
    return list(rows.order_by("-raised_at", "-pk")[offset : offset + PAGE + 1])


def steps_of(alarm: Alarm) -> list[AlarmStep]:
    """Every step, oldest first. One query."""
    return list(alarm.steps.select_related("actor").order_by("n"))


def photos_of(alarm: Alarm) -> list[Upload]:
    """Photos given with the alarm. One query."""
    return list(alarm.uploads.order_by("pk"))


def nearest_on_duty(viewer: Viewer, alarm: Alarm) -> Nearest | None:
    """The inspector or officer whose ground is nearest, by its label. Two queries.

    People carry no transmitter: where somebody is at this moment is not known.
    """
    place = Value(alarm.geom, output_field=GeometryField(srid=4326))
    labels = CellBoundary.objects.filter(cell__retired_at=None, valid_during__contains=Now())
    held = duties_in_reach(viewer.scope).filter(in_force(), person__is_active=True)
    on_duty = held.filter(role__in=(Role.INS, Role.OFF), cell__level=4)
    near = labels.filter(cell__in=on_duty.values("cell_id")).annotate(metres=Metres(F("label_point"), place))
    rows = dict(near.order_by("metres").values_list("cell_id", "metres")[:NEAREST])
    duties = on_duty.filter(cell_id__in=rows).select_related("person")
    found = min(duties, key=lambda d: (rows[d.cell_id or 0], d.role != Role.INS, d.pk), default=None)
    return Nearest(found, round(rows[found.cell_id or 0])) if found else None
