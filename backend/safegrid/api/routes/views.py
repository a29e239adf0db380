"""Saved views, personal and shared with colleagues."""

from ninja import Router

from safegrid.actions import views as act
from safegrid.store.access import Viewer
from safegrid.store.models import SavedView
from safegrid.store.queries.views import views_for

from ..errors import accepted
from ..keyed import KEYED, keyed
from ..schemas.common import Ref
from ..schemas.people import IdOut
from ..schemas.views import SavedViewIn, ViewChangeIn, ViewList, ViewOut
from ..viewer import Signed

router = Router(tags=["views"])


@router.get("", response=ViewList)
def index(request: Signed) -> ViewList:
    """List one's own views and those that colleagues share."""
    found = views_for(request.auth) if request.auth.person else []
    return ViewList(
        views=[_view(v, request.auth) for v in found], may_share=request.auth.department is not None
    )


@router.post("", response=ViewOut, openapi_extra=KEYED)
def save(request: Signed, body: SavedViewIn) -> ViewOut:
    """Keep a view by a name."""

    def make() -> ViewOut:
        made = accepted(act.save(request.auth, body.name, body.state, shared=body.shared))
        return _view(made, request.auth)

    return keyed(request, ViewOut, make)


@router.post("/{int:view_id}", response=ViewOut, openapi_extra=KEYED)
def change(request: Signed, view_id: int, body: ViewChangeIn) -> ViewOut:
    """Rename, share or replace one's own view."""
    wanted = act.ViewChange(body.name, body.shared, body.state)
    return keyed(
        request,
        ViewOut,
        lambda: _view(accepted(act.change(request.auth, view_id, wanted)), request.auth),
    )


@router.post("/{int:view_id}/delete", response=IdOut, openapi_extra=KEYED)
def delete(request: Signed, view_id: int) -> IdOut:
    """Forget one's own view."""
    return keyed(request, IdOut, lambda: IdOut(id=accepted(act.delete(request.auth, view_id))))


def _view(view: SavedView, viewer: Viewer) -> ViewOut:
    mine = view.owner_id == viewer.person
    owner = None if mine else Ref(id=view.owner_id, name=view.owner.name)
    return ViewOut(
        id=view.pk,
        name=view.name,
        shared=view.shared,
        state=view.state,
        mine=mine,
        owner=owner,
        version=view.version,
    )
