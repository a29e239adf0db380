"""What hangs on walls and what it compares with: changes by day and hour, derived from the log by the worker."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from typing_extensions import override

from .access import Kiosk


class WallState(models.Model):
    """What the desk shows on a wall, and whether the wall is there. `version` rises with every view."""

    kiosk = models.OneToOneField(Kiosk, models.CASCADE, primary_key=True, related_name="wall")
    version = models.PositiveIntegerField(default=0)
    view = models.JSONField(null=True, blank=True)
    online = models.BooleanField(default=False)
    seen_at = models.DateTimeField(null=True, blank=True)
    screen = models.JSONField(default=dict)
    freshness = models.CharField(max_length=12, blank=True)

    @override
    def __str__(self) -> str:
        return f"wall {self.kiosk_id} v{self.version}"


class DayChange(models.Model):
    """How much a community's counts changed on a day in China, in the order of `domain.counts.COLUMNS`."""

    day = models.DateField()
    cell_id = models.BigIntegerField()
    n = ArrayField(models.IntegerField())
    opened = models.IntegerField(default=0)
    closed = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "cell_id"], name="day_change_once")]

    @override
    def __str__(self) -> str:
        return f"{self.day} {self.cell_id}"


class HourChange(models.Model):
    """Hazards found and closed at a community in an hour."""

    hour = models.DateTimeField()
    cell_id = models.BigIntegerField()
    opened = models.IntegerField(default=0)
    closed = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hour", "cell_id"], name="hour_change_once")]

    @override
    def __str__(self) -> str:
        return f"{self.hour} {self.cell_id}"


class LogPosition(models.Model):
    """How far a follower that keeps tables has come; written in one transaction with what it derived."""

    name = models.CharField(max_length=24, primary_key=True)
    seq = models.BigIntegerField(default=0)

    @override
    def __str__(self) -> str:
        return f"{self.name} {self.seq}"
