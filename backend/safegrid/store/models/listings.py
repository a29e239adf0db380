"""Units that are listed 挂牌督办, now and before (C3)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from typing_extensions import override

from .people import User
from .units import Enterprise


class UnitListing(models.Model):
    """One listing of a unit, from its beginning to its end. What the unit's row says of it serves queries only.

    `level`: of the authority. `words`: what was found; `report`: what was found when it was accepted. `ended_how`: ""
    while it is in force.
    """

    REASONS = [("grade_4", "四类企业"), ("not_standard", "标准化不达标"), ("serious", "重大安全问题")]
    ENDS = [("delisted", "摘牌"), ("raised", "提级挂牌")]
    unit = models.ForeignKey(Enterprise, models.PROTECT, related_name="listings")
    level = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=16, choices=REASONS)
    words = models.TextField(blank=True)
    public_text = models.TextField()
    deadline = models.DateTimeField()
    listed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    listed_at = models.DateTimeField()
    ended_how = models.CharField(max_length=8, choices=ENDS, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    accepted_by = ArrayField(models.BigIntegerField(), default=list, help_text="people who accepted")
    report = models.TextField(blank=True)
    end_text = models.TextField(blank=True, help_text="what the public is told at its end")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(ended_at=None), name="one_listing_in_force_of_a_unit"
            ),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="unit_listing_level_1_to_4"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_how="") | (Q(ended_at__isnull=False) & ~Q(ended_how="")),
                name="unit_listing_ends_somehow",
            ),
        ]
        indexes = [models.Index(fields=["ended_at"], name="unit_listing_by_end")]

    @override
    def __str__(self) -> str:
        return f"{self.unit_id} L{self.level} {self.reason}"
