"""Risk points as panels show them."""

from safegrid.domain.scope import Scope
from safegrid.store.access import visible_hazards, visible_points
from safegrid.store.models import ControlMeasure, Hazard, RiskPoint
from safegrid.store.models.hazards import SETTLED

BRIEF = ("id", "number", "title", "state", "major", "overdue")


def point_in_sight(scope: Scope, point_id: int) -> RiskPoint | None:
    """An active point with its unit and site; None if it is absent or out of sight. One query."""
    return visible_points(scope).select_related("unit", "site").filter(pk=point_id).first()


def measures_of(point: RiskPoint) -> list[ControlMeasure]:
    """Measures in the order they were entered. One query."""
    return list(point.measures.order_by("pk"))


def open_hazards_of_point(scope: Scope, point: RiskPoint) -> list[Hazard]:
    """Open hazards in sight at the point, the worst and latest first. One query.

    A line or area is in sight from every cell it touches; its hazards belong to the cell that owns it.
    """
    rows = visible_hazards(scope).filter(point=point).exclude(state__in=SETTLED).only(*BRIEF)
    return list(rows.order_by("-major", "-overdue", "-pk"))
