"""Giving objects to the communities that own their places on new ground; nobody else writes boundaries meanwhile.

Whatever stands near the changed ground is looked at, settled and retired objects too: a record belongs where its place
is. Rows are locked in the order that everybody keeps (unit, risk point, hazard, alarm) and written with one statement a
table; every object that looks different now is told of once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import numpy as np
import shapely
from django.db import connection
from django.db.models import Q, QuerySet
from shapely import from_wkb

from safegrid.domain.boundary_ground import Ground
from safegrid.domain.boundary_problems import differing
from safegrid.domain.drawn import AlarmDrawn, HazardDrawn, PointDrawn
from safegrid.domain.events import LayerChanged
from safegrid.domain.impact import moves
from safegrid.domain.ownership import OwnerIndex
from safegrid.store import sql
from safegrid.store.drawn import alarm_drawn, hazard_drawn, place_box, point_box, point_drawn, unit_drawn
from safegrid.store.models import Alarm, Enterprise, Hazard, Layer, LayerFeature, RiskPoint, Site
from safegrid.store.queries.plan_impact import cells_near
from safegrid.store.queries.plan_places import copied

from .moved import Moved
from .transaction import Work

Owners = dict[int, int]
"""Object id to its new community, 0 = none."""
Touched = dict[int, tuple[int, ...]]
Case = TypeVar("Case", Hazard, Alarm)
Shown = TypeVar("Shown", PointDrawn | None, HazardDrawn | AlarmDrawn)
Owned = TypeVar("Owned", RiskPoint, Hazard, Alarm, LayerFeature)


@dataclass
class Reowning:
    """One change of ground, and what is known so far of who moves. `moved` collects what is to be told."""

    base: Ground
    ground: Ground
    moved: Moved
    near: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        self.near = cells_near(self.base, self.ground)

    @cached_property
    def index(self) -> OwnerIndex:
        """Every community of the new ground."""
        return OwnerIndex.of([(i, c.code, c.shape) for i, c in self.ground.cells.items()])

    def owners(self, table: str) -> Owners:
        """Objects of a table that change their owner. One statement."""
        places = copied(f"reown_{table}_read", {"cells": sorted(self.near)}).places
        found = moves(self.base, self.ground, places)
        return dict(zip(places.ids[found.rows].tolist(), found.to.tolist(), strict=True))

    def shapes(self, table: str) -> list[int]:
        """Lines and areas of a table that may enter other communities now. One statement."""
        changed = differing(self.base, self.ground)
        areas = [g.cells[i].shape for g in (self.base, self.ground) for i in changed if i in g.cells]
        if not areas:
            return []
        west, south, east, north = shapely.total_bounds(areas).tolist()
        box = {"west": west, "south": south, "east": east, "north": north}
        with connection.cursor() as cursor:
            cursor.execute(sql.text(f"reown_{table}_shapes"), box)
            return [row[0] for row in cursor.fetchall()]


def reown(work: Work, base: Ground, ground: Ground) -> Moved:
    """Give everything its owner on the new ground, and tell of it. Within the publishing transaction."""
    if not differing(base, ground):
        return Moved()
    to = Reowning(base, ground, Moved())
    units = _units(to)
    points = _points(to)
    _cases(to, Hazard.objects.select_related("unit"), "hazard", units, points)
    _cases(to, Alarm.objects.select_related("unit", "handler"), "alarm", units, points)
    _features(work, to)
    to.moved.tell(work)
    return to.moved


def _units(to: Reowning) -> Mapping[int, list[Site]]:
    """Sites, and the units that they belong to. Returns the units concerned with all their sites."""
    owners = to.owners("site")
    concerned = Site.objects.filter(pk__in=owners).values("unit_id")
    rows = Enterprise.objects.select_for_update().filter(pk__in=concerned).order_by("pk")
    units = list(rows.prefetch_related("sites"))
    found = {unit.pk: list(unit.sites.all()) for unit in units}
    before = {unit.pk: unit_drawn(unit, found[unit.pk]) for unit in units}
    _write("site", {"ids": list(owners), "cells": list(owners.values())})
    for unit in units:
        for site in found[unit.pk]:
            site.cell_id = _cell(owners.get(site.pk, site.cell_id or 0))
        unit.version += 1
        old, new = before[unit.pk], unit_drawn(unit, found[unit.pk])
        if new is not None:
            to.moved.add(old, new, place_box(new.lon, new.lat))
    Enterprise.objects.bulk_update(units, ["version"], batch_size=2_000)
    return found


def _points(to: Reowning) -> Touched:
    """Risk points. Returns what the lines and areas among them enter now, where that differs."""
    owners = to.owners("point")
    wanted = {*owners, *to.shapes("point")}
    rows = RiskPoint.objects.select_for_update(of=("self",)).select_related("unit").filter(pk__in=wanted)
    concerned = list(rows.defer("geom_3857", "owner_3857", "inputs", "reasons").order_by("pk"))
    entered = _entered(to, concerned, owners)
    changed = _differing(concerned, owners, entered)
    before = [point_drawn(point) for point in changed]
    _take(changed, owners, entered)
    _write("point", _rows(changed))
    for point, was in zip(changed, before, strict=True):
        if was is not None:
            # Asking a geometry for its extent is slow, and most are mere points.
            box = place_box(was.lon, was.lat) if was.shape == "point" else point_box(point)
            to.moved.add(was, _moved(was, point), box)
    return {point.pk: tuple(point.touched) for point in changed}


def _cases(
    to: Reowning, every: QuerySet[Case], table: str, units: Mapping[int, list[Site]], points: Touched
) -> None:
    """Hazards or alarms: their own places, and what their point or their unit's other sites enter."""
    owners = to.owners(table)
    related = Q(point__in=list(points)) | Q(point=None, unit__in=list(units))
    concerned = list(every.filter(Q(pk__in=owners) | related).select_for_update(of=("self",)).order_by("pk"))
    entered: Touched = {}
    for case in concerned:
        cell = owners.get(case.pk, case.cell_id or 0)
        if case.point_id in points:
            entered[case.pk] = tuple(i for i in points[case.point_id] if i != cell)
        elif case.point_id is None and (sites := units.get(case.unit_id or 0)):
            others = {site.cell_id for site in sites if not site.main and site.cell_id}
            entered[case.pk] = tuple(sorted(others - {cell}))
    changed = _differing(concerned, owners, entered)
    before = [_drawn(case) for case in changed]
    _take(changed, owners, entered)
    _write(table, _rows(changed))
    for case, was in zip(changed, before, strict=True):
        to.moved.add(was, _moved(was, case), place_box(was.lon, was.lat))


