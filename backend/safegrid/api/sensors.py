"""Sensors as lists and the panel of their point show them."""

from datetime import datetime

from safegrid.domain.packs import RulePack
from safegrid.domain.readings import is_marked, silent_hours
from safegrid.store.models import Device

from .schemas.common import Ref
from .schemas.devices import DeviceOut


def share_of(pack: RulePack) -> float:
    """The part of the hours to its loss after which a silent sensor is marked."""
    numbers = pack.trigger("SENSOR_LOST").numbers
    return numbers["badge_hours"] / numbers["silent_hours"]


def device_out(device: Device, pack: RulePack, now: datetime, *, ground: bool) -> DeviceOut:
    """Write a sensor; reads `point`. Without `ground` nothing of its place or its value."""
    heard = device.last_at or device.created_at
    marked = device.revoked_at is None and is_marked(heard, now, device.silent_hours, share_of(pack))
    return DeviceOut(
        id=device.pk,
        name=device.name,
        point=Ref(id=device.point_id, name=device.point.name) if ground else None,
        parameter=device.parameter,
        unit=device.unit,
        low=device.low,
        high=device.high,
        high_high=device.high_high,
        hysteresis=device.hysteresis,
        silent_hours=device.silent_hours,
        band=device.band,
        lost=device.lost,
        silent=marked,
        silent_for=int(silent_hours(heard, now)),
        last_at=device.last_at,
        last_value=device.last_value if ground else None,
        revoked_at=device.revoked_at,
    )
