"""What the field and the units themselves proposed and reported, for those on whose ground it is.

An enterprise sees only what it said itself: what an inspector says of it is not for it to see (四不两直).
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from safegrid.domain.roles import Role
from safegrid.domain.scope import Scope
from safegrid.store.access import Viewer
from safegrid.store.among import among
from safegrid.store.celltree import tree
from safegrid.store.models import Duty, IllegalReport, UnitProposal

from .answered import ground_at
from .responsible import in_force

PAGE = 200
OF_UNIT = (Role.ENT_H, Role.ENT_S, Role.ENT_W)
KEEPING = (Role.ENT_H, Role.ENT_S)
"""Those of a unit who propose what is on record of it, and see what their colleagues proposed."""
WALKING = (Role.INS, Role.OFF, Role.DEP, Role.SUP)
"""Whose duty brings them to a place that they propose or report something of."""


def proposals_in_sight(viewer: Viewer) -> QuerySet[UnitProposal]:
    rows = UnitProposal.objects.select_related("unit", "cell", "person", "decided_by")
    if viewer.scope.cells is None:
        return rows
    return rows.filter(_ground(viewer.scope, "industry") | _own(viewer) | _of_own_unit(viewer))


def reports_in_sight(viewer: Viewer) -> QuerySet[IllegalReport]:
    rows = IllegalReport.objects.select_related("unit", "cell", "person", "handled_by")
    whole = viewer.scope.cells is None
    return rows if whole else rows.filter(_ground(viewer.scope, "unit__industry") | _own(viewer))


def newest(rows: QuerySet[UnitProposal], state: str) -> list[UnitProposal]:
    """Proposals of a state ("" = all), newest first. One query."""
    return list((rows.filter(state=state) if state else rows).order_by("-pk")[:PAGE])


def newest_reports(rows: QuerySet[IllegalReport], state: str) -> list[IllegalReport]:
    """Reports of a state ("" = all), newest first. One query."""
    return list((rows.filter(state=state) if state else rows).order_by("-pk")[:PAGE])


def by_units_themselves(rows: Iterable[UnitProposal]) -> set[int]:
    """Those of some proposals that somebody made as one of the unit's own people. One query."""
    rows = [row for row in rows if row.unit_id]
    units, people = {row.unit_id for row in rows}, {row.person_id for row in rows}
    held = Duty.objects.filter(unit__in=units, person__in=people, role__in=OF_UNIT)
    spans = defaultdict(list)
    for unit, person, starts, ends in held.values_list("unit_id", "person_id", "starts_at", "ends_at"):
        spans[unit, person].append((starts, ends))

    def own(row: UnitProposal) -> bool:
        at = row.received_at
        known = spans.get((row.unit_id or 0, row.person_id), ())
        return any(starts <= at and (ends is None or at < ends) for starts, ends in known)

    return {row.pk for row in rows if own(row)}


def keepers_of(unit: int) -> list[int]:
    """Head and safety officers of a unit. One query."""
    held = Duty.objects.filter(in_force(), unit=unit, role__in=KEEPING, person__is_active=True)
    return list(held.order_by("pk").values_list("person_id", flat=True))


def answered_then(person: int, lon: float, lat: float, at: datetime) -> bool:
    """Whether somebody answered at a moment for the ground under a place as it was then. Two queries."""
    ground = ground_at(lon, lat, at)
    if ground.community is None:
        return False
    cells = [ground.community.id, *(cell.id for cell in ground.above)]
    held = Duty.objects.filter(in_force(at), person_id=person, cell__in=cells, industry="")
    return held.filter(role__in=WALKING).exists()


def deciders(cell: int | None) -> list[int]:
    """Who is told of something new on the ground of a community: its officers and those of its township. One query."""
    near = [one.id for one in tree().path(cell or 0)][-2:]
    held = Duty.objects.filter(in_force(), cell__in=near, role=Role.OFF.value, person__is_active=True)
    return list(held.order_by("pk").values_list("person_id", flat=True))


def _own(viewer: Viewer) -> Q:
    return Q(person_id=viewer.person) if viewer.person else Q(pk__in=[])


def _of_own_unit(viewer: Viewer) -> Q:
    kept = {duty.unit for duty in viewer.duties if duty.unit and duty.role in KEEPING}
    if not kept:
        return Q(pk__in=[])
    # Who worked there another time, and walked there for the authority when it was made, made it for the authority.
    own = Duty.objects.filter(unit=OuterRef("unit"), person=OuterRef("person"), role__in=OF_UNIT)
    at = OuterRef("received_at")
    own = own.filter(Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at)
    return Q(Exists(own), unit__in=kept)


def _ground(scope: Scope, industry: str) -> Q:
    found = among("cell_id", scope.cells) if scope.cells else Q(pk__in=[])
    for letter, area in scope.industries:
        found |= Q(**{industry: letter}) & (among("cell_id", area) if area is not None else Q())
    return found
