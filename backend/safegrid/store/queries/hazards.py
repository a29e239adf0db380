"""Hazards as lists and panels show them."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from safegrid.domain.scope import Scope
from safegrid.store.access import visible_hazards
from safegrid.store.celltree import tree
from safegrid.store.models import Hazard, Upload
from safegrid.store.models.hazards import SETTLED

PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """Filters of the list; None = not filtered. `state`: a state, "open" or "settled"; `before`: id to go on from."""

    state: str | None = None
    major: bool | None = None
    overdue: bool | None = None
    cell: int | None = None
    unit: int | None = None
    point: int | None = None
    before: int | None = None


def hazard_in_sight(scope: Scope, hazard_id: int) -> Hazard | None:
    """A hazard with its unit, point, measure and reporter; None if it is absent or out of sight. One query."""
    rows = visible_hazards(scope).select_related("unit", "point", "measure", "reporter")
    return rows.filter(pk=hazard_id).first()


def hazards_in_sight(scope: Scope, wanted: Wanted) -> list[Hazard]:
    """A page of hazards and one more, newest first. One query."""
    rows = visible_hazards(scope).filter(_filters(wanted)).select_related("unit", "point")
    return list(_state(rows, wanted.state).order_by("-pk")[: PAGE + 1])


def photos_of(hazard: Hazard) -> list[Upload]:
    """Photos that are evidence of a hazard, oldest first. One query."""
    return list(hazard.uploads.order_by("pk"))


def _filters(wanted: Wanted) -> Q:
    q = Q()
    if wanted.major is not None:
        q &= Q(major=wanted.major)
    if wanted.overdue is not None:
        q &= Q(overdue__gt=0) if wanted.overdue else Q(overdue=0)
    if wanted.cell is not None:
        q &= Q(cell_id__in=tree().communities(wanted.cell)) if wanted.cell else Q(cell=None)
    if wanted.unit is not None:
        q &= Q(unit_id=wanted.unit)
    if wanted.point is not None:
        q &= Q(point_id=wanted.point)
    if wanted.before is not None:
        q &= Q(pk__lt=wanted.before)
    return q


def _state(rows: QuerySet[Hazard], state: str | None) -> QuerySet[Hazard]:
    if state == "open":
        return rows.exclude(state__in=SETTLED)
    if state == "settled":
        return rows.filter(state__in=SETTLED)
    return rows if state is None else rows.filter(state=state)
