"""What a viewer's screen keeps, read as columns: the values of `store.drawn` without a model instance for each."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from django.db.models import Case, CharField, FloatField, Func, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from safegrid.domain import counts
from safegrid.domain.drawn import ALARM_SETTLED, SETTLED, HazardDrawn, PointDrawn, UnitDrawn
from safegrid.domain.levels import Level
from safegrid.domain.scope import ALL_POINTS_LIMIT, HOT_LIMIT, Scope, Tier, tier_for
from safegrid.store.access import visible_alarms, visible_hazards, visible_points, visible_units
from safegrid.store.drawn import alarm_drawn
from safegrid.store.models import CellCount, Site

Plain = dict[str, Any]
HOT = [Level.RED, Level.ORANGE]


class X(Func):
    function = "ST_X"
    output_field = FloatField()


class Y(Func):
    function = "ST_Y"
    output_field = FloatField()


class Kind(Func):
    function = "GeometryType"
    output_field = CharField()


def choose_tier(scope: Scope) -> Tier:
    """Count just far enough to know how much of the area fits a screen; for ground alone the counters know it."""
    if not (scope.units or scope.industries):
        return _tier_of_ground(scope)
    points = visible_points(scope)
    few = _at_most(points, ALL_POINTS_LIMIT)
    return tier_for(few, 0 if few <= ALL_POINTS_LIMIT else _at_most(points.filter(live__in=HOT), HOT_LIMIT))


def _tier_of_ground(scope: Scope) -> Tier:
    rows = CellCount.objects.all() if scope.cells is None else CellCount.objects.filter(pk__in=scope.cells)
    held = list(rows.values_list("n", flat=True))
    # A claim is counted at its firm level, and shown as red.
    hot = _total(held, "p1", "p2", "provisional")
    return tier_for(_total(held, "p0", "p1", "p2", "p3", "p4"), hot)


def _total(rows: Iterable[list[int]], *columns: str) -> int:
    at = [counts.INDEX[column] for column in columns]
    return sum(row[i] for row in rows for i in at if i < len(row))  # an older row is shorter


def points(scope: Scope, tier: Tier) -> list[Plain]:
    """Risk points that a screen holds, as plain `PointDrawn`."""
    shape = Case(
        When(Q(kind="POINT"), Value("point")),
        When(Q(kind__in=["LINESTRING", "MULTILINESTRING"]), Value("line")),
        default=Value("area"),
        output_field=CharField(),
    )
    found = visible_points(scope).filter(_bad_enough(tier)).annotate(kind=Kind("geom")).order_by("pk")
    return _plain(
        PointDrawn,
        found.values_list(
            "id",
            "version",
            Coalesce("cell_id", 0),
            "touched",
            Coalesce("unit_id", 0),
            Coalesce("unit__industry", Value("")),
            X("owner_point"),
            Y("owner_point"),
            shape,
            "name",
            "live",
            "firm",
            "base",
        ),
    )


def units(scope: Scope, tier: Tier) -> list[Plain]:
    """Units that a screen holds, as plain `UnitDrawn`; those without a site are on no map."""
    found = visible_units(scope).filter(_bad_enough(tier))
    places = _places(found)
    columns = (
        "id", "version", "industry", "name", "unit_type", "live", "supervision", "stopped", "listing",
        "listing_overdue",
    )  # fmt: skip
    return [
        _unit(row, places[row[0]]) for row in found.order_by("pk").values_list(*columns) if row[0] in places
    ]


def hazards(scope: Scope) -> list[Plain]:
    """Open hazards in sight, as plain `HazardDrawn`."""
    found = visible_hazards(scope).exclude(state__in=SETTLED).order_by("pk")
    rows = _plain(
        HazardDrawn,
        found.values_list(
            "id",
            "version",
            Coalesce("cell_id", 0),
            "touched",
            Coalesce("unit_id", 0),
            Coalesce("unit__industry", Value("")),
            Coalesce("point_id", 0),
            X("geom"),
            Y("geom"),
            "number",
            "title",
            "major",
            "state",
            "self_found",
            "overdue",
            "listing",
            "listing_overdue",
            "suspended",
            "reported_at",
        ),
    )
    for row in rows:
        row["since"] = row["since"].isoformat()
    return rows


def alarms(scope: Scope) -> list[Plain]:
    """Unsettled alarms in sight, as plain `AlarmDrawn`; a handful, so the rows themselves are read."""
    found = visible_alarms(scope).exclude(state__in=ALARM_SETTLED).select_related("unit", "handler")
    return [asdict(alarm_drawn(alarm)) for alarm in found.order_by("pk")]


def _at_most(rows: QuerySet[Any], limit: int) -> int:
    return rows.order_by()[: limit + 1].count()


def _bad_enough(tier: Tier) -> Q:
    match tier:
        case Tier.ALL:
            return Q()
        case Tier.HOT:
            return Q(live__in=HOT)
        case Tier.RED:
            return Q(live=Level.RED)


def _plain(shape: type[Any], rows: Iterable[tuple[Any, ...]]) -> list[Plain]:
    names = [field.name for field in fields(shape)]
    return [dict(zip(names, row, strict=True)) for row in rows]


def _places(found: QuerySet[Any]) -> dict[int, list[tuple[int, float, float]]]:
    """Sites of units, main site first: (community, longitude, latitude)."""
    rows = Site.objects.filter(unit__in=found.values("pk")).order_by("unit_id", "-main", "pk")
    places: dict[int, list[tuple[int, float, float]]] = {}
    for unit, cell, lon, lat in rows.values_list("unit_id", Coalesce("cell_id", 0), X("geom"), Y("geom")):
        places.setdefault(unit, []).append((cell, lon, lat))
    return places


def _unit(row: tuple[Any, ...], places: list[tuple[int, float, float]]) -> Plain:
    id_, version, industry, name, type_, live, supervision, *flags = row
    (cell, lon, lat), others = places[0], places[1:]
    touched = sorted({other for other, _, _ in others if other} - {cell})
    values = (id_, version, cell, touched, industry, lon, lat, name, type_, live, supervision, *flags)
    return dict(zip((field.name for field in fields(UnitDrawn)), values, strict=True))
