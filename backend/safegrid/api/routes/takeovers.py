"""Open hazards that came with new ground, to be accepted by whoever answers there."""

from ninja import Router

from safegrid.actions import takeovers as act
from safegrid.store.models import GridCell, Takeover
from safegrid.store.queries.takeovers import open_takeovers

from ..errors import accepted
from ..keyed import KEYED, keyed
from ..schemas.common import Ref
from ..schemas.plan_publish import TakenHazard, TakeoverList, TakeoverOut
from ..viewer import Signed

router = Router(tags=["plans"])


@router.get("", response=TakeoverList)
def index(request: Signed) -> TakeoverList:
    """List what waits on the viewer's ground."""
    return TakeoverList(takeovers=[_task(task) for task in open_takeovers(request.auth)])


@router.post("/{int:takeover}/accept", response=TakeoverOut, openapi_extra=KEYED)
def accept(request: Signed, takeover: int) -> TakeoverOut:
    """Accept one."""
    return keyed(request, TakeoverOut, lambda: _task(accepted(act.accept(request.auth, takeover))))


def _task(task: Takeover) -> TakeoverOut:
    hazard, by = task.hazard, task.accepted_by
    return TakeoverOut(
        id=task.pk,
        hazard=TakenHazard(
            id=hazard.pk,
            number=hazard.number,
            title=hazard.title,
            state=hazard.state,
            major=hazard.major,
            overdue=hazard.overdue,
        ),
        source=_place(task.source),
        target=_place(task.target),
        plan=Ref(id=task.plan_id, name=task.plan.name),
        at=task.at,
        accepted_by=Ref(id=by.pk, name=by.name) if by else None,
        accepted_at=task.accepted_at,
    )


def _place(cell: GridCell | None) -> Ref | None:
    return Ref(id=cell.pk, name=cell.name) if cell else None
