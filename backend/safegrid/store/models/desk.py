"""The duty desk 值班室: who sits at it when (值班表), and how it was handed over (交接班)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from typing_extensions import override

from .cells import GridCell
from .people import User


class Shift(models.Model):
    """Somebody sits at the desk of a county or the city during [starts_at, ends_at), with a deputy to be called next."""

    cell = models.ForeignKey(GridCell, models.PROTECT, related_name="shifts")
    person = models.ForeignKey(User, models.PROTECT, related_name="shifts")
    deputy = models.ForeignKey(User, models.PROTECT, related_name="deputy_shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            # One that is ended before it begins stays in the roster, empty.
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="shift_ends_after_start"),
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="shift_deputy_is_another"),
            ExclusionConstraint(
                name="shift_one_at_a_time",
                expressions=[
                    ("cell", RangeOperators.EQUAL),
                    (Func(F("starts_at"), F("ends_at"), function="TSTZRANGE"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["cell", "starts_at"], name="shift_by_cell")]

    @override
    def __str__(self) -> str:
        return f"{self.person_id} @ {self.cell_id} {self.starts_at:%F %R}"


class Handover(models.Model):
    """One handing over of a desk: signed by the giver when made, by the taker when `signed_at` is set; then immutable.

    `digest`: over everything that was signed and the digest before it at the same desk, so that no line of the book can
    be changed or left out unnoticed. `open_alarms`: numbers of the alarms that were open.
    """

    cell = models.ForeignKey(GridCell, models.PROTECT, related_name="handovers")
    giver = models.ForeignKey(User, models.PROTECT, related_name="+")
    taker = models.ForeignKey(User, models.PROTECT, related_name="+")
    summary = models.TextField()
    open_items = models.TextField(blank=True)
    open_alarms = models.JSONField(default=list)
    given_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64)
    signed_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="handover_between_two"),
        ]
        indexes = [models.Index(fields=["cell", "-id"], name="handover_by_cell")]

    @override
    def __str__(self) -> str:
        return f"{self.giver_id} > {self.taker_id} {self.given_at:%F %R}"
