"""Sensors at risk points (R10) and their readings."""

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from typing_extensions import override

from safegrid.domain.readings import Band

from .people import User
from .points import RiskPoint


class Device(models.Model):
    """A sensor of one parameter of one risk point. Only the token's hash is kept.

    Thresholds and values in `unit`; at least one threshold. `band`, `last_*` and `normal_since` are what
    `domain.readings.SensorState` says of the readings so far. `lost`: silent for longer than its hours.
    """

    name = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    point = models.ForeignKey(RiskPoint, models.PROTECT, related_name="devices")
    parameter = models.CharField(max_length=24, help_text="temperature, pressure, level, gas …")
    unit = models.CharField(max_length=16)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    high_high = models.FloatField(null=True, blank=True)
    hysteresis = models.FloatField(default=0)
    silent_hours = models.PositiveIntegerField(default=24)
    band = models.CharField(max_length=10, default=Band.NORMAL.value)
    last_at = models.DateTimeField(null=True, blank=True)
    last_value = models.FloatField(null=True, blank=True)
    normal_since = models.DateTimeField(null=True, blank=True)
    lost = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(low__isnull=False) | Q(high__isnull=False) | Q(high_high__isnull=False),
                name="device_has_a_threshold",
            ),
            models.CheckConstraint(
                condition=Q(high__isnull=True) | Q(high_high__isnull=True) | Q(high_high__gt=F("high")),
                name="device_high_high_above_high",
            ),
            models.CheckConstraint(condition=Q(band__in=[b.value for b in Band]), name="device_band_known"),
        ]
        indexes = [
            models.Index(fields=["point"], name="device_by_point"),
            models.Index(
                fields=["last_at"], condition=Q(revoked_at=None, lost=False), name="device_by_silence"
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """One value at one moment of the sensor's clock; a repeated one is the same reading."""

    device = models.ForeignKey(Device, models.CASCADE, related_name="readings")
    at = models.DateTimeField()
    value = models.FloatField()
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("device", "at", name="reading_once_per_moment")]

    @override
    def __str__(self) -> str:
        return f"{self.device_id} {self.at} {self.value}"
