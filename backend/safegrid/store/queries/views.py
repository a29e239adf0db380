"""Saved views that a person may open."""

from django.db.models import Q, QuerySet

from safegrid.store.access import Viewer
from safegrid.store.models import SavedView


def views_for(viewer: Viewer) -> QuerySet[SavedView]:
    """One's own, and those that colleagues of the same department share; by name."""
    mine = Q(owner_id=viewer.person)
    if viewer.department is not None:
        mine |= Q(shared=True, owner__department_id=viewer.department, owner__is_active=True)
    return SavedView.objects.filter(mine).select_related("owner").order_by("name", "pk")
