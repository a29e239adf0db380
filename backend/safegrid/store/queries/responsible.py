"""Who answers now: for a cell and those above it, and for a unit."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from safegrid.domain.hierarchy import CITY
from safegrid.domain.roles import Role
from safegrid.domain.scope import Scope
from safegrid.store.among import among
from safegrid.store.celltree import tree
from safegrid.store.models import DepartmentDuty, Duty, Site

OF_GRID = (Role.INS, Role.OFF, Role.LEAD)
OF_OFFICE = (Role.DEP, Role.SUP)
ANSWERING = (*OF_GRID, *OF_OFFICE)
OF_UNIT = (Role.ENT_H, Role.ENT_S)
ORDER = (*OF_UNIT, Role.LEAD, Role.OFF, Role.INS, Role.DEP, Role.SUP)
"""Who is named before whom, of people at the same cell."""


def in_force(at: datetime | None = None) -> Q:
    """Duties that are held at a moment (default: now)."""
    now = at or timezone.now()
    return Q(starts_at__lte=now) & (Q(ends_at=None) | Q(ends_at__gt=now))


def responsible_for(cell: int, unit: int = 0, industry: str = "") -> list[Duty]:
    """Duties over a place, nearest first: the unit's own people, the cell's, then those of the grid above it.

    Departments and the committee office answer for their own cell, and for a unit if their department has a duty for it
    (G7); a city has dozens of them, and everybody at once is nobody. One query.
    """
    above = [c.id for c in tree().ancestors(cell) if c.level != CITY]
    ground = Q(cell_id=cell, role__in=ANSWERING) | Q(cell_id__in=above, role__in=OF_GRID)
    own = Q(unit_id=unit, role__in=OF_UNIT) | _named(cell, unit) if unit else Q(pk__in=[])
    duties = Duty.objects.filter(in_force()).filter(ground | own, person__is_active=True)
    found = duties.filter(industry__in={"", industry}).select_related("person", "unit")
    return sorted(found, key=_nearest)


def _named(cell: int, unit: int) -> Q:
    departments = DepartmentDuty.objects.filter(unit_id=unit).values("department_id")
    path = [c.id for c in tree().path(cell)]
    return Q(role__in=OF_OFFICE, cell_id__in=path, person__department_id__in=departments)


def _nearest(duty: Duty) -> tuple[int, int, int]:
    level = cell.level if (cell := tree().cells.get(duty.cell_id or 0)) else 9
    return (-level, ORDER.index(Role(duty.role)), duty.pk)


def duties_in_reach(scope: Scope) -> QuerySet[Duty]:
    """Duties that a viewer may know of: over the ground and units in sight, and over the cells above them."""
    duties = Duty.objects.all()
    if scope.cells is None:
        return duties
    cells = set(scope.cells)
    for _, area in scope.industries:
        if area is None:
            return duties
        cells |= area
    if scope.units:
        sites = Site.objects.filter(unit_id__in=scope.units, cell__isnull=False)
        cells |= set(sites.values_list("cell_id", flat=True))
    with_sites = Site.objects.filter(among("cell_id", scope.cells)).values("unit_id")
    above = Q(cell_id__in=_with_above(cells) - cells, role__in=[*ANSWERING, Role.CMD])
    reach = among("cell_id", cells) | above | Q(unit_id__in=scope.units) | Q(unit_id__in=with_sites)
    return duties.filter(reach)


def _with_above(cells: Iterable[int]) -> set[int]:
    return {above.id for cell in cells for above in tree().path(cell)}
