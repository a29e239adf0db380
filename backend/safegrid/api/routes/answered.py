"""Who answered for an object or a place at any moment."""

from datetime import datetime
from typing import Annotated

from django.utils import timezone
from ninja import Query, Router

from safegrid.domain.geometry import check_place
from safegrid.domain.hierarchy import COMMUNITY
from safegrid.domain.scope import sees_something
from safegrid.store.queries import answered as read
from safegrid.store.queries.past_ground import version_at

from ..errors import Refused, found
from ..present import cell_ref, past_person
from ..schemas.answered import AnsweredIn, AnsweredOut, Answerers
from ..schemas.common import CellRef
from ..viewer import Signed

router = Router(tags=["boundaries"])


@router.get("/answered", response=AnsweredOut)
def answered(request: Signed, asked: Annotated[AnsweredIn, Query()]) -> AnsweredOut:
    """Tell which community and which people answered at a moment, and which do now."""
    scope = request.auth.scope
    if not sees_something(scope):
        raise Refused("NOT_YOUR_DUTY")
    now = timezone.now()
    if asked.entity is not None and asked.id is not None and asked.lon is asked.lat is None:
        here = found(read.object_in_sight(scope, asked.entity, asked.id))
        there = read.stood_at(asked.entity, asked.id, here, asked.at)
        return AnsweredOut(
            lon=there.lon,
            lat=there.lat,
            recorded=there.recorded,
            then=_answerers(read.ground_at(there.lon, there.lat, asked.at), asked.at, there),
            now=_answerers(read.ground_at(here.lon, here.lat, now), now, here),
        )
    lon, lat = _place(asked)
    grounds = {at: read.ground_at(lon, lat, at) for at in (asked.at, now)}
    seen = {at: ground for at, ground in grounds.items() if read.ground_in_sight(scope, ground)}
    if not seen:
        raise Refused("NOT_FOUND")
    then, today = (_answerers(seen[at], at) if at in seen else None for at in (asked.at, now))
    return AnsweredOut(lon=lon, lat=lat, recorded=None, then=then, now=today)


def _place(asked: AnsweredIn) -> tuple[float, float]:
    """The place that is asked about. Refusals: BAD_REQUEST for half a question or two, those of a bad place."""
    if asked.lon is None or asked.lat is None or asked.entity is not None or asked.id is not None:
        raise Refused("BAD_REQUEST")
    refusal = check_place(asked.lon, asked.lat)
    if refusal:
        raise Refused.of(refusal)
    return asked.lon, asked.lat


def _answerers(ground: read.Ground, at: datetime, of: read.Stood | None = None) -> Answerers:
    version = version_at(at)
    people = read.people_at(ground, at, of.unit, of.industry) if of else read.people_at(ground, at)
    cells = [cell_ref(cell) for cell in ground.above]
    if ground.community:
        cells.append(CellRef(id=ground.community.id, name=ground.community.name, level=COMMUNITY))
    named = {cell.id: cell for cell in cells}
    return Answerers(
        at=at,
        version=version.pk if version else None,
        cells=cells,
        people=[past_person(duty, named) for duty in people],
    )
