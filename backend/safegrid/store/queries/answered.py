"""Who answered for an object or a place at any moment: the ground of then, and the duties held then.

Where the object stood is told by the log if it has moved since; whose ground that was, by the boundaries of the moment.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.contrib.gis.geos import Point
from django.db.models import Q

from safegrid.domain.drawn import Drawn
from safegrid.domain.events import Bulk, Changed, decode
from safegrid.domain.hierarchy import CITY, COMMUNITY, Cell
from safegrid.domain.ownership import owner_of
from safegrid.domain.roles import Role
from safegrid.domain.scope import Scope
from safegrid.store.access import visible_alarms, visible_hazards, visible_points, visible_units
from safegrid.store.celltree import tree
from safegrid.store.drawn import alarm_drawn, hazard_drawn, point_drawn, unit_drawn
from safegrid.store.models import CellBoundary, Duty, EventItem, EventLog

from .past_ground import PastCell, in_sight, past_cells
from .plans import shape_of
from .responsible import ANSWERING, OF_GRID, OF_UNIT, ORDER, in_force

EntityName = Literal["point", "unit", "hazard", "alarm"]


@dataclass(frozen=True)
class Stood:
    """An object on record: where it stands or stood, whose it is, and since when there is a record of it."""

    lon: float
    lat: float
    unit: int
    industry: str
    recorded: datetime


@dataclass(frozen=True)
class Ground:
    """The ground under a place. `community`: None where nobody owned it; `above`: city, county, township."""

    community: PastCell | None = None
    above: tuple[Cell, ...] = ()


def object_in_sight(scope: Scope, entity: EntityName, object_id: int) -> Stood | None:
    """An object as it stands now; None if it is absent or out of sight. At most two queries."""
    return _FIND[entity](scope, object_id)


def stood_at(entity: EntityName, object_id: int, now: Stood, at: datetime) -> Stood:
    """Where an object stood at a moment: as before its first change after that, else where it stands. Three queries."""
    here = {"entity": entity, "entity_id": object_id}
    later = EventLog.objects.filter(created_at__gt=at)
    own = later.filter(**here, kind=Changed.kind).order_by("seq").first()
    items = dict(EventItem.objects.filter(**here).values_list("batch", "payload"))
    bulk = later.filter(entity=Bulk.kind, entity_id__in=items).order_by("seq").first()
    first = min((row for row in (own, bulk) if row is not None), key=lambda row: row.seq, default=None)
    if first is None:
        return now
    event = decode(Changed.kind, first.payload if first is own else items[first.entity_id])
    before = event.before if isinstance(event, Changed) else None
    return now if before is None else Stood(before.lon, before.lat, now.unit, now.industry, now.recorded)


def ground_at(lon: float, lat: float, at: datetime) -> Ground:
    """Whose ground a place (degrees) was at a moment; on an edge the tie-break decides. One query."""
    rows = CellBoundary.objects.filter(
        cell__level=COMMUNITY, valid_during__contains=at, geom__intersects=Point(lon, lat, srid=4326)
    )
    found = past_cells(rows)
    owner = owner_of(lon, lat, [(cell.id, cell.code, shape_of(cell.geom)) for cell in found])
    cell = next((cell for cell in found if cell.id == owner), None)
    # Townships and what is above them never move in the tree.
    return Ground(cell, tree().path(cell.parent)) if cell else Ground()


def ground_in_sight(scope: Scope, ground: Ground) -> bool:
    """Whether a viewer may know of ground of another time. At most one query."""
    if scope.cells is None:
        return True
    return ground.community is not None and in_sight(scope).filter(cell=ground.community.id).exists()


def people_at(ground: Ground, at: datetime, unit: int = 0, industry: str = "") -> list[Duty]:
    """Duties over ground and a unit at a moment, nearest first; as `responsible_for` says it of now. One query.

    Departments that answer for a unit by name are left out: since when they do is not on record.
    """
    community = ground.community.id if ground.community else 0
    levels = {cell.id: cell.level for cell in ground.above} | {community: COMMUNITY}
    above = [cell.id for cell in ground.above if cell.level != CITY]
    wanted = Q(cell_id=community, role__in=ANSWERING) | Q(cell_id__in=above, role__in=OF_GRID)
    if unit:
        wanted |= Q(unit_id=unit, role__in=OF_UNIT)
    held = Duty.objects.filter(in_force(at)).filter(wanted, industry__in={"", industry})
    return sorted(held.select_related("person", "unit"), key=lambda duty: _nearest(duty, levels))


def _nearest(duty: Duty, levels: Mapping[int, int]) -> tuple[int, int, int]:
    level = levels[duty.cell_id] if duty.cell_id else COMMUNITY + 1
    return (-level, ORDER.index(Role(duty.role)), duty.pk)


def _stood(drawn: Drawn | None, unit: int, recorded: datetime) -> Stood | None:
    return None if drawn is None else Stood(drawn.lon, drawn.lat, unit, drawn.industry, recorded)


def _point(scope: Scope, object_id: int) -> Stood | None:
    row = visible_points(scope).select_related("unit").filter(pk=object_id).first()
    return None if row is None else _stood(point_drawn(row), row.unit_id or 0, row.created_at)


def _unit(scope: Scope, object_id: int) -> Stood | None:
    row = visible_units(scope).filter(pk=object_id).first()
    return None if row is None else _stood(unit_drawn(row, row.sites.all()), row.pk, row.created_at)


def _hazard(scope: Scope, object_id: int) -> Stood | None:
    row = visible_hazards(scope).select_related("unit").filter(pk=object_id).first()
    return None if row is None else _stood(hazard_drawn(row), row.unit_id or 0, row.reported_at)


def _alarm(scope: Scope, object_id: int) -> Stood | None:
    row = visible_alarms(scope).select_related("unit", "handler").filter(pk=object_id).first()
    return None if row is None else _stood(alarm_drawn(row), row.unit_id or 0, row.raised_at)


_FIND: Mapping[EntityName, Callable[[Scope, int], Stood | None]] = {
    "point": _point,
    "unit": _unit,
    "hazard": _hazard,
    "alarm": _alarm,
}
