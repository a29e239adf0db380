"""Rows to what a map draws. The snapshot's SQL builds the same values (tested to be equal)."""

from collections.abc import Iterable

from safegrid.domain.alarm_time import next_due
from safegrid.domain.alarm_types import Severity
from safegrid.domain.drawn import AlarmDrawn, HazardDrawn, PointDrawn, UnitDrawn
from safegrid.domain.events import Box

from . import packs
from .alarm_facts import facts_of
from .models import Alarm, Enterprise, Hazard, RiskPoint, Site

SHAPES = {"Point": "point", "LineString": "line", "MultiLineString": "line"}


def point_drawn(point: RiskPoint) -> PointDrawn | None:
    """Draw a risk point; None once it is retired. Reads `point.unit`."""
    if point.retired_at is not None:
        return None
    return PointDrawn(
        id=point.pk,
        v=point.version,
        cell=point.cell_id or 0,
        touched=tuple(point.touched),
        unit=point.unit_id or 0,
        industry=point.unit.industry if point.unit else "",
        lon=point.owner_point.x,
        lat=point.owner_point.y,
        shape=SHAPES.get(point.geom.geom_type, "area"),
        name=point.name,
        live=point.live,
        firm=point.firm,
        base=point.base,
    )


def unit_drawn(unit: Enterprise, sites: Iterable[Site]) -> UnitDrawn | None:
    """Draw a unit at its main site; None once it is closed or has no site."""
    places = sorted(sites, key=lambda site: (not site.main, site.pk))
    if unit.closed_at is not None or not places:
        return None
    main, others = places[0], places[1:]
    return UnitDrawn(
        id=unit.pk,
        v=unit.version,
        cell=main.cell_id or 0,
        touched=tuple(sorted({site.cell_id for site in others if site.cell_id} - {main.cell_id})),
        industry=unit.industry,
        lon=main.geom.x,
        lat=main.geom.y,
        name=unit.name,
        type=unit.unit_type,
        live=unit.live,
        supervision=unit.supervision,
        stopped=unit.stopped,
        listing=unit.listing,
        listing_overdue=unit.listing_overdue,
    )


def hazard_drawn(hazard: Hazard) -> HazardDrawn:
    """Draw a hazard, also a settled one: screens decide by its state. Reads `hazard.unit`."""
    return HazardDrawn(
        id=hazard.pk,
        v=hazard.version,
        cell=hazard.cell_id or 0,
        touched=tuple(hazard.touched),
        unit=hazard.unit_id or 0,
        industry=hazard.unit.industry if hazard.unit else "",
        point=hazard.point_id or 0,
        lon=hazard.geom.x,
        lat=hazard.geom.y,
        number=hazard.number,
        title=hazard.title,
        major=hazard.major,
        state=hazard.state,
        self_found=hazard.self_found,
        overdue=hazard.overdue,
        listing=hazard.listing,
        listing_overdue=hazard.listing_overdue,
        suspended=hazard.suspended,
        since=hazard.reported_at.isoformat(),
    )


def alarm_drawn(alarm: Alarm) -> AlarmDrawn:
    """Draw an alarm, also a settled one: screens decide by its state. Reads `alarm.unit` and `alarm.handler`."""
    facts = facts_of(alarm)
    due = next_due(facts, packs.current().alarms)
    return AlarmDrawn(
        id=alarm.pk,
        v=alarm.version,
        cell=alarm.cell_id or 0,
        touched=tuple(alarm.touched),
        unit=alarm.unit_id or 0,
        industry=alarm.unit.industry if alarm.unit else "",
        point=alarm.point_id or 0,
        lon=alarm.geom.x,
        lat=alarm.geom.y,
        number=alarm.number,
        title=alarm.title,
        kind=alarm.kind,
        severity=alarm.severity,
        state=alarm.state,
        verdict=alarm.verdict,
        confirmed=facts.confirmed,
        handler=alarm.handler.name if alarm.handler else "",
        escalated=alarm.escalated,
        evacuated=facts.evacuation.radius if facts.evacuation else 0,
        since=alarm.raised_at.isoformat(),
        due=due.isoformat() if due else "",
        acting=_is_acting(alarm, confirmed=facts.confirmed),
    )


def _is_acting(alarm: Alarm, *, confirmed: bool) -> bool:
    if alarm.accident_at is not None and not alarm.accident_over:
        return True
    return alarm.active and confirmed and alarm.severity == Severity.HH


def point_box(point: RiskPoint) -> Box:
    """Bounding box of a point's whole shape, for evicting tiles."""
    west, south, east, north = point.geom.extent
    return (west, south, east, north)


def place_box(lon: float, lat: float) -> Box:
    """Bounding box of a single place."""
    return (lon, lat, lon, lat)
