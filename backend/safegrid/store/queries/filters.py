"""A filter as database conditions on what a viewer sees: the twin of `domain.filters.matches` (tested to agree)."""

from datetime import datetime, time, timedelta
from math import log, pi, radians, tan
from typing import Any

from django.contrib.gis.geos import Point, Polygon
from django.contrib.gis.measure import D
from django.db.models import Exists, Expression, F, OuterRef, Q, QuerySet

from safegrid.domain.areas import Area, BoxArea, PolygonArea, RingArea
from safegrid.domain.counts import UNOWNED
from safegrid.domain.filters import Filter
from safegrid.domain.industry import code_of
from safegrid.domain.scope import Scope
from safegrid.domain.sectors import HARMFUL, RULES, Sector
from safegrid.domain.times import CHINA
from safegrid.store.access import visible_hazards, visible_points, visible_units
from safegrid.store.among import among
from safegrid.store.celltree import tree
from safegrid.store.models import CellTally, DepartmentDuty, Enterprise, Hazard, RiskPoint, Site
from safegrid.store.models.hazards import SETTLED

RADIUS = 6_378_137.0
SLACK = 0.01
"""Metres that a search box is widened by, so that rounding leaves nobody out."""


def points(scope: Scope, wanted: Filter) -> QuerySet[RiskPoint]:
    """Active risk points in sight that are wanted."""
    found = visible_points(scope).filter(_levels(wanted, "live", "base"), _ground(scope, wanted, "cell"))
    if wanted.area is not None:
        found = found.filter(
            Q(owner_3857__bboverlaps=_mercator(wanted.area)), _within(wanted.area, "owner_point")
        )
    return found.filter(_units(scope, wanted, "unit__", "unit_id"), _has_hazard(scope, wanted, "point"))


def units(scope: Scope, wanted: Filter) -> QuerySet[Enterprise]:
    """Units in sight that are wanted; they are where their main site is."""
    found = visible_units(scope).filter(_levels(wanted, "live", "supervision"))
    if wanted.cell is not None or wanted.survey or wanted.area is not None:
        sites = Site.objects.filter(_ground(scope, wanted, "cell"), unit=OuterRef("pk"), main=True)
        if wanted.area is not None:
            sites = sites.filter(
                Q(geom_3857__bboverlaps=_mercator(wanted.area)), _within(wanted.area, "geom")
            )
        found = found.filter(Exists(sites))
    return found.filter(_units(scope, wanted, "", "pk"), _has_hazard(scope, wanted, "unit"))


def hazards(scope: Scope, wanted: Filter) -> QuerySet[Hazard]:
    """Hazards in sight that are wanted; without states only open ones."""
    found = visible_hazards(scope).filter(_hazard(wanted), _ground(scope, wanted, "cell"))
    if wanted.area is not None:
        found = found.filter(_within(wanted.area, "geom"))
    at_point = Q(point__isnull=False) & _levels(wanted, "point__live", "point__base")
    at_unit = Q(point=None, unit__isnull=False) & _levels(wanted, "unit__live", "unit__supervision")
    if wanted.live or wanted.base:
        nowhere = all(0 in levels for levels in (wanted.live, wanted.base) if levels)
        loose = Q(point=None, unit=None) if nowhere else Q(pk__in=[])
        found = found.filter(at_point | at_unit | loose)
    return found.filter(_units(scope, wanted, "unit__", "unit_id"))


def surveys_overdue(scope: Scope, wanted: Filter) -> int:
    """Communities in sight, on the ground that is wanted, whose survey 四查 is overdue. One query."""
    return _overdue_surveys(scope).filter(_cell(wanted.cell, "cell")).count()


def _overdue_surveys(scope: Scope) -> QuerySet[CellTally]:
    """Whether a community was gone through is known to those who see the community, not to a unit on it."""
    seen = Q() if scope.cells is None else among("cell_id", scope.cells)
    return CellTally.objects.filter(seen, column="survey_overdue", n__gt=0)


def _levels(wanted: Filter, live: str, base: str) -> Q:
    return _any_of(live, wanted.live) & _any_of(base, wanted.base)


def _any_of(column: str, values: frozenset[Any]) -> Q:
    return Q(**{f"{column}__in": sorted(values)}) if values else Q()


def _cell(cell: int | None, column: str) -> Q:
    if cell is None:
        return Q()
    if cell == UNOWNED:
        return Q(**{f"{column}__isnull": True})
    return Q(**{f"{column}_id__in": list(tree().communities(cell))})


def _ground(scope: Scope, wanted: Filter, column: str) -> Q:
    q = _cell(wanted.cell, column)
    if wanted.survey:
        q &= Q(**{f"{column}_id__in": _overdue_surveys(scope).values("cell_id")})
    return q


