"""Alarms 警情, each step of their handling, and what people were told of them."""

import uuid

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db.models import Q
from django.db.models.functions import Now
from typing_extensions import override

from safegrid.domain import drawn
from safegrid.domain.alarm_types import AlarmKind, AlarmState, Severity, Verdict

from .cells import GridCell
from .devices import Device
from .hazards import Hazard
from .people import User
from .points import RiskPoint
from .steps import Step
from .units import Enterprise

ALARM_SETTLED = sorted(drawn.ALARM_SETTLED)


class Alarm(models.Model):
    """An alarm. The columns are what `domain.alarm_types.AlarmFacts` says, and what rang.

    `active`: it still acts on the level of its point; that may outlast its handling until the readings are normal.
    `accident_over`: it is worked up, and colours nothing any more.
    `touched`: as of a hazard. `reading_value` in the device's unit, `threshold` the one it crossed.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    number = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=8)
    severity = models.CharField(max_length=8)
    state = models.CharField(max_length=12)
    verdict = models.CharField(max_length=8, blank=True)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    confidence = models.CharField(max_length=8)
    active = models.BooleanField(default=True)
    point = models.ForeignKey(RiskPoint, models.PROTECT, null=True, blank=True, related_name="alarms")
    unit = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="alarms")
    cell = models.ForeignKey(GridCell, models.PROTECT, null=True, blank=True, related_name="alarms")
    touched = ArrayField(models.BigIntegerField(), default=list)
    geom = models.PointField(srid=4326)
    device = models.ForeignKey(Device, models.PROTECT, null=True, blank=True, related_name="alarms")
    reading_value = models.FloatField(null=True, blank=True)
    reading_at = models.DateTimeField(null=True, blank=True)
    threshold = models.FloatField(null=True, blank=True)
    raised_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField()
    handler = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    unit_acknowledged_at = models.DateTimeField(null=True, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    dispatched_to = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    dispatched_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    escalated = models.PositiveSmallIntegerField(default=0)
    accident_at = models.DateTimeField(null=True, blank=True)
    accident_over = models.BooleanField(default=False)
    deaths = models.PositiveIntegerField(default=0)
    injuries = models.PositiveIntegerField(default=0)
    reports = ArrayField(models.DateTimeField(), default=list)
    evacuation = models.JSONField(null=True, blank=True, help_text="radius (m), basis, by, at; H8")
    hazard = models.ForeignKey(Hazard, models.PROTECT, null=True, blank=True, related_name="alarms")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in AlarmState]), name="alarm_state_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in AlarmKind]), name="alarm_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(severity__in=[s.value for s in Severity]), name="alarm_severity_known"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=[v.value for v in Verdict]), name="alarm_verdict_known"
            ),
            models.CheckConstraint(
                condition=Q(escalated__gte=0, escalated__lte=2), name="alarm_escalated_0_to_2"
            ),
        ]
        indexes = [
            models.Index(fields=["cell"], condition=~Q(state__in=ALARM_SETTLED), name="alarm_open_by_cell"),
            models.Index(fields=["raised_at"], condition=Q(state="raised"), name="alarm_ringing_by_time"),
            models.Index(fields=["point"], condition=Q(active=True), name="alarm_active_by_point"),
            models.Index(fields=["unit"], name="alarm_by_unit"),
            models.Index(fields=["device"], name="alarm_by_device"),
            GinIndex(fields=["touched"], name="alarm_by_touched"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class AlarmStep(Step):
    """One command that was carried out, or what the clock did, with everything that was said."""

    alarm = models.ForeignKey(Alarm, models.PROTECT, related_name="steps")

    class Meta:
        constraints = [models.UniqueConstraint("alarm", "n", name="alarm_step_numbered_once")]

    @override
    def __str__(self) -> str:
        return f"{self.alarm_id}/{super().__str__()}"


class Notice(models.Model):
    """What one person was told in the application, of an alarm or of the desk. `code` has words in the catalogue."""

    person = models.ForeignKey(User, models.PROTECT, related_name="notices")
    alarm = models.ForeignKey(Alarm, models.PROTECT, null=True, blank=True, related_name="notices")
    code = models.CharField(max_length=24)
    text = models.TextField(blank=True)
    at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="notice_by_person")]

    @override
    def __str__(self) -> str:
        return f"{self.person_id} {self.code}"
