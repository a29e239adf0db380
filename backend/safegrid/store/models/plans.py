"""Boundary plans 网格调整方案: drafts of other ground, each step of their history, and who takes over what they moved."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q
from django.db.models.functions import Now
from typing_extensions import override

from .cells import BoundaryVersion, GridCell
from .hazards import Hazard
from .people import User

DRAFT, SCHEDULED, PUBLISHED, ABANDONED = "draft", "scheduled", "published", "abandoned"
OPEN = (DRAFT, SCHEDULED)


class BoundaryPlan(models.Model):
    """A named draft on a published version of the boundaries, drawn below some cells (`parents`).

    `version` grows with every change of the draft. `approved_version`: the one that a second person approved.
    `accepted`: codes of the warnings that whoever published or scheduled it took note of. `stopped`: refusal that put a
    scheduled plan back to a draft.
    """

    name = models.CharField(max_length=100)
    note = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, default=DRAFT)
    base = models.ForeignKey(BoundaryVersion, models.PROTECT, related_name="plans")
    parents = ArrayField(models.BigIntegerField())
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(User, models.PROTECT, related_name="plans")
    created_at = models.DateTimeField(db_default=Now())
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(db_default=Now())
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_version = models.PositiveIntegerField(null=True, blank=True)
    effective_at = models.DateTimeField(null=True, blank=True)
    accepted = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    stopped = models.CharField(max_length=24, blank=True)
    published = models.OneToOneField(
        BoundaryVersion, models.PROTECT, null=True, blank=True, related_name="plan"
    )
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reverts = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reverted_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[DRAFT, SCHEDULED, PUBLISHED, ABANDONED]), name="plan_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status=PUBLISHED, published__isnull=False)
                | (~Q(status=PUBLISHED) & Q(published=None)),
                name="plan_published_has_a_version",
            ),
            models.CheckConstraint(
                condition=~Q(status=SCHEDULED) | Q(effective_at__isnull=False),
                name="plan_scheduled_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["effective_at"], condition=Q(status=SCHEDULED), name="plan_due_by_time"),
            models.Index(fields=["-changed_at"], name="plan_by_change"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class PlanEdit(models.Model):
    """One step of a plan's history: what was asked (`edit`), and the differences there and back that undo and redo walk.

    Plain forms of `domain.boundary_draft_json`. The steps that are undone are the last ones.
    """

    plan = models.ForeignKey(BoundaryPlan, models.CASCADE, related_name="edits")
    n = models.PositiveIntegerField()
    edit = models.JSONField()
    there = models.JSONField()
    back = models.JSONField()
    label = models.JSONField(default=dict, help_text="names of the cells concerned, for the words")
    cells = ArrayField(models.BigIntegerField(), default=list)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    undone = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint("plan", "n", name="plan_edit_numbered_once")]

    @override
    def __str__(self) -> str:
        return f"{self.plan_id}/{self.n}"


class PlanCell(models.Model):
    """A community as a plan has it now, if any step ever changed it. `geom` NULL: it is no more.

    `v`: the plan's version at which it last changed. `cell_id` has no row yet where the plan makes the cell.
    """

    plan = models.ForeignKey(BoundaryPlan, models.CASCADE, related_name="cells")
    cell_id = models.BigIntegerField()
    v = models.PositiveIntegerField()
    code = models.CharField(max_length=15, blank=True)
    name = models.CharField(max_length=64, blank=True)
    parent_id = models.BigIntegerField(default=0)
    exclave = models.BooleanField(default=False)
    geom = models.GeometryField(srid=4326, null=True, spatial_index=False)

    class Meta:
        constraints = [models.UniqueConstraint("plan", "cell_id", name="plan_cell_once")]

    @override
    def __str__(self) -> str:
        return f"{self.plan_id}/{self.cell_id} v{self.v}"


class PlanPosts(models.Model):
    """Who is to hold the posts of a community once the plan is published; users' ids."""

    plan = models.ForeignKey(BoundaryPlan, models.CASCADE, related_name="posts")
    cell_id = models.BigIntegerField()
    leaders = ArrayField(models.BigIntegerField(), default=list)
    officers = ArrayField(models.BigIntegerField(), default=list)
    inspectors = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = [models.UniqueConstraint("plan", "cell_id", name="plan_posts_once")]

    @override
    def __str__(self) -> str:
        return f"{self.plan_id}/{self.cell_id}"


class Takeover(models.Model):
    """An open hazard that a plan moved to other ground, until somebody who answers there has accepted it."""

    plan = models.ForeignKey(BoundaryPlan, models.PROTECT, related_name="takeovers")
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="takeovers")
    source = models.ForeignKey(GridCell, models.PROTECT, null=True, blank=True, related_name="+")
    target = models.ForeignKey(GridCell, models.PROTECT, null=True, blank=True, related_name="takeovers")
    at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("plan", "hazard", name="takeover_once_per_plan")]
        indexes = [
            models.Index(fields=["target"], condition=Q(accepted_at=None), name="takeover_open_by_cell")
        ]

    @override
    def __str__(self) -> str:
        return f"{self.hazard_id} > {self.target_id}"
