"""Saved views: what somebody looks at often, kept by name, for oneself or for colleagues of the same department."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from safegrid.domain.refusals import Refusal
from safegrid.store.access import Viewer
from safegrid.store.models import SavedView

MOST = 100
"""Views that one person may keep."""


@dataclass(frozen=True)
class ViewChange:
    """What is to be different; None leaves it as it is. `state`: the query of the page's address."""

    name: str | None = None
    shared: bool | None = None
    state: str | None = None


def save(viewer: Viewer, name: str, state: str, *, shared: bool) -> SavedView | Refusal:
    """Keep a view. Refusals: VIEW_NAME_TAKEN, VIEW_TOO_MANY, NO_COLLEAGUES."""
    if shared and viewer.department is None:
        return Refusal("NO_COLLEAGUES")
    if SavedView.objects.filter(owner_id=viewer.person).count() >= MOST:
        return Refusal("VIEW_TOO_MANY", (("limit", MOST),))
    try:
        with transaction.atomic():
            return SavedView.objects.create(owner_id=viewer.person, name=name, state=state, shared=shared)
    except IntegrityError:
        return Refusal("VIEW_NAME_TAKEN", (("name", name),))


def change(viewer: Viewer, view_id: int, wanted: ViewChange) -> SavedView | Refusal:
    """Rename, share or replace one's own view. Refusals: NOT_FOUND, VIEW_NAME_TAKEN, NO_COLLEAGUES."""
    if wanted.shared and viewer.department is None:
        return Refusal("NO_COLLEAGUES")
    try:
        with transaction.atomic():
            view = SavedView.objects.select_for_update().filter(pk=view_id, owner_id=viewer.person).first()
            if view is None:
                return Refusal("NOT_FOUND")
            for field in ("name", "shared", "state"):
                value = getattr(wanted, field)
                if value is not None:
                    setattr(view, field, value)
            view.version += 1
            view.save()
    except IntegrityError:
        return Refusal("VIEW_NAME_TAKEN", (("name", wanted.name or ""),))
    return view


def delete(viewer: Viewer, view_id: int) -> int | Refusal:
    """Forget one's own view. Refusal: NOT_FOUND."""
    gone, _ = SavedView.objects.filter(pk=view_id, owner_id=viewer.person).delete()
    return view_id if gone else Refusal("NOT_FOUND")
