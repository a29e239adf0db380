"""Walls: what a screen of one starts with."""

from dataclasses import asdict

from ninja import Router

from safegrid.domain.roles import Verb
from safegrid.store.access import Viewer
from safegrid.store.celltree import tree
from safegrid.store.models import WallState
from safegrid.store.queries.wall import Told24, wall_start

from ..errors import Refused
from ..schemas.walls import Hours, RecentOut, Since, WallOut
from ..viewer import Signed, require

router = Router(tags=["walls"])


@router.get("/wall", response=WallOut)
def start(request: Signed) -> WallOut:
    """What was at midnight and at the beginning of month and quarter, the last 24 hours, the last changes, the view."""
    require(request.auth, Verb.SEE_MAP)
    told = wall_start(request.auth.scope)
    if told is None:
        raise Refused("NOT_READY")
    return _wall(request.auth, told)


def _wall(viewer: Viewer, told: Told24) -> WallOut:
    kiosk = None if viewer.person else int(viewer.key.partition(":")[2])
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
