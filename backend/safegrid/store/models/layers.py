"""Further layers of the map: one importable shape for everything that is neither cell, unit, risk point nor hazard."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db.models import F, Q
from django.db.models.functions import Now
from typing_extensions import override

from safegrid.domain.layers import Kind, Source

from .cells import GridCell
from .fields import WebMercator, valid_geometry


class Layer(models.Model):
    """A layer that may be switched on. `version` grows with every change of its features, in the same transaction.

    `audience`: roles that may see it, empty = everybody who sees the ground. `fields`: what a feature tells of itself,
    in order, each {key, zh, en}. `source`: where its features come from; computed ones have no rows of their own.
    """

    code = models.SlugField(max_length=32, unique=True)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    kind = models.CharField(max_length=6, choices=[(kind.value, kind.name) for kind in Kind])
    group = models.CharField(max_length=16)
    icon = models.CharField(max_length=24)
    colour = models.CharField(max_length=7, help_text="#rrggbb")
    audience = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    fields = models.JSONField(default=list)
    source = models.CharField(
        max_length=10,
        choices=[(source.value, source.name) for source in Source],
        default=Source.FEATURES.value,
    )
    rank = models.PositiveSmallIntegerField(default=100)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["rank", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(colour__regex=r"^#[0-9a-f]{6}$"), name="layer_colour_is_hex")
        ]

    @override
    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class LayerFeature(models.Model):
    """A point, line or area of a layer. `owner_point` decides its community; `touched` are further ones it enters."""

    layer = models.ForeignKey(Layer, models.CASCADE, related_name="features")
    name = models.CharField(max_length=120, blank=True)
    attrs = models.JSONField(default=dict)
    geom = models.GeometryField(srid=4326)
    owner_point = models.PointField(srid=4326, spatial_index=False)
    geom_3857 = models.GeneratedField(
        expression=WebMercator(F("geom")), output_field=models.GeometryField(srid=3857), db_persist=True
    )
    owner_3857 = models.GeneratedField(
        expression=WebMercator(F("owner_point")), output_field=models.PointField(srid=3857), db_persist=True
    )
    cell = models.ForeignKey(GridCell, models.PROTECT, null=True, blank=True, related_name="layer_features")
    touched = ArrayField(models.BigIntegerField(), default=list)
    origin = models.CharField(max_length=60, blank=True, help_text="file and reference system it came with")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [valid_geometry("geom", "layer_feature_is_valid")]
        indexes = [
            models.Index(fields=["layer", "cell"], name="feature_by_layer_and_cell"),
            GinIndex(fields=["touched"], name="feature_by_touched"),
            GistIndex(fields=["geom_3857"], name="feature_by_geom_3857"),
        ]

    @override
    def __str__(self) -> str:
        return self.name
