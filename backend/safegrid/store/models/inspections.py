"""Checklists in their versions, the rounds that are planned from day to day, and inspections as they were made (H11)."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from typing_extensions import override

from .cells import GridCell
from .field_records import FieldRecord
from .hazards import Hazard
from .people import User
from .points import ControlMeasure
from .units import Enterprise


class Checklist(models.Model):
    """One version of a list; never changed. `content`: the plain form of `domain.checklists.Checklist`."""

    code = models.CharField(max_length=32)
    version = models.CharField(max_length=32)
    valid_from = models.DateField()
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    loaded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("code", "version", name="checklist_version_once")]

    @override
    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class Round(models.Model):
    """What one person walks on one day. Planned once: the order stays as it is until the day is over."""

    day = models.DateField()
    person = models.ForeignKey(User, models.PROTECT, related_name="rounds")
    planned_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("person", "day", name="round_once_a_day")]

    @override
    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"


class Visit(models.Model):
    """A unit to be visited on a round. Nobody is told of it but who walks there (四不两直, H2)."""

    STATES = [("planned", "待查"), ("done", "已查"), ("skipped", "未查")]
    round = models.ForeignKey(Round, models.CASCADE, related_name="visits")
    unit = models.ForeignKey(Enterprise, models.PROTECT, related_name="visits")
    n = models.PositiveSmallIntegerField(help_text="place in the order of the route, from 1")
    metres = models.PositiveIntegerField(default=0, help_text="from the visit before, as the crow flies")
    regime = models.CharField(max_length=8)
    why = ArrayField(models.CharField(max_length=16), default=list)
    due_state = models.CharField(max_length=8)
    since = models.DateField()
    until = models.DateField()
    late = models.PositiveIntegerField(default=0, help_text="days")
    state = models.CharField(max_length=8, choices=STATES, default="planned")
    reason = models.CharField(max_length=500, blank=True, help_text="why it was skipped")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("round", "unit", name="visit_once_a_round")]

    @override
    def __str__(self) -> str:
        return f"{self.round_id}/{self.n} {self.unit_id}"


class Inspection(FieldRecord):
    """An inspection of a unit, by the version of the list that was used (none: by the unit's own measures alone).

    `cell`: whose ground it was when it was made; `moved`: it is another's since.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    unit = models.ForeignKey(Enterprise, models.PROTECT, related_name="inspections")
    person = models.ForeignKey(User, models.PROTECT, related_name="inspections")
    role = models.CharField(max_length=8)
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="inspections")
    checklist = models.ForeignKey(
        Checklist, models.PROTECT, null=True, blank=True, related_name="inspections"
    )
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    note = models.TextField(blank=True)
    cell = models.ForeignKey(GridCell, models.PROTECT, null=True, blank=True, related_name="inspections")
    moved = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["unit", "-made_at"], name="inspection_by_unit")]

    @override
    def __str__(self) -> str:
        return f"{self.unit_id} {self.made_at:%Y-%m-%d}"


class InspectionResult(models.Model):
    """What was found on one item. `what`: the item's words as they were. `hazard`: what a failed one became."""

    RESULTS = [("pass", "合格"), ("fail", "不合格"), ("na", "不适用")]
    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="results")
    n = models.PositiveSmallIntegerField()
    item = models.CharField(max_length=40)
    what = models.CharField(max_length=300)
    result = models.CharField(max_length=4, choices=RESULTS)
    note = models.TextField(blank=True)
    photos = ArrayField(models.UUIDField(), default=list)
    measure = models.ForeignKey(ControlMeasure, models.SET_NULL, null=True, blank=True, related_name="+")
    hazard = models.ForeignKey(Hazard, models.PROTECT, null=True, blank=True, related_name="found_by")

    class Meta:
        constraints = [models.UniqueConstraint("inspection", "n", name="inspection_result_numbered_once")]
        indexes = [models.Index(fields=["hazard"], name="inspection_result_by_hazard")]

    @override
    def __str__(self) -> str:
        return f"{self.inspection_id}/{self.item} {self.result}"
