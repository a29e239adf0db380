"""Walls: what a screen of one starts with, what the desk shows on it, whether it is there."""

from dataclasses import asdict

from ninja import Router

from safegrid.actions import walls as act
from safegrid.domain.roles import Verb
from safegrid.store.access import Viewer
from safegrid.store.celltree import tree
from safegrid.store.models import Kiosk, WallState
from safegrid.store.queries.wall import Told24, wall_start
from safegrid.store.walls import steers

from ..errors import Refused, accepted
from ..keyed import KEYED, keyed
from ..schemas.common import Done
from ..schemas.walls import (
    Hours,
    PresenceIn,
    RecentOut,
    ShownOut,
    Since,
    WallList,
    WallOut,
    WallStateOut,
    WallViewIn,
)
from ..viewer import WALLS_TOO, Signed, require

router = Router(tags=["walls"])


@router.get("/wall", response=WallOut)
def start(request: Signed) -> WallOut:
    """What was at midnight and at the beginning of month and quarter, the last 24 hours, the last changes, the view."""
    require(request.auth, Verb.SEE_MAP)
    told = wall_start(request.auth.scope)
    if told is None:
        raise Refused("NOT_READY")
    return _wall(request.auth, told)


@router.post("/wall/presence", response=Done, auth=WALLS_TOO)
def present(request: Signed, body: PresenceIn) -> Done:
    """A wall says that it is there, every ten seconds; repeating it changes nothing, so it takes no key."""
    kiosk = _kiosk_of(request.auth)
    if kiosk is None:
        raise Refused("NOT_YOUR_DUTY")
    accepted(act.seen(kiosk, body.screen.model_dump(), body.freshness))
    return Done()


@router.get("/walls", response=WallList)
def index(request: Signed) -> WallList:
    """Walls all of whose ground the viewer sees."""
    require(request.auth, Verb.HANDLE_ALARM)
    kiosks = Kiosk.objects.filter(revoked_at=None).select_related("wall").order_by("name", "pk")
    return WallList(walls=[_state(kiosk) for kiosk in kiosks if steers(request.auth.scope, kiosk)])


@router.post("/walls/{int:kiosk}/view", response=ShownOut, openapi_extra=KEYED)
def show(request: Signed, kiosk: int, body: WallViewIn) -> ShownOut:
    """Show something on a wall; it replaces what was shown."""
    view = body.model_dump(mode="json")
    return keyed(request, ShownOut, lambda: _shown(accepted(act.show(request.auth, kiosk, view))))


@router.post("/walls/{int:kiosk}/release", response=ShownOut, openapi_extra=KEYED)
def release(request: Signed, kiosk: int) -> ShownOut:
    """Give a wall back to its own ways."""
    return keyed(request, ShownOut, lambda: _shown(accepted(act.show(request.auth, kiosk, None))))


def _shown(state: WallState) -> ShownOut:
    return ShownOut(id=state.pk, version=state.version)


def _state(kiosk: Kiosk) -> WallStateOut:
    state = getattr(kiosk, "wall", None) or WallState(kiosk=kiosk)
    return WallStateOut(
        id=kiosk.pk,
        name=kiosk.name,
        view=state.view,
        v=state.version,
        online=state.online,
        seen_at=state.seen_at,
        screen=state.screen or None,
        freshness=state.freshness,
    )


def _kiosk_of(viewer: Viewer) -> int | None:
    return None if viewer.person else int(viewer.key.partition(":")[2])


def _wall(viewer: Viewer, told: Told24) -> WallOut:
    kiosk = _kiosk_of(viewer)
    state = WallState.objects.filter(kiosk=kiosk).first() if kiosk else None
    return WallOut(
        name=viewer.name if kiosk else "",
        city="、".join(tree().cells[top].name for top in tree().children.get(0, ())),
        kiosk=kiosk,
        view=state.view if state else None,
        v=state.version if state else 0,
        now=told.now,
        since=[
            Since(
                code=each.code,
                start=each.start,
                was=dict(each.was),
                opened=each.moved.opened,
                closed=each.moved.closed,
            )
            for each in told.since
        ],
        hours=Hours(
            start=told.hours[0][0],
            opened=[moved.opened for _, moved in told.hours],
            closed=[moved.closed for _, moved in told.hours],
        ),
        recent=[
            RecentOut(
                at=each.at,
                e=each.after.entity,
                id=each.after.id,
                before=asdict(each.before) if each.before else None,
                after=asdict(each.after),
            )
            for each in told.recent
        ],
    )
