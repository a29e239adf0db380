"""Sensors as lists show them, and the one behind a token."""

from safegrid.domain.scope import Scope
from safegrid.store.access import visible_points
from safegrid.store.models import Device

MOST = 500


def device_of_token(token_hash: str) -> Device | None:
    """The sensor that a token belongs to; None if it is unknown or shut out. One query."""
    return Device.objects.filter(token_hash=token_hash, revoked_at=None).first()


def devices_in_sight(scope: Scope, point: int | None) -> list[Device]:
    """Sensors at points in sight, shut out ones too. One query."""
    rows = Device.objects.filter(point__in=visible_points(scope).values("pk"))
    rows = rows if point is None else rows.filter(point_id=point)
    return list(rows.select_related("point").order_by("revoked_at", "pk")[:MOST])


def all_devices() -> list[Device]:
    """Every sensor, for who manages tokens. One query."""
    return list(Device.objects.order_by("revoked_at", "pk")[:MOST])
