"""Who sits at the desk, and who is called next for an alarm."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from safegrid.domain.hierarchy import CITY, COUNTY
from safegrid.domain.roles import Permission, Role, Verb, may
from safegrid.store.access import Viewer
from safegrid.store.celltree import tree
from safegrid.store.models import Duty, Handover, Shift

from .responsible import in_force

MOST = 500
PAGE = 50


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


def desks_known(viewer: Viewer) -> list[int]:
    """Cells whose desks watch ground that the viewer handles alarms on, or sits above; with the city's own."""
    handles = [
        d for d in viewer.duties if not d.unit and may(d.role, d.level, Verb.HANDLE_ALARM) is Permission.YES
    ]
    if not handles:
        return []
    if any(d.level == CITY for d in handles):
        return [c.id for c in tree().cells.values() if c.level in (CITY, COUNTY)]
    counties = {c.id for d in handles if (c := tree().at_level(d.cell, COUNTY))}
    return sorted({*counties, *(c.id for c in tree().cells.values() if c.level == CITY)})


def roster(viewer: Viewer, since: datetime, until: datetime) -> list[Shift]:
    """Shifts of the desks that a viewer may know of, in order of time. One query."""
    rows = Shift.objects.filter(cell_id__in=desks_known(viewer), ends_at__gt=since, starts_at__lt=until)
    return list(rows.select_related("person", "deputy").order_by("starts_at", "pk")[:MOST])


def book(viewer: Viewer, before: int | None) -> list[Handover]:
    """A page of the books of these desks and one more, newest first. One query."""
    rows = Handover.objects.filter(cell_id__in=desks_known(viewer))
    rows = rows if before is None else rows.filter(pk__lt=before)
    return list(rows.select_related("giver", "taker").order_by("-pk")[: PAGE + 1])
