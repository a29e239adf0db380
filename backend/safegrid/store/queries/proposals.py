"""What the field proposed and reported, for those on whose ground it is. An enterprise sees only what it said itself."""

from datetime import datetime

from django.db.models import Q, QuerySet

from safegrid.domain.roles import Role
from safegrid.domain.scope import Scope
from safegrid.store.access import Viewer
from safegrid.store.among import among
from safegrid.store.celltree import tree
from safegrid.store.models import Duty, IllegalReport, UnitProposal

from .answered import ground_at
from .responsible import in_force

PAGE = 200
WALKING = (Role.INS, Role.OFF, Role.DEP, Role.SUP)
"""Whose duty brings them to a place that they propose or report something of."""


def proposals_in_sight(viewer: Viewer) -> QuerySet[UnitProposal]:
    rows = UnitProposal.objects.select_related("unit", "cell", "person", "decided_by")
    return (
        rows if viewer.scope.cells is None else rows.filter(_ground(viewer.scope, "industry") | _own(viewer))
    )


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


def _ground(scope: Scope, industry: str) -> Q:
    found = among("cell_id", scope.cells) if scope.cells else Q(pk__in=[])
    for letter, area in scope.industries:
        found |= Q(**{industry: letter}) & (among("cell_id", area) if area is not None else Q())
    return found
