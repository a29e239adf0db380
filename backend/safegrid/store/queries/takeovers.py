"""Hazards to be taken over after a change of ground, for those who answer for the new one."""

from django.db.models import QuerySet

from safegrid.domain.hierarchy import CITY
from safegrid.store.access import Viewer
from safegrid.store.celltree import tree
from safegrid.store.models import Takeover

from .responsible import OF_GRID

PAGE = 200


def takeovers_for(viewer: Viewer) -> QuerySet[Takeover]:
    """Tasks whose hazard lies now where one of the viewer's grid duties reaches, newest first."""
    duties = [duty for duty in viewer.duties if duty.role in OF_GRID and duty.cell]
    rows = Takeover.objects.select_related("hazard", "plan", "source", "target", "accepted_by")
    if not any(duty.level == CITY for duty in duties):
        cells = {cell for duty in duties for cell in tree().communities(duty.cell)}
        rows = rows.filter(hazard__cell__in=cells)
    return rows.order_by("-pk")


def open_takeovers(viewer: Viewer) -> list[Takeover]:
    """Those that nobody has accepted. One query."""
    return list(takeovers_for(viewer).filter(accepted_at=None)[:PAGE])
