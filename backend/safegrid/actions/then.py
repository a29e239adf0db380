"""What was found while the ground was one's own, and is told after it went to others.

A phone may have been out of reach when boundaries moved or a duty ended. What it kept is reported in the duty of then, over
that one object or place and no more; whoever answers for the ground now goes on from there.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from safegrid.domain import roles
from safegrid.domain.roles import Permission, Role, Verb
from safegrid.domain.scope import sees
from safegrid.store.access import HeldDuty, Viewer
from safegrid.store.celltree import tree
from safegrid.store.models import Duty, Enterprise, RiskPoint
from safegrid.store.queries.answered import EntityName, Ground, Stood, ground_at, people_at, stood_at

from .places import Spot, Where, at_place, at_point, at_unit

OLDEST = timedelta(days=30)
"""What lay on a device for longer is told by whoever answers now, or not at all."""


def as_of_then(viewer: Viewer, duty: Duty, *, unit: int = 0, cell: int = 0) -> Viewer:
    """The viewer with a duty of then over a unit, or over a cell as it is now: enough to tell what was found there."""
    of = tree().cells.get(duty.cell_id or 0)
    level = of.level if of else 0
    held = HeldDuty(duty.pk, Role.INS, cell, level, unit, "", duty.starts_at, duty.ends_at)
    scope = viewer.scope
    known = scope.cells if scope.cells is None else scope.cells | ({cell} if cell else frozenset())
    scope = replace(scope, cells=known, units=scope.units | ({unit} if unit else frozenset()))
    return replace(viewer, scope=scope, duties=(*viewer.duties, held))


def reported_lately(person: int, now: datetime) -> bool:
    """Whether somebody could report hazards within the last `OLDEST`: a phone may have records of then. One query."""
    held = Duty.objects.filter(person_id=person, starts_at__lte=now, ends_at__gt=now - OLDEST)
    return any(_reports(duty) for duty in held)


def finder(viewer: Viewer, where: Where, found_at: object, now: datetime) -> Viewer:
    """Who reports: the viewer as of now, or as of then if what is named was theirs then and is not any more."""
    if not isinstance(found_at, datetime) or not now - OLDEST <= found_at <= now:
        return viewer
    spot = _spot(where)
    if spot is None or sees(viewer.scope, spot.place) or _is_newer(spot, found_at):
        return viewer
    duty = _held_then(viewer, _ground_then(spot, found_at), found_at)
    if duty is None:
        return viewer
    return as_of_then(viewer, duty, unit=spot.place.unit, cell=0 if spot.place.unit else spot.place.cell)


def _spot(where: Where) -> Spot | None:
    """What is named, whether in sight or not; nothing of it is told to anybody."""
    if where.point is not None:
        point = RiskPoint.objects.filter(pk=where.point, retired_at=None).select_related("unit").first()
        return at_point(point, point.unit) if point else None
    if where.unit is not None:
        unit = Enterprise.objects.filter(pk=where.unit).first()
        return at_unit(unit) if unit else None
    return None if where.lon is None or where.lat is None else at_place(where.lon, where.lat)


def _is_newer(spot: Spot, at: datetime) -> bool:
    """Whether what is named was not there yet; nobody found anything at it then."""
    named = spot.point or spot.unit
    return named is not None and named.created_at > at


def _ground_then(spot: Spot, at: datetime) -> Ground:
    lon, lat = spot.geom.x, spot.geom.y
    named: tuple[EntityName, RiskPoint | Enterprise] | None = (
        ("point", spot.point) if spot.point else ("unit", spot.unit) if spot.unit else None
    )
    if named is not None:
        entity, row = named
        here = Stood(lon, lat, spot.place.unit, spot.place.industry, row.created_at)
        stood = stood_at(entity, row.pk, here, at)
        lon, lat = stood.lon, stood.lat
    return ground_at(lon, lat, at)


def _held_then(viewer: Viewer, ground: Ground, at: datetime) -> Duty | None:
    held = [duty for duty in people_at(ground, at) if duty.person_id == viewer.person and _reports(duty)]
    return held[0] if held else None


def _reports(duty: Duty) -> bool:
    of = tree().cells.get(duty.cell_id or 0)
    return roles.may(Role(duty.role), of.level if of else 0, Verb.REPORT_HAZARD) is not Permission.NO