def _features(work: Work, to: Reowning) -> None:
    """Features of further layers; each layer that changed gets a new version, and with it new tiles."""
    owners = to.owners("feature")
    rows = LayerFeature.objects.select_for_update(of=("self",)).filter(
        pk__in={*owners, *to.shapes("feature")}
    )
    concerned = list(rows.order_by("pk"))
    entered = _entered(to, concerned, owners)
    changed = _differing(concerned, owners, entered)
    _take(changed, owners, entered)
    _write("feature", _rows(changed))
    to.moved.features = len(changed)
    layers = {feature.layer_id for feature in changed}
    for layer in Layer.objects.select_for_update().filter(pk__in=layers).order_by("pk"):
        layer.version += 1
        layer.save(update_fields=["version"])
        work.emit(LayerChanged(layer.code, layer.version, tuple(layer.audience), work.cause))


def _differing(rows: Iterable[Owned], owners: Owners, entered: Touched) -> list[Owned]:
    """Rows that have another owner, or enter other communities."""
    return [r for r in rows if r.pk in owners or entered.get(r.pk, tuple(r.touched)) != tuple(r.touched)]


def _drawn(case: Hazard | Alarm) -> HazardDrawn | AlarmDrawn:
    return hazard_drawn(case) if isinstance(case, Hazard) else alarm_drawn(case)


def _moved(was: Shown, row: RiskPoint | Hazard | Alarm) -> Shown:
    """What was drawn, at its new owner; nothing else of it changes here."""
    if was is None:
        return was
    return replace(was, v=row.version, cell=row.cell_id or 0, touched=tuple(row.touched))


def _entered(to: Reowning, rows: Iterable[RiskPoint | LayerFeature], owners: Owners) -> Touched:
    """Further communities that lines and areas enter."""
    wide = [row for row in rows if row.geom.dims > 0]
    shapes = np.array([from_wkb(bytes(row.geom.wkb)) for row in wide], dtype=object)
    owned = np.array([owners.get(row.pk, row.cell_id or 0) for row in wide], dtype=np.int64)
    found = to.index.touched(shapes, owned) if wide else []
    return dict(zip([row.pk for row in wide], found, strict=True))


def _take(
    rows: Iterable[RiskPoint | Hazard | Alarm | LayerFeature], owners: Owners, entered: Touched
) -> None:
    """Put the new owner, what is entered and the next version on rows that are written by one statement later."""
    for row in rows:
        row.cell_id = _cell(owners.get(row.pk, row.cell_id or 0))
        row.touched = list(entered.get(row.pk, row.touched))
        if not isinstance(row, LayerFeature):
            row.version += 1


def _rows(rows: Iterable[RiskPoint | Hazard | Alarm | LayerFeature]) -> dict[str, list[int] | list[str]]:
    found = list(rows)
    return {
        "ids": [row.pk for row in found],
        "cells": [row.cell_id or 0 for row in found],
        "touched": ["{" + ",".join(map(str, row.touched)) + "}" for row in found],
    }


def _write(table: str, rows: Mapping[str, list[int] | list[str]]) -> None:
    if rows["ids"]:
        with connection.cursor() as cursor:
            cursor.execute(sql.text(f"reown_{table}_write"), rows)


def _cell(owner: int) -> int | None:
    return owner or None
