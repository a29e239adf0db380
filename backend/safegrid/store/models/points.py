"""Risk points 风险点 (R2-R6) and the measures that control them."""

import uuid

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db.models import F, Q
from django.db.models.functions import Now
from typing_extensions import override

from .cells import GridCell
from .fields import Doubled, WebMercator, level_check, valid_geometry
from .units import Enterprise, Site

HOT = Q(live__in=[1, 2]) | Q(base__in=[1, 2])
RED = Q(live=1) | Q(base=1)


class RiskPoint(models.Model):
    """A point, line or area. `owner_point` decides the community; `touched` are further communities it enters.

    Levels 0-4 are stored with the pack and the inputs that gave them, so that any colour can be explained and replayed.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    unit = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="points")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="points")
    responsible = models.CharField(
        max_length=120, blank=True, help_text="responsible body of a point without a unit"
    )
    name = models.CharField(max_length=120)
    category = models.CharField(max_length=24, help_text="R3")
    geom = models.GeometryField(srid=4326, spatial_index=False)
    owner_point = models.PointField(srid=4326, spatial_index=False)
    geom_3857 = models.GeneratedField(
        expression=WebMercator(F("geom")), output_field=models.GeometryField(srid=3857), db_persist=True
    )
    owner_3857 = models.GeneratedField(
        expression=WebMercator(F("owner_point")), output_field=models.PointField(srid=3857), db_persist=True
    )
    cell = models.ForeignKey(
        GridCell, models.PROTECT, null=True, blank=True, related_name="points", db_index=False
    )
    touched = ArrayField(models.BigIntegerField(), default=list)

    method = models.CharField(max_length=8, blank=True, help_text="LEC, LS, MHI or empty = not assessed")
    inputs = models.JSONField(default=dict)
    inherent = models.PositiveSmallIntegerField(default=0)
    direct = models.PositiveSmallIntegerField(default=0)
    residual = models.PositiveSmallIntegerField(default=0)
    residual_until = models.DateTimeField(null=True, blank=True)
    base = models.PositiveSmallIntegerField(default=0)
    live = models.PositiveSmallIntegerField(default=0)
    firm = models.PositiveSmallIntegerField(default=0, help_text="live without unconfirmed claims")
    reasons = models.JSONField(default=list)
    pack_id = models.CharField(max_length=64, blank=True)
    pack_version = models.CharField(max_length=64, blank=True)

    control_level = models.PositiveSmallIntegerField(default=4, help_text="1 公司 … 4 岗位 (R4)")
    manager = models.CharField(max_length=64, blank=True)
    manager_phone = models.CharField(max_length=32, blank=True)
    accident_types = ArrayField(models.CharField(max_length=3), default=list, help_text="GB 6441 codes")
    consequence = models.TextField(blank=True)
    emergency = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            valid_geometry("geom", "point_is_valid"),
            models.CheckConstraint(
                condition=Q(control_level__gte=1, control_level__lte=4), name="point_control_1_to_4"
            ),
            *(
                level_check(c, f"point_{c}_0_to_4")
                for c in ("inherent", "direct", "residual", "base", "live", "firm")
            ),
        ]
        indexes = [
            models.Index(fields=["cell", "live"], name="point_by_cell_and_live"),
            models.Index(
                fields=["residual_until"],
                condition=Q(retired_at=None, residual_until__isnull=False),
                name="point_by_residual_end",
            ),
            GinIndex(fields=["touched"], name="point_by_touched"),
            GinIndex(OpClass(Doubled("name"), "gin_trgm_ops"), name="point_by_name_pairs"),
            GistIndex(fields=["owner_3857"], name="point_by_owner_3857"),
            GistIndex(fields=["geom_3857"], name="point_by_geom_3857"),
            GistIndex(fields=["owner_3857"], condition=HOT, name="point_hot_by_owner_3857"),
            GistIndex(fields=["owner_3857"], condition=RED, name="point_red_by_owner_3857"),
        ]

    @override
    def __str__(self) -> str:
        return self.name


class ControlMeasure(models.Model):
    """A measure against a point's risk, of one of the six kinds (R5), with what an inspection checks."""

    point = models.ForeignKey(RiskPoint, models.CASCADE, related_name="measures")
    kind = models.CharField(max_length=16)
    text = models.CharField(max_length=300)
    check_items = models.JSONField(default=list)

    @override
    def __str__(self) -> str:
        return self.text
