"""Self-checks 自查 of units: those in sight, and how many units of each community are late with theirs."""

from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from safegrid.domain.levels import Level
from safegrid.domain.packs import RulePack
from safegrid.domain.scope import Scope
from safegrid.domain.selfcheck import asked_since
from safegrid.domain.times import CHINA
from safegrid.store import packs
from safegrid.store.access import visible_hazards, visible_units
from safegrid.store.models import Hazard, SelfCheck, Site

SHOWN = 30


def visible_self_checks(scope: Scope) -> QuerySet[SelfCheck]:
    """Self-checks of units in sight: whoever supervises a unit may look how it checks itself (H10)."""
    rows = SelfCheck.objects.select_related("person", "unit")
    return rows if scope.cells is None else rows.filter(unit__in=visible_units(scope))


def of_unit(scope: Scope, unit: int) -> list[SelfCheck]:
    """The latest of a unit. One query."""
    return list(visible_self_checks(scope).filter(unit=unit).order_by("-day", "-pk")[:SHOWN])


def hazards_of(scope: Scope, check: SelfCheck) -> list[Hazard]:
    """Hazards in sight that came of a self-check. One query, none for a check in which all was well."""
    made = [result["hazard"] for result in check.results if result.get("hazard")]
    if not made:
        return []
    return list(visible_hazards(scope).filter(pk__in=made).select_related("unit", "point").order_by("pk"))


def overdue_units(day: date) -> dict[int, int]:
    """Community to the number of its units that are late with their self-check on a day. One query."""
    return _counted(_late_sites(day, packs.current()))


def overdue_in(cell: int, day: date) -> int:
    """Number of units of one community that are late. One query."""
    return _counted(_late_sites(day, packs.current()).filter(cell=cell)).get(cell, 0)


def _late_sites(day: date, pack: RulePack) -> QuerySet[Site]:
    late = Q()
    for level in Level:
        since = asked_since(pack.enterprise.selfcheck[level], day, pack.calendar)
        there = datetime.combine(since + timedelta(days=1), time(), CHINA)
        checked = SelfCheck.objects.filter(unit=OuterRef("unit"), day__gte=since)
        late |= Q(~Exists(checked), unit__supervision=int(level), unit__created_at__lt=there)
    return Site.objects.filter(late, main=True, cell__isnull=False, unit__closed_at=None)


def _counted(sites: QuerySet[Site]) -> dict[int, int]:
    rows = sites.values_list("cell_id").annotate(n=Count("pk")).order_by()
    return {cell: n for cell, n in rows if cell is not None}
