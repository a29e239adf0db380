"""Alarms as the desk's list and card show them."""

from dataclasses import dataclass

from django.contrib.gis.db.models import GeometryField
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Now

from safegrid.domain.roles import Role
from safegrid.domain.scope import Scope
from safegrid.store.access import Viewer, visible_alarms
from safegrid.store.celltree import tree
from safegrid.store.models import Alarm, AlarmStep, CellBoundary, Duty, Upload
from safegrid.store.models.alarms import ALARM_SETTLED

from .around import Metres
from .responsible import duties_in_reach, in_force

PAGE = 50
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
    """The inspector or officer who answers for the place, of the smallest cell that has one. Two queries.

    Only who may be sent there: somebody next door has no duty here. People carry no transmitter: where somebody is at
    this moment is not known.
    """
    around = tree().path(alarm.cell_id or 0)
    level = {cell.id: cell.level for cell in around}
    held = duties_in_reach(viewer.scope).filter(in_force(), person__is_active=True)
    duties = held.filter(role__in=(Role.INS, Role.OFF), cell_id__in=level).select_related("person")
    found = min(duties, key=lambda d: (-level[d.cell_id or 0], d.role != Role.INS, d.pk), default=None)
    if found is None:
        return None
    place = Value(alarm.geom, output_field=GeometryField(srid=4326))
    label = CellBoundary.objects.filter(cell=found.cell_id, valid_during__contains=Now())
    metres = label.annotate(metres=Metres(F("label_point"), place)).values_list("metres", flat=True).first()
    return Nearest(found, round(metres or 0))
