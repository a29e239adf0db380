"""Sensors: registered with a token that is shown once, and shut out again."""

from dataclasses import dataclass

from safegrid.domain.readings import Thresholds
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Role, Verb
from safegrid.store import packs
from safegrid.store.access import Viewer, visible_points
from safegrid.store.drawn import point_drawn
from safegrid.store.models import Device

from . import levels
from .kiosks import hash_of, new_token
from .transaction import clock, hold_boundaries, unit_of_work

REGISTRARS = frozenset({Role.DEP, Role.SUP})
NOT_FOUND = Refusal("NOT_FOUND")


@dataclass(frozen=True)
class NewDevice:
    """A sensor of one parameter of one point; thresholds in `unit`. `silent_hours` None = as the pack says."""

    name: str
    point: int
    parameter: str
    unit: str
    thresholds: Thresholds
    silent_hours: int | None = None


@dataclass(frozen=True)
class Made:
    """`token` goes into the sensor and is not kept; the database has its hash."""

    device: int
    token: str


def create(viewer: Viewer, new: NewDevice) -> Made | Refusal:
    """Register a sensor at a point in sight. Refusals: NOT_FOUND, NOT_YOUR_DUTY, FIELD_BAD."""
    point = visible_points(viewer.scope).select_related("unit").filter(pk=new.point).first()
    if point is None:
        return NOT_FOUND
    placed = point_drawn(point)
    if placed is None or not any(d.role in REGISTRARS for d in viewer.actor_over(placed).duties):
        return Refusal("NOT_YOUR_DUTY")
    wrong = new.thresholds.problem()
    if wrong:
        return Refusal("FIELD_BAD", (("field", wrong), ("kind", "threshold")))
    token, t = new_token(), new.thresholds
    with unit_of_work(viewer.key, "device.create"):
        device = Device.objects.create(
            name=new.name,
            point=point,
            parameter=new.parameter,
            unit=new.unit,
            low=t.low,
            high=t.high,
            high_high=t.high_high,
            hysteresis=t.hysteresis,
            silent_hours=new.silent_hours or packs.current().trigger("SENSOR_LOST").numbers["silent_hours"],
            token_hash=hash_of(token),
            made_by_id=viewer.person or None,
        )
    return Made(device.pk, token)


def revoke(viewer: Viewer, device_id: int) -> Device | Refusal:
    """Shut a sensor out; what it rang stays, what its silence did to its point ends. Refusals: NOT_FOUND, ..."""
    seen = Device.objects.filter(pk=device_id, revoked_at=None).select_related("point__unit").first()
    if seen is None:
        return NOT_FOUND
    placed = point_drawn(seen.point)
    if not viewer.may_anywhere(Verb.MANAGE_SECURITY):
        if placed is None or not visible_points(viewer.scope).filter(pk=seen.point_id).exists():
            return NOT_FOUND
        if not any(d.role in REGISTRARS for d in viewer.actor_over(placed).duties):
            return Refusal("NOT_YOUR_DUTY")
    with unit_of_work(viewer.key, "device.revoke") as work:
        now = hold_boundaries()
        unit, point = levels.lock_unit(seen.point.unit_id), levels.lock_point(seen.point_id)
        device = Device.objects.select_for_update().get(pk=device_id)
        device.revoked_at, device.lost = device.revoked_at or clock(), False
        device.save(update_fields=["revoked_at", "lost"])
        levels.rate(work, point, unit, packs.current(), now)
    return device
