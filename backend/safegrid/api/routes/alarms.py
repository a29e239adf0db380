"""Alarms: the desk's list, the card with what can be done next, and every command of the state machine."""

from typing import Annotated, Literal

from ninja import Query, Router, Schema
from pydantic import Field

from safegrid.actions import alarms as act
from safegrid.actions.places import Where
from safegrid.domain.alarm_types import AlarmCmd, AlarmCommand
from safegrid.domain.refusals import Refusal
from safegrid.domain.state import ops
from safegrid.store.access import Viewer
from safegrid.store.queries import alarms as read
from safegrid.store.queries.around import MOST_METRES, around

from ..alarm_panel import around_out, panel, row
from ..errors import Refused, accepted, found
from ..keyed import KEYED, keyed
from ..schemas.alarms import AlarmCommandIn, AlarmGiven, AlarmOut, AlarmPage, RaiseIn
from ..schemas.common import Acted
from ..schemas.desk import AroundOut
from ..schemas.hazards import HazardPlaceIn
from ..viewer import Signed

router = Router(tags=["alarms"])
PLACE = set(HazardPlaceIn.model_fields)
FARTHEST = 100_000


class AlarmFilters(Schema):
    """`all`: those that are false or reviewed too."""

    state: Literal["open", "all"] = "open"
    offset: int = Field(default=0, ge=0, le=FARTHEST)


class Radius(Schema):
    metres: int = Field(default=1_000, ge=1, le=MOST_METRES)


@router.get("", response=AlarmPage)
def index(request: Signed, filters: Annotated[AlarmFilters, Query()]) -> AlarmPage:
    """List alarms in sight, newest first."""
    rows = read.alarms_in_sight(request.auth.scope, settled=filters.state == "all", offset=filters.offset)
    shown = rows[: read.PAGE]
    more = filters.offset + read.PAGE if len(rows) > read.PAGE else None
    return AlarmPage(alarms=[row(a) for a in shown], next=more)


@router.get("/{int:alarm_id}", response=AlarmOut, by_alias=True)
def detail(request: Signed, alarm_id: int) -> AlarmOut:
    """Show an alarm's card: what rang, whom to call, its clocks, every step, and what the viewer may do now."""
    return panel(found(read.alarm_in_sight(request.auth.scope, alarm_id)), request.auth)


@router.get("/{int:alarm_id}/around", response=AroundOut)
def surroundings(request: Signed, alarm_id: int, at: Annotated[Radius, Query()]) -> AroundOut:
    """Count and list what lies around an alarm, as far as the viewer sees it."""
    alarm = found(read.alarm_in_sight(request.auth.scope, alarm_id))
    return around_out(around(request.auth, alarm.geom.x, alarm.geom.y, at.metres))


@router.post("", response=Acted, openapi_extra=KEYED)
def raise_(request: Signed, body: RaiseIn) -> Acted:
    """Raise an alarm by hand."""
    command = AlarmCommand(AlarmCmd.RAISE, body.model_dump(exclude=PLACE))
    where = Where(body.point, body.unit, body.lon, body.lat)
    return keyed(request, Acted, lambda: _acted(request.auth, act.create(request.auth, where, command)))


@router.post("/{int:alarm_id}/{command}", response=Acted, openapi_extra=KEYED)
def run(
    request: Signed,
    alarm_id: int,
    command: str,
    body: AlarmCommandIn,  # type: ignore[valid-type] # made from the alarm table
) -> Acted:
    """Give a command: acknowledge, judge_hazard, dispatch … as `commands` of the card names them; "-" is "_"."""
    given = _command(command.replace("-", "_"), body)
    return keyed(request, Acted, lambda: _acted(request.auth, act.run(request.auth, alarm_id, given)))


def _command(name: str, given: AlarmGiven) -> AlarmCommand:
    if name not in {c.value for c in AlarmCmd} or name == AlarmCmd.RAISE:
        raise Refused("NOT_FOUND")
    fields = given.model_dump(exclude={"version"}, exclude_none=True)
    return AlarmCommand(AlarmCmd(name), fields, given.version)


def _acted(viewer: Viewer, result: act.Outcome | Refusal) -> Acted:
    outcome = accepted(result)
    done = [op for event in outcome.events for op in ops(event, viewer.scope, viewer.key)]
    return Acted(id=outcome.alarm, version=outcome.version, ops=done)
