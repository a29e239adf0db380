"""Levels follow facts: whoever changes a hazard or a point rates the point and then its unit, in the same transaction.

Callers hold the locks of unit and point (order everywhere: boundary, unit, risk point, hazard).
"""

from datetime import datetime

from safegrid.domain.drawn import UnitDrawn
from safegrid.domain.packs import RulePack
from safegrid.domain.points import PointFacts, PointLevel, point_level
from safegrid.domain.triggers import Reason
from safegrid.domain.units import UnitFacts, UnitLevel, unit_level
from safegrid.store.drawn import place_box, point_box, point_drawn, unit_drawn
from safegrid.store.models import Enterprise, Hazard, RiskPoint, Site

from . import level_facts
from .transaction import Work


def lock_unit(unit_id: int | None) -> Enterprise | None:
    """Lock a unit's row, before any of its points or hazards."""
    return None if unit_id is None else Enterprise.objects.select_for_update().get(pk=unit_id)


def lock_point(point_id: int | None) -> RiskPoint | None:
    """Lock a point's row, after its unit and before its hazards."""
    if point_id is None:
        return None
    return RiskPoint.objects.select_for_update(of=("self",)).select_related("unit").get(pk=point_id)


def rate(work: Work, point: RiskPoint | None, unit: Enterprise | None, pack: RulePack, now: datetime) -> None:
    """Rate a locked point and then its locked unit; write and tell only what changed."""
    if point is not None:
        _rate_point(work, point, pack, now)
    if unit is not None:
        _rate_unit(work, unit, pack, now)


def mark_stopped(work: Work, unit: Enterprise) -> None:
    """Set the 停产 mark of a locked unit from the suspensions in force on its hazards (H8)."""
    sites = list(unit.sites.all())
    before = unit_drawn(unit, sites)
    unit.stopped = Hazard.objects.filter(unit=unit, suspended=True).exists()
    _save_unit(work, unit, sites, before, ["stopped"])


def mark_listed(
    work: Work, unit: Enterprise, level: int, deadline: datetime | None, *, overdue: bool
) -> None:
    """Say on a locked unit which listing is in force (level 0 = none), and whether it is past its date."""
    sites = list(unit.sites.all())
    before = unit_drawn(unit, sites)
    unit.listing, unit.listing_deadline, unit.listing_overdue = level, deadline, overdue
    _save_unit(work, unit, sites, before, ["listing", "listing_deadline", "listing_overdue"])


def facts_of_point(point: RiskPoint, now: datetime) -> PointFacts:
    """Gather what is known of a point."""
    (facts,) = level_facts.of_points([point], now)
    return facts


def facts_of_unit(unit: Enterprise, now: datetime) -> UnitFacts:
    """Gather what is known of a unit."""
    (facts,) = level_facts.of_units([unit], now)
    return facts


def plain_reasons(reasons: tuple[Reason, ...]) -> list[dict[str, object]]:
    """Write reasons as JSON for the row."""
    return [
        {
            "code": reason.code,
            "candidate": int(reason.candidate),
            "binding": reason.binding,
            "provisional": reason.provisional,
            "params": dict(reason.params),
        }
        for reason in reasons
    ]


def _rate_point(work: Work, point: RiskPoint, pack: RulePack, now: datetime) -> None:
    before = point_drawn(point)
    result: PointLevel = point_level(facts_of_point(point, now), pack)
    shown = (result.base, result.live, result.firm)
    reasons = plain_reasons(result.reasons)
    if shown == (point.base, point.live, point.firm) and reasons == point.reasons:
        return None  # the row names the rules that gave this result first
    point.base, point.live, point.firm = shown
    point.reasons, point.pack_id, point.pack_version = reasons, pack.id, pack.version
    point.version += 1
    point.save(update_fields=["base", "live", "firm", "reasons", "pack_id", "pack_version", "version"])
    return work.changed(before, point_drawn(point), point_box(point))


def _stamp(rated: Enterprise, pack: RulePack) -> None:
    """Note that this pack gives the same level as the one before; nobody needs to hear of it."""
    if (rated.pack_id, rated.pack_version) != (pack.id, pack.version):
        rated.pack_id, rated.pack_version = pack.id, pack.version
        rated.save(update_fields=["pack_id", "pack_version"])


def _rate_unit(work: Work, unit: Enterprise, pack: RulePack, now: datetime) -> None:
    sites = list(unit.sites.all())
    before = unit_drawn(unit, sites)
    result: UnitLevel = unit_level(facts_of_unit(unit, now), pack)
    shown = (result.supervision, result.live)
    reasons = plain_reasons(result.reasons)
    if shown == (unit.supervision, unit.live) and reasons == unit.reasons:
        return _stamp(unit, pack)
    unit.supervision, unit.live = shown
    unit.reasons, unit.pack_id, unit.pack_version = reasons, pack.id, pack.version
    columns = ["supervision", "live", "reasons", "pack_id", "pack_version"]
    return _save_unit(work, unit, sites, before, columns)


def _save_unit(
    work: Work, unit: Enterprise, sites: list[Site], before: UnitDrawn | None, columns: list[str]
) -> None:
    unit.version += 1
    unit.save(update_fields=[*columns, "version"])
    after = unit_drawn(unit, sites)
    shown = after or before
    if shown is not None:
        work.changed(before, after, place_box(shown.lon, shown.lat))
