"""What a unit tells of itself (L5-L7, R4-R13): record sets, changes of its base data, assessments, self-checks."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from typing_extensions import override

from safegrid.domain.records import KINDS

from .people import User
from .points import RiskPoint
from .units import Enterprise


class UnitRecord(models.Model):
    """One record of a unit: a plan, a drill, a certificate … `kind` says which columns it uses (`domain.records`)."""

    unit = models.ForeignKey(Enterprise, models.CASCADE, related_name="records")
    kind = models.CharField(max_length=16)
    title = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=64, blank=True)
    person = models.CharField(max_length=64, blank=True)
    body = models.CharField(max_length=120, blank=True, help_text="who issued, organised or carried it out")
    on = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    result = models.CharField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=sorted(KINDS)), name="unit_record_kind_known"),
        ]
        indexes = [
            models.Index(fields=["unit", "kind"], condition=Q(removed_at=None), name="unit_record_by_unit"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.title or self.person}"


class DossierChange(models.Model):
    """A change of a unit's base data. The head's counts at once, a safety officer's once the head has agreed."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"

    unit = models.ForeignKey(Enterprise, models.CASCADE, related_name="dossier_changes")
    before = models.JSONField(help_text="the changed columns as they were")
    after = models.JSONField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "state"], name="dossier_change_by_unit")]

    @override
    def __str__(self) -> str:
        return f"{self.unit_id} {self.state}"


class Assessment(models.Model):
    """An assessment of a risk point: computed by the safety officer, in force once the head has signed it (R12)."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SIGNED = "signed"
        REFUSED = "refused"
        REPLACED = "replaced"

    point = models.ForeignKey(RiskPoint, models.CASCADE, related_name="assessments")
    method = models.CharField(max_length=8)
    inputs = models.JSONField()
    after = models.JSONField(null=True, blank=True, help_text="the same inputs with the measures at work")
    verified = ArrayField(
        models.BigIntegerField(), default=list, help_text="measures that were found at work"
    )
    inherent = models.PositiveSmallIntegerField()
    residual = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500, blank=True)
    pack_id = models.CharField(max_length=64)
    pack_version = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "point", condition=Q(state="waiting"), name="one_waiting_assessment_of_a_point"
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.point_id} {self.method} {self.state}"


class SelfCheck(models.Model):
    """One self-check 自查 of a unit by a version of a checklist; failed items name the hazards that they became."""

    unit = models.ForeignKey(Enterprise, models.PROTECT, related_name="self_checks")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    checklist = models.CharField(max_length=64)
    checklist_version = models.CharField(max_length=64)
    title = models.CharField(max_length=120)
    day = models.DateField(help_text="the day in China on which it was done")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True, help_text="the device's clock")
    at = models.DateTimeField(db_default=Now())
    note = models.CharField(max_length=500, blank=True)
    results = models.JSONField()
    passed = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["unit", "-day"], name="self_check_by_unit")]

    @override
    def __str__(self) -> str:
        return f"{self.unit_id} {self.checklist} {self.day}"
