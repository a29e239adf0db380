"""Sensors as lists show them, and the one behind a token."""

from datetime import datetime, timedelta

from django.db.models import DurationField, ExpressionWrapper, F, Value
from django.db.models.functions import Coalesce

from safegrid.domain.scope import Scope
from safegrid.store.access import visible_points
from safegrid.store.models import Device, RiskPoint

MOST = 500
HEARD = Coalesce("last_at", "created_at")
"""When a sensor was last heard; one that never sent counts from its registration."""


def device_of_token(token_hash: str) -> Device | None:
    """The sensor that a token belongs to; None if it is unknown or shut out. One query."""
    return Device.objects.filter(token_hash=token_hash, revoked_at=None).first()


def devices_in_sight(scope: Scope, point: int | None) -> list[Device]:
    """Sensors at points in sight, shut out ones too. One query."""
    rows = Device.objects.filter(point__in=visible_points(scope).values("pk"))
    rows = rows if point is None else rows.filter(point_id=point)
    return list(rows.select_related("point").order_by("revoked_at", "pk")[:MOST])


def silent_in_sight(scope: Scope, share: float, now: datetime) -> list[Device]:
    """Sensors at points in sight that are silent for longer than they should be, the longest first. One query.

    `share`: the part of a sensor's own hours, as in `domain.readings.is_marked`.
    """
    allowed = ExpressionWrapper(F("silent_hours") * Value(timedelta(hours=share)), DurationField())
    here = Device.objects.filter(point__in=visible_points(scope).values("pk"), revoked_at=None)
    silent = here.annotate(heard=HEARD).filter(heard__lte=now - allowed)
    return list(silent.select_related("point").order_by("heard", "pk")[:MOST])


def sensors_of(point: RiskPoint) -> list[Device]:
    """Sensors of a point that are not shut out. One query."""
    return list(Device.objects.filter(point=point, revoked_at=None).select_related("point").order_by("pk"))


def all_devices() -> list[Device]:
    """Every sensor, for who manages tokens. One query."""
    return list(Device.objects.order_by("revoked_at", "pk")[:MOST])
