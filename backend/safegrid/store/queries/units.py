"""Supervised units as panels show them."""

from django.db.models import Case, F, IntegerField, Value, When

from safegrid.domain.scope import Place, Scope
from safegrid.store.access import visible_hazards, visible_points, visible_units
from safegrid.store.models import DepartmentDuty, Enterprise, Hazard, RiskPoint, Site
from safegrid.store.models.hazards import SETTLED

POINTS_SHOWN = 50
_RATED_FIRST = Case(When(live=0, then=Value(9)), default=F("live"), output_field=IntegerField())


def unit_in_sight(scope: Scope, unit_id: int) -> Enterprise | None:
    """A unit that is not closed; None if it is absent or out of sight. One query."""
    return visible_units(scope).filter(pk=unit_id).first()


def sites_of(unit: Enterprise) -> list[Site]:
    """Sites, the main one first. One query."""
    return list(unit.sites.order_by("-main", "pk"))


def place_of(unit: Enterprise, sites: list[Site]) -> Place:
    """Where the unit is; cell 0 without a site or on unowned ground."""
    cells = [site.cell_id or 0 for site in sites] or [0]
    touched = tuple(sorted({c for c in cells[1:] if c} - {cells[0]}))
    return Place(cells[0], touched, unit.pk, unit.industry)


def points_of_unit(scope: Scope, unit: Enterprise) -> list[RiskPoint]:
    """The unit's points in sight, worst first, 未评估 last; at most `POINTS_SHOWN`. One query."""
    rows = visible_points(scope).filter(unit=unit).defer("geom", "geom_3857", "owner_3857")
    return list(rows.order_by(_RATED_FIRST, "base", "pk")[:POINTS_SHOWN])


def count_points(scope: Scope, unit: Enterprise) -> int:
    """Number of the unit's points in sight. One query."""
    return visible_points(scope).filter(unit=unit).count()


def open_hazards_of_unit(scope: Scope, unit: Enterprise) -> list[Hazard]:
    """Open hazards of the unit in sight, the worst and latest first. One query."""
    rows = visible_hazards(scope).filter(unit=unit).exclude(state__in=SETTLED)
    return list(rows.order_by(F("major").desc(), "-overdue", "-pk"))


def departments_of(unit: Enterprise) -> list[DepartmentDuty]:
    """Which departments answer for the unit, and in which kind of duty (G7). One query."""
    return list(unit.department_duties.select_related("department").order_by("kind", "pk"))
