"""Giving objects to the communities that own their places on new ground; nobody else writes boundaries meanwhile.

Whatever stands near the changed ground is looked at, settled and retired objects too: a record belongs where its place
is. Rows are locked in the order that everybody keeps (unit, risk point, hazard, alarm) and written with one statement a
table; every object that looks different now is told of once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol, TypeVar

import numpy as np
import shapely
from django.db import connection
from django.db.models import F, Q, QuerySet
from shapely.geometry.base import BaseGeometry

from safegrid.domain.boundary_ground import Ground
from safegrid.domain.boundary_problems import differing
from safegrid.domain.drawn import AlarmDrawn, Drawn, HazardDrawn
from safegrid.domain.events import LayerChanged
from safegrid.domain.impact import moves
from safegrid.domain.ownership import OwnerIndex
from safegrid.store import sql
from safegrid.store.drawn import alarm_drawn, hazard_drawn, place_box, unit_drawn
from safegrid.store.models import Alarm, Enterprise, Hazard, Layer, PublicReport, Site
from safegrid.store.queries.plan_impact import cells_near
from safegrid.store.queries.plan_places import copied

from .moved import Moved
from .moved_points import Side
from .transaction import Work

Owners = dict[int, int]
"""Object id to its new community, 0 = none."""
Touched = dict[int, tuple[int, ...]]
Belongs = dict[int, tuple[int, tuple[int, ...]]]
"""Object id to the community that it belongs to from now on (0 = none) and the further ones that it enters."""
Case = TypeVar("Case", Hazard, Alarm)
Row = TypeVar("Row", bound="Standing")
Shown = TypeVar("Shown", bound=Drawn)


class Standing(Protocol):
    """A locked row that stands somewhere."""

    @property
    def pk(self) -> int: ...
    @property
    def cell_id(self) -> int | None: ...
    @property
    def touched(self) -> Iterable[int]: ...


@dataclass(frozen=True, slots=True)
class Shape:
    """A locked risk point or feature. `area`: its line or area, None for a mere point.

    `levels`: live, firm and base level; None for what no map shows. Read as columns: a model instance for each would
    take three times as long, and boundaries are locked meanwhile.
    """

    pk: int
    cell_id: int
    touched: tuple[int, ...]
    area: BaseGeometry | None
    levels: tuple[int, int, int] | None = None


class Concerned(Protocol):
    """Who may belong elsewhere now. `index`: every community; `moved` collects what is to be told."""

    moved: Moved

    @property
    def index(self) -> OwnerIndex: ...
    def owners(self, table: str) -> Owners:
        """Objects of a table that change their owner."""
        ...

    def shapes(self, table: str) -> list[int]:
        """Lines and areas of a table that may enter other communities now."""
        ...


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
    units = give_units(to)
    points = give_points(to)
    _cases(to, Hazard.objects.select_related("unit"), "hazard", units, points)
    _cases(to, Alarm.objects.select_related("unit", "handler"), "alarm", units, points)
    give_features(work, to)
    _give_reports(to)
    to.moved.tell(work)
    return to.moved


def _give_reports(to: Reowning) -> None:
    """What the public reported: no map shows it, so nothing is told."""
    near = PublicReport.objects.filter(Q(cell__in=to.near) | Q(cell=None)).select_for_update().order_by("pk")
    rows = list(near)
    lon, lat = (np.array([getattr(row.geom, axis) for row in rows], dtype=float) for axis in "xy")
    for row, owner in zip(rows, to.index.owners(lon, lat).tolist(), strict=True):
        row.cell_id = owner or None
    PublicReport.objects.bulk_update(rows, ["cell"])


def give_units(to: Concerned) -> Mapping[int, list[Site]]:
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
            site.cell_id = owners.get(site.pk, site.cell_id or 0) or None
        unit.version += 1
        old, new = before[unit.pk], unit_drawn(unit, found[unit.pk])
        if new is not None:
            to.moved.add(old, new, place_box(new.lon, new.lat))
    Enterprise.objects.filter(pk__in=list(found)).update(version=F("version") + 1)
    return found


def give_points(to: Concerned) -> Touched:
    """Risk points. Returns what the lines and areas among them enter now, where that differs."""
    changed, belongs = _shapes(to, "point")
    for point in changed:
        if point.levels is not None:
            cell, touched = belongs[point.pk]
            was, now = Side(point.cell_id, point.touched, *point.levels), Side(cell, touched, *point.levels)
            to.moved.points.add(point.pk, was, now)
    return {pk: touched for pk, (_, touched) in belongs.items()}


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
    give_cases(to.moved, table, concerned, owners, entered)


def give_cases(moved: Moved, table: str, concerned: Iterable[Case], owners: Owners, entered: Touched) -> None:
    """Write locked hazards or alarms that belong elsewhere now; what is not named stays as it is."""
    changed, belongs = _belonging(concerned, owners, entered)
    _write(table, _rows(belongs))
    for case in changed:
        was = _drawn(case)
        moved.add(was, _moved(was, belongs), place_box(was.lon, was.lat))


def give_features(work: Work, to: Concerned) -> None:
    """Features of further layers; each layer that changed gets a new version, and with it new tiles."""
    changed, _ = _shapes(to, "feature")
    to.moved.features = len(changed)
    layers = Layer.objects.filter(features__in=[feature.pk for feature in changed]).values("pk")
    for layer in Layer.objects.select_for_update().filter(pk__in=layers).order_by("pk"):
        layer.version += 1
        layer.save(update_fields=["version"])
        work.emit(LayerChanged(layer.code, layer.version, tuple(layer.audience), work.cause))


def _shapes(to: Concerned, table: str) -> tuple[list[Shape], Belongs]:
    """Lock and write the risk points or features that belong elsewhere now, or enter other communities."""
    owners = to.owners(table)
    concerned = _locked(table, {*owners, *to.shapes(table)})
    wide = [row for row in concerned if row.area is not None]
    owned = np.array([owners.get(row.pk, row.cell_id) for row in wide], dtype=np.int64)
    areas = np.array([row.area for row in wide], dtype=object)
    found = to.index.touched(areas, owned) if wide else []
    entered = dict(zip([row.pk for row in wide], found, strict=True))
    changed, belongs = _belonging(concerned, owners, entered)
    _write(table, _rows(belongs))
    return changed, belongs


def _locked(table: str, ids: Iterable[int]) -> list[Shape]:
    """Lock rows, and read what is drawn of them. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql.text(f"reown_{table}_lock"), {"ids": sorted(ids)})
        return [_shape(*row) for row in cursor.fetchall()]


