"""Hazards: the list, the panel with what can be done next, and every command of the state machine."""

from typing import Annotated, Literal

from ninja import Query, Router, Schema

from safegrid.actions import hazards as act
from safegrid.actions.places import Where
from safegrid.domain.hazards import Cmd, Command
from safegrid.domain.state import ops
from safegrid.store.access import Viewer
from safegrid.store.models import Hazard
from safegrid.store.queries import hazards as read
from safegrid.store.queries.history import steps_of

from ..errors import Refused, accepted, found
from ..hazard_panel import panel, row
from ..keyed import KEYED, keyed
from ..past import of_steps
from ..schemas.common import History
from ..schemas.hazards import (
    CommandIn,
    Given,
    HazardActed,
    HazardOut,
    HazardPage,
    HazardPlaceIn,
    HazardState,
    ReportIn,
    SelfRecordIn,
)
from ..viewer import Signed

router = Router(tags=["hazards"])
PLACE = set(HazardPlaceIn.model_fields)
OWN = set(Given.model_fields)
CREATING = {Cmd.REPORT, Cmd.SELF_RECORD}


class Filters(Schema):
    state: Literal["open", "settled"] | HazardState | None = None
    major: bool | None = None
    overdue: bool | None = None
    cell: int | None = None
    unit: int | None = None
    point: int | None = None
    before: int | None = None


@router.get("", response=HazardPage)
def index(request: Signed, filters: Annotated[Filters, Query()]) -> HazardPage:
    """List hazards in sight, newest first."""
    rows = read.hazards_in_sight(request.auth.scope, read.Wanted(**filters.model_dump()))
    more = len(rows) > read.PAGE
    shown = rows[: read.PAGE]
    return HazardPage(hazards=[row(h) for h in shown], next=shown[-1].pk if more else None)


@router.get("/{int:hazard_id}", response=HazardOut)
def detail(request: Signed, hazard_id: int) -> HazardOut:
    """Show a hazard with its whole treatment, and the commands that the viewer may give now."""
    return panel(_seen(request.auth, hazard_id), request.auth)


@router.get("/{int:hazard_id}/history", response=History, by_alias=True)
def history(request: Signed, hazard_id: int) -> History:
    """Tell every step of the hazard."""
    return of_steps(steps_of(_seen(request.auth, hazard_id)), request.auth)


@router.post("", response=HazardActed, openapi_extra=KEYED)
def report(request: Signed, body: ReportIn) -> HazardActed:
    """Report a hazard 上报."""
    fields = body.model_dump(exclude=PLACE | {"override_duplicate"}, exclude_none=True)
    command = Command(Cmd.REPORT, fields, override=body.override_duplicate)
    return keyed(
        request, HazardActed, lambda: _acted(request.auth, act.create(request.auth, _where(body), command))
    )


@router.post("/self-record", response=HazardActed, openapi_extra=KEYED)
def self_record(request: Signed, body: SelfRecordIn) -> HazardActed:
    """Record a general hazard that the enterprise found itself 自查."""
    command = Command(Cmd.SELF_RECORD, body.model_dump(exclude=PLACE, exclude_none=True))
    return keyed(
        request, HazardActed, lambda: _acted(request.auth, act.create(request.auth, _where(body), command))
    )


@router.post("/{int:hazard_id}/{command}", response=HazardActed, openapi_extra=KEYED)
def run(
    request: Signed,
    hazard_id: int,
    command: str,
    body: CommandIn,  # type: ignore[valid-type] # made from the hazard table
) -> HazardActed:
    """Give a command: verify, order, submit … as `commands` of the panel names them; "-" and "_" are the same."""
    given = _command(command.replace("-", "_"), body)
    return keyed(request, HazardActed, lambda: _acted(request.auth, act.run(request.auth, hazard_id, given)))


def _command(name: str, given: Given) -> Command:
    if name not in {c.value for c in Cmd} or Cmd(name) in CREATING:
        raise Refused("NOT_FOUND")
    fields = given.model_dump(exclude=OWN, exclude_none=True)
    if given.lon is not None and given.lat is not None:
        fields["position"] = {"lon": given.lon, "lat": given.lat}
    return Command(Cmd(name), fields, given.version, override=given.override, propose=given.propose)


def _seen(viewer: Viewer, hazard_id: int) -> Hazard:
    return found(read.hazard_in_sight(viewer.scope, hazard_id))


def _where(body: HazardPlaceIn) -> Where:
    return Where(body.point, body.unit, body.lon, body.lat)


def _acted(viewer: Viewer, result: object) -> HazardActed:
    outcome = accepted(result)
    assert isinstance(outcome, act.Outcome)
    done = [op for event in outcome.events for op in ops(event, viewer.scope)]
    return HazardActed(id=outcome.hazard, version=outcome.version, ops=done, moved=outcome.moved)