def _within(area: Area, column: str) -> Q:
    match area:
        case BoxArea():
            return Q(**{f"{column}__intersects": _box(area.bounds)})
        case PolygonArea():
            ring = Polygon([*area.corners, area.corners[0]], srid=4326)
            return Q(**{f"{column}__intersects": ring})
        case RingArea():
            around = (Point(area.lon, area.lat, srid=4326), D(m=area.metres))
            return Q(**{f"{column}__bboverlaps": _box(area.bounds), f"{column}__distance_lte": around})


def _box(bounds: tuple[float, float, float, float], srid: int = 4326) -> Polygon:
    found = Polygon.from_bbox(bounds)
    found.srid = srid
    return found


def _mercator(area: Area) -> Polygon:
    """The area's bounds in EPSG:3857, whose columns have the index."""
    west, south, east, north = area.bounds
    x = [radians(lon) * RADIUS for lon in (west, east)]
    y = [log(tan(pi / 4 + radians(lat) / 2)) * RADIUS for lat in (south, north)]
    return _box((x[0] - SLACK, y[0] - SLACK, x[1] + SLACK, y[1] + SLACK), 3857)


def _units(scope: Scope, wanted: Filter, prefix: str, key: str) -> Q:
    if not wanted.of_units:
        return Q()
    q = Q(**{f"{prefix}pk__isnull": False})
    q &= _any_of(f"{prefix}unit_type", wanted.types) & _any_of(f"{prefix}affiliation", wanted.affiliations)
    q &= _any_of(f"{prefix}danger_class", wanted.classes) & _any_of(f"{prefix}annual_grade", wanted.grades)
    if wanted.key:
        q &= Q(**{f"{prefix}key_unit": True})
    if wanted.unit_listed:
        q &= Q(**{f"{prefix}listing__gt": 0})
    if wanted.unit_listed == 2:
        q &= Q(**{f"{prefix}listing_overdue": True})
    if wanted.industries:
        q &= _industries(wanted.industries, prefix)
    if wanted.sectors:
        q &= _sectors(scope, wanted.sectors, prefix, key)
    if wanted.departments:
        q &= Q(
            Exists(DepartmentDuty.objects.filter(unit=OuterRef(key), department_id__in=wanted.departments))
        )
    return q


def _industries(wanted: frozenset[str], prefix: str) -> Q:
    q = Q(**{f"{prefix}industry__in": sorted(i for i in wanted if i.isalpha())})
    for division in sorted(i for i in wanted if i.isdigit()):
        q |= Q(**{f"{prefix}industry4__startswith": code_of(division)})
    return q


def _sectors(scope: Scope, wanted: frozenset[str], prefix: str, key: str) -> Q:
    """The rules in their order: each holds where none before it does."""
    q, before = Q(pk__in=[]), Q(pk__in=[])
    for rule in RULES:
        fits = Q(**{f"{prefix}unit_type__in": list(rule.types)})
        for start in rule.prefixes:
            fits |= Q(**{f"{prefix}industry4__startswith": start})
        if rule.sector in wanted:
            q |= fits & ~before
        before |= fits
    if Sector.GENERAL in wanted:
        q |= ~before
    if Sector.HEALTH in wanted:
        q |= Q(Exists(visible_points(scope).filter(unit=OuterRef(key), category__in=sorted(HARMFUL))))
    return q


def _has_hazard(scope: Scope, wanted: Filter, column: str) -> Q:
    if not wanted.of_hazards:
        return Q()
    return Q(Exists(visible_hazards(scope).filter(_hazard(wanted), **{column: OuterRef("pk")})))


def _hazard(wanted: Filter) -> Q:
    q = _any_of("state", wanted.states) if wanted.states else ~Q(state__in=SETTLED)
    q &= _any_of("source", wanted.sources)
    if wanted.severity:
        q &= Q(major=wanted.severity == "major")
    if wanted.overdue:
        q &= Q(overdue__gte=wanted.overdue)
    if wanted.listed:
        q &= Q(listing__gt=0) & (Q(listing_overdue=True) if wanted.listed == 2 else Q())
    if wanted.since:
        q &= Q(reported_at__gte=datetime.combine(wanted.since, time.min, CHINA))
    if wanted.until:
        q &= Q(reported_at__lt=datetime.combine(wanted.until + timedelta(days=1), time.min, CHINA))
    return q


def main_place(value: Expression | F) -> QuerySet[Site, Any]:
    """A value of a unit's main site, for a subquery of a query over units."""
    return Site.objects.filter(unit=OuterRef("pk"), main=True).values(value=value)[:1]
