"""Grid cells (G1): identity apart from shape, shape in time, and shapes per zoom for the tiles."""

from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db.models import Q
from django.db.models.functions import Now
from typing_extensions import override

from .fields import valid_geometry


class GridCell(models.Model):
    """A cell's identity: level 1 city, 2 county, 3 township, 4 community. A retired code is never used again."""

    code = models.CharField(max_length=15, unique=True)
    name = models.CharField(max_length=64)
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    exclave = models.BooleanField(default=False, help_text="飞地: its parts may lie apart")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="cell_level_1_to_4"),
            models.CheckConstraint(
                condition=Q(level=1) | Q(parent__isnull=False), name="cell_below_city_has_parent"
            ),
        ]
        indexes = [models.Index(fields=["parent"], name="cell_by_parent")]

    @override
    def __str__(self) -> str:
        return f"{self.name} {self.code}"


class BoundaryVersion(models.Model):
    """A published state of all boundaries. `note` says where they come from (示意 for generated ground)."""

    name = models.CharField(max_length=100)
    note = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField()

    @override
    def __str__(self) -> str:
        return f"{self.pk} {self.name}"


class CellBoundary(models.Model):
    """A cell's shape during a time. One at any moment; history is never overwritten.

    `name` and `parent`: as they were when it ended; until then the cell's own are true.
    """

    cell = models.ForeignKey(GridCell, models.PROTECT, related_name="boundaries")
    name = models.CharField(max_length=64, blank=True, db_default="")
    parent = models.ForeignKey(GridCell, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.ForeignKey(BoundaryVersion, models.PROTECT, related_name="boundaries")
    geom = models.MultiPolygonField(srid=4326)
    label_point = models.PointField(srid=4326, spatial_index=False)
    valid_during = DateTimeRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_boundary_per_cell_at_a_time",
                expressions=[("cell", RangeOperators.EQUAL), ("valid_during", RangeOperators.OVERLAPS)],
            ),
            valid_geometry("geom", "boundary_is_valid"),
            models.CheckConstraint(
                condition=Q(valid_during__startswith__lte=Now()), name="boundary_never_starts_in_the_future"
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.cell_id} @ {self.version_id}"


class CellShape(models.Model):
    """A cell simplified with its neighbours (no cracks) for a band of zooms: 0 z<=8, 1 z9-10, 2 z11-12, 3 z>=13 exact.

    Drawn from `version` on, until another version draws the cell otherwise or no more (`until`, null = still).
    """

    cell = models.ForeignKey(GridCell, models.PROTECT, related_name="shapes")
    version = models.ForeignKey(BoundaryVersion, models.PROTECT, related_name="shapes")
    until = models.ForeignKey(BoundaryVersion, models.PROTECT, null=True, blank=True, related_name="+")
    band = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    geom = models.MultiPolygonField(srid=3857)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cell", "band"], condition=Q(until=None), name="one_shape_per_cell_and_band"
            )
        ]

    @override
    def __str__(self) -> str:
        return f"{self.cell_id} band {self.band}"