def _shape(
    pk: int, cell: int, touched: list[int], area: memoryview | None, shown: bool = False, *levels: int
) -> Shape:
    shape = None if area is None else shapely.from_wkb(bytes(area))
    live, firm, base = levels if shown else (0, 0, 0)
    return Shape(pk, cell, tuple(touched), shape, (live, firm, base) if shown else None)


def _belonging(rows: Iterable[Row], owners: Owners, entered: Touched) -> tuple[list[Row], Belongs]:
    """Rows that have another owner or enter other communities, and where these belong now."""
    changed, belongs = [], {}
    for row in rows:
        before = (row.cell_id or 0, tuple(row.touched))
        now = (owners.get(row.pk, before[0]), entered.get(row.pk, before[1]))
        if now != before:
            changed.append(row)
            belongs[row.pk] = now
    return changed, belongs


def _drawn(case: Hazard | Alarm) -> HazardDrawn | AlarmDrawn:
    return hazard_drawn(case) if isinstance(case, Hazard) else alarm_drawn(case)


def _moved(was: Shown, belongs: Belongs) -> Shown:
    """What was drawn, where it belongs now; nothing else of it changes here."""
    cell, touched = belongs[was.id]
    return replace(was, v=was.v + 1, cell=cell, touched=touched)


def _rows(belongs: Belongs) -> dict[str, list[int] | list[str]]:
    return {
        "ids": list(belongs),
        "cells": [cell for cell, _ in belongs.values()],
        "touched": ["{" + ",".join(map(str, touched)) + "}" for _, touched in belongs.values()],
    }


def _write(table: str, rows: Mapping[str, list[int] | list[str]]) -> None:
    if rows["ids"]:
        with connection.cursor() as cursor:
            cursor.execute(sql.text(f"reown_{table}_write"), rows)
