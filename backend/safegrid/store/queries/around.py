"""What lies around a place: units, risk points, protected targets, resources, communities and people on duty.

Distances are metres on a sphere (`domain.ownership.metres_between`), to the nearest part of a line or an area. Each kind
is one query, counts everything within the radius and lists the nearest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, degrees, radians
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import Point, Polygon
from django.db.models import Count, F, FloatField, Func, OuterRef, Q, QuerySet, Subquery, Value, Window
from django.db.models.functions import Now

from safegrid.domain.hierarchy import COMMUNITY
from safegrid.domain.layers import PROTECTED, RESOURCES
from safegrid.domain.levels import Level
from safegrid.domain.ownership import EARTH_M
from safegrid.domain.scope import Scope
from safegrid.store.access import Viewer, looks_at, visible_features, visible_points, visible_units
from safegrid.store.among import among
from safegrid.store.models import CellBoundary, Duty, Layer, Site

from .drawn import X, Y
from .responsible import ANSWERING, OF_UNIT, duties_in_reach, in_force

MOST_LISTED = 50
MOST_METRES = 20_000
MARGIN = 1.01
"""Of the searched box; degrees grow shorter towards the north within it."""


@dataclass(frozen=True)
class Near:
    """One thing within the radius. `level`: live level of a unit or point, else 0. `kind`: type of a unit, category of a
    point, kind of a target or resource, code of a community. `people`: usually in a target, or of a team."""

    id: int
    name: str
    lon: float
    lat: float
    metres: int
    level: int = 0
    kind: str = ""
    people: int = 0


@dataclass(frozen=True)
class Found:
    """Everything of one kind: how many there are, and the nearest of them in order."""

    total: int = 0
    rows: tuple[Near, ...] = ()


@dataclass(frozen=True)
class OnDuty:
    """Somebody who answers for ground or a unit within the radius. `cell` or `unit` is 0."""

    person: int
    name: str
    role: str
    cell: int
    unit: int
    place: str


@dataclass(frozen=True)
class People:
    """Duties within the radius; somebody with two of them is named twice."""

    total: int
    rows: tuple[OnDuty, ...]


@dataclass(frozen=True)
class Around:
    """What a viewer may know of the surroundings. `levels`: risk points by live level 0-4, whether listed or not."""

    lon: float
    lat: float
    metres: int
    units: Found
    points: Found
    levels: tuple[int, int, int, int, int]
    protected: Found
    resources: Found
    communities: Found
    people: People


class Metres(Func):
    """Distance on the sphere between two geometries in degrees."""

    template = "ST_Distance((%(expressions)s)::geography, false)"
    arg_joiner = ")::geography, ("
    output_field = FloatField()


@dataclass(frozen=True)
class _Circle:
    lon: float
    lat: float
    metres: int

    @property
    def box(self) -> Polygon:
        """Box in degrees that holds the circle, for the index."""
        north = degrees(self.metres * MARGIN / EARTH_M)
        east = north / cos(radians(min(85.0, abs(self.lat) + north)))
        box = Polygon.from_bbox((self.lon - east, self.lat - north, self.lon + east, self.lat + north))
        box.srid = 4326
        return box

    def within(self, rows: QuerySet[Any], column: str) -> QuerySet[Any]:
        """Rows whose shape is within the radius, with `metres` and `total`, the nearest first."""
        here = Value(Point(self.lon, self.lat, srid=4326), output_field=GeometryField(srid=4326))
        near = rows.filter(**{f"{column}__bboverlaps": self.box})
        near = near.annotate(metres=Metres(F(column), here)).filter(metres__lte=self.metres)
        nearest: QuerySet[Any] = near.annotate(total=Window(Count("*"))).order_by("metres", "pk")
        return nearest


def around(viewer: Viewer, lon: float, lat: float, metres: int) -> Around:
    """Look around a place in degrees (EPSG:4326). Seven queries, whatever is there.

    The radius is taken as at most MOST_METRES.
    """
    circle = _Circle(lon, lat, min(max(1, metres), MOST_METRES))
    scope = viewer.scope
    points, levels = _points(circle, scope)
    units = _units(circle, scope)
    communities = _communities(circle, scope)
    targets = _targets(circle, viewer)
    return Around(
        lon=lon,
        lat=lat,
        metres=circle.metres,
        units=units,
        points=points,
        levels=levels,
        protected=targets[PROTECTED],
        resources=targets[RESOURCES],
        communities=communities,
        people=_people(circle, viewer),
    )


def _units(circle: _Circle, scope: Scope) -> Found:
    """Units by their main site; one without a main site by its oldest."""
    first = Site.objects.filter(unit=OuterRef("unit")).order_by("-main", "pk").values("pk")[:1]
    sites = Site.objects.filter(unit__in=visible_units(scope).values("pk"), pk=Subquery(first))
    columns = (
        "unit_id",
        "unit__name",
        X("geom"),
        Y("geom"),
        "metres",
        "unit__live",
        "unit__unit_type",
        "total",
    )
    rows = circle.within(sites, "geom").values_list(*columns)[:MOST_LISTED]
    return _found(rows)


def _points(circle: _Circle, scope: Scope) -> tuple[Found, tuple[int, int, int, int, int]]:
    near = circle.within(visible_points(scope), "geom")
    near = near.annotate(**{f"n{level.value}": Window(Count("pk", filter=Q(live=level))) for level in Level})
    columns = ("id", "name", X("owner_point"), Y("owner_point"), "metres", "live", "category", "total")
    counts = [f"n{level}" for level in range(5)]
    rows = list(near.values_list(*columns, *counts)[:MOST_LISTED])
    levels = rows[0][len(columns) :] if rows else (0, 0, 0, 0, 0)
    return _found(row[: len(columns)] for row in rows), levels


def _targets(circle: _Circle, viewer: Viewer) -> dict[str, Found]:
    """Protected targets and resources. Three queries: the layers, then each of the two if the viewer may see it."""
    layers = {layer.code: layer for layer in Layer.objects.filter(code__in=[PROTECTED, RESOURCES])}
    found = {}
    for code in (PROTECTED, RESOURCES):
        layer = layers.get(code)
        found[code] = (
            _features(circle, viewer.scope, layer) if layer and looks_at(viewer, layer.audience) else Found()
        )
    return found


def _features(circle: _Circle, scope: Scope, layer: Layer) -> Found:
    near = circle.within(visible_features(scope).filter(layer=layer), "geom")
    columns = ("id", "name", X("owner_point"), Y("owner_point"), "metres", "attrs", "total")
    rows = near.values_list(*columns)[:MOST_LISTED]
    return _found(
        (*row, 0, str(attrs.get("kind", "")), total, _whole(attrs.get("people")))
        for *row, attrs, total in rows
    )


def _communities(circle: _Circle, scope: Scope) -> Found:
    """Communities in sight of which a part lies within the radius, the one of the place itself first."""
    ground = _ground_in_sight(scope)
    columns = ("cell_id", "cell__name", X("label_point"), Y("label_point"), "metres")
    rows = circle.within(ground, "geom").values_list(*columns, "cell__code", "total")[:MOST_LISTED]
    return _found((*row, 0, code, total) for *row, code, total in rows)


def _ground_in_sight(scope: Scope) -> QuerySet[CellBoundary]:
    ground = CellBoundary.objects.filter(
        cell__level=COMMUNITY, cell__retired_at=None, valid_during__contains=Now()
    )
    return ground if scope.cells is None else ground.filter(among("cell_id", scope.cells))


def duties_within(viewer: Viewer, lon: float, lat: float, metres: int) -> QuerySet[Duty]:
    """Duties held now over ground or units within a radius, of people whom the viewer may know of."""
    return _duties(_Circle(lon, lat, min(max(1, metres), MOST_METRES)), viewer)


def _duties(circle: _Circle, viewer: Viewer) -> QuerySet[Duty]:
    ground = circle.within(_ground_in_sight(viewer.scope), "geom").order_by().values("cell_id")
    sites = Site.objects.filter(unit__in=visible_units(viewer.scope).values("pk"), main=True)
    units = circle.within(sites, "geom").order_by().values("unit_id")
    wanted = Q(cell_id__in=ground, role__in=ANSWERING) | Q(unit_id__in=units, role__in=OF_UNIT)
    return duties_in_reach(viewer.scope).filter(in_force()).filter(wanted, person__is_active=True)


def _people(circle: _Circle, viewer: Viewer) -> People:
    """Who answers now for a community or a unit within the radius, and whom the viewer may know of."""
    counted = (
        _duties(circle, viewer)
        .annotate(total=Window(Count("person_id")))
        .order_by("cell_id", "unit_id", "role", "pk")
    )
    columns = ("person_id", "person__name", "role", "cell_id", "unit_id", "cell__name", "unit__name", "total")
    rows = list(counted.values_list(*columns)[:MOST_LISTED])
    listed = tuple(
        OnDuty(person, name, role, cell or 0, unit or 0, place or firm or "")
        for person, name, role, cell, unit, place, firm, _ in rows
    )
    return People(rows[0][-1] if rows else 0, listed)


def _found(rows: Iterable[tuple[Any, ...]]) -> Found:
    """Rows of (id, name, lon, lat, metres, level, kind, total[, people]); each of them has the same total."""
    listed = list(rows)
    near = tuple(
        Near(id_, name, lon, lat, round(metres), level, kind, *people)
        for id_, name, lon, lat, metres, level, kind, _, *people in listed
    )
    return Found(listed[0][7] if listed else 0, near)


def _whole(value: object) -> int:
    """A number of people, from whatever a file had in that column."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
