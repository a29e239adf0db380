"""Hazards 隐患 and each step of their treatment (H4, H11)."""

import uuid

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db.models import Q
from typing_extensions import override

from safegrid.domain import drawn
from safegrid.domain.hazards import State

from .cells import GridCell
from .people import User
from .points import ControlMeasure, RiskPoint
from .steps import Step
from .units import Enterprise

SETTLED = sorted(drawn.SETTLED)


class Hazard(models.Model):
    """A hazard. `facts` is the plain form of `domain.hazards.HazardFacts`; the columns beside it serve queries only.

    `touched`: further communities that its point enters, or that its unit has sites in; they see it too.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    number = models.CharField(max_length=32, unique=True)
    point = models.ForeignKey(RiskPoint, models.PROTECT, null=True, blank=True, related_name="hazards")
    unit = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="hazards")
    measure = models.ForeignKey(
        ControlMeasure, models.SET_NULL, null=True, blank=True, related_name="hazards"
    )
    cell = models.ForeignKey(GridCell, models.PROTECT, null=True, blank=True, related_name="hazards")
    touched = ArrayField(models.BigIntegerField(), default=list)
    geom = models.PointField(srid=4326)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    category = models.CharField(max_length=24)
    major = models.BooleanField(default=False)
    state = models.CharField(max_length=12)
    self_found = models.BooleanField(default=False)
    overdue = models.PositiveSmallIntegerField(default=0, help_text="0 no, 1 yes, 2 more than 15 days")
    listing = models.PositiveSmallIntegerField(
        default=0, help_text="level of the authority that listed it, 0 = none"
    )
    listing_deadline = models.DateTimeField(null=True, blank=True)
    listing_overdue = models.BooleanField(default=False)
    suspended = models.BooleanField(default=False)
    deadline = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=16)
    reporter = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="reported")
    found_at = models.DateTimeField()
    reported_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    facts = models.JSONField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(overdue__gte=0, overdue__lte=2), name="hazard_overdue_0_to_2"),
            models.CheckConstraint(condition=Q(listing__gte=0, listing__lte=4), name="hazard_listing_0_to_4"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="hazard_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["cell"], condition=~Q(state__in=SETTLED), name="hazard_open_by_cell"),
            models.Index(
                fields=["deadline"], condition=~Q(state__in=SETTLED), name="hazard_open_by_deadline"
            ),
            models.Index(
                fields=["listing_deadline"],
                condition=Q(listing_overdue=False, listing_deadline__isnull=False),
                name="hazard_by_listing_deadline",
            ),
            GinIndex(fields=["touched"], name="hazard_by_touched"),
            models.Index(fields=["unit"], name="hazard_by_unit"),
            models.Index(fields=["point"], name="hazard_by_point"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class HazardStep(Step):
    """One command that was carried out, with everything that was said (whole process recorded, H11)."""

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="steps")

    class Meta:
        constraints = [models.UniqueConstraint("hazard", "n", name="hazard_step_numbered_once")]

    @override
    def __str__(self) -> str:
        return f"{self.hazard_id}/{super().__str__()}"
