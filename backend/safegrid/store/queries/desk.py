"""Who sits at the desk, and who is called next for an alarm."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from safegrid.domain.hierarchy import CITY, COUNTY
from safegrid.domain.roles import Role
from safegrid.store.celltree import tree
from safegrid.store.models import Duty, Shift

from .responsible import in_force


def desks_over(cell: int) -> list[int]:
    """Cells whose desks watch a community: its county, then the city. Unowned ground is the city's."""
    county = tree().at_level(cell, COUNTY)
    cities = [c.id for c in tree().cells.values() if c.level == CITY]
    return [*([county.id] if county else []), *cities]


def shifts_now(cells: list[int], at: datetime | None = None) -> list[Shift]:
    """Who sits at these desks at a moment, in the order of the cells. One query."""
    now = at or timezone.now()
    found = Shift.objects.filter(cell_id__in=cells, starts_at__lte=now, ends_at__gt=now)
    return sorted(found.select_related("person", "deputy"), key=lambda s: cells.index(s.cell_id))


def called(cell: int, escalated: int) -> list[int]:
    """People to call for an alarm in a community: 0 the desk, 1 its deputies, 2 leaders and office of the county.

    A desk that nobody sits at is answered by who commands there by duty. At most two queries.
    """
    desks = desks_over(cell)
    if escalated < 2:
        shifts = shifts_now(desks)
        on_shift = [s.deputy_id if escalated else s.person_id for s in shifts]
        empty = [c for c in desks if c not in {s.cell_id for s in shifts}]
        return [*on_shift, *(_commanders(empty) if empty else [])]
    return _holders(desks[:1], (Role.LEAD, Role.SUP))


def _commanders(cells: list[int]) -> list[int]:
    return _holders(cells, (Role.CMD, Role.SUP))


def _holders(cells: list[int], roles: tuple[Role, ...]) -> list[int]:
    held = Q(cell_id__in=cells, role__in=roles, industry="", person__is_active=True)
    return list(dict.fromkeys(Duty.objects.filter(in_force(), held).values_list("person_id", flat=True)))
