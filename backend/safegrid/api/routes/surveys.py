"""四查: how the cells stand, and recording a survey."""

from collections.abc import Collection
from datetime import date
from typing import Annotated

from django.utils import timezone
from ninja import Query, Router

from safegrid.actions import surveys as act
from safegrid.domain.times import china_day
from safegrid.store.access import Viewer, visible_cells
from safegrid.store.celltree import tree
from safegrid.store.models import Survey
from safegrid.store.queries import surveys as read

from ..errors import Refused, accepted
from ..keyed import KEYED, keyed
from ..schemas.common import Ref
from ..schemas.field import presence_out
from ..schemas.surveys import (
    LatestSurvey,
    MySurveys,
    SurveyClockOut,
    SurveyIn,
    SurveyList,
    SurveyMade,
    SurveyOut,
)
from ..viewer import Signed

router = Router(tags=["surveys"])


@router.get("/mine", response=MySurveys)
def mine(request: Signed) -> MySurveys:
    """Clocks of the cells that the viewer surveys."""
    return MySurveys(clocks=_clocks(request.auth, read.cells_to_survey(request.auth)))


@router.get("", response=SurveyList)
def of_cell(request: Signed, cell: Annotated[int, Query(ge=1, le=2**63 - 1)]) -> SurveyList:
    """Clocks of a cell and of those above it, and its latest surveys."""
    viewer = request.auth
    if cell not in visible_cells(viewer.scope):
        raise Refused("NOT_FOUND")
    path = [above.id for above in reversed(tree().path(cell))]
    return SurveyList(clocks=_clocks(viewer, path), surveys=[_survey(s) for s in read.latest_surveys(cell)])


@router.post("", response=SurveyMade, openapi_extra=KEYED)
def record(request: Signed, body: SurveyIn) -> SurveyMade:
    """Record a survey; the first one of a period counts."""
    new = act.NewSurvey(body.cell, body.stamp(), body.note, tuple(str(photo) for photo in body.photos))
    return keyed(request, SurveyMade, lambda: _made(request.auth, accepted(act.record(request.auth, new))))


def _made(viewer: Viewer, survey: Survey) -> SurveyMade:
    clocks = _clocks(viewer, [survey.cell_id])
    return SurveyMade(id=survey.pk, counts=survey.counts, clock=clocks[0] if clocks else None)


def _clocks(viewer: Viewer, cells: Collection[int]) -> list[SurveyClockOut]:
    open_to, own = visible_cells(viewer.scope), set(read.cells_to_survey(viewer))
    return [_clock(one, open_to, own) for one in read.clocks_of(cells, _today())]


def _clock(one: read.CellClock, open_to: Collection[int], own: Collection[int]) -> SurveyClockOut:
    found, latest = one.clock, one.latest
    person = latest.person if latest and one.cell.id in open_to else None
    return SurveyClockOut(
        cell=one.cell.id,
        cell_name=one.cell.name,
        level=one.cell.level,
        cadence=one.cadence,
        state=found.state.value,
        why=found.why.value,
        first=found.period.first,
        last=found.period.last,
        missed=found.missed,
        latest=LatestSurvey(at=latest.day, person=Ref(id=person.pk, name=person.name) if person else None)
        if latest
        else None,
        mine=one.cell.id in own,
    )


def _survey(survey: Survey) -> SurveyOut:
    return SurveyOut(
        id=survey.pk,
        day=survey.day,
        first=survey.first,
        last=survey.last,
        counts=survey.counts,
        person=Ref(id=survey.person_id, name=survey.person.name),
        note=survey.note,
        photos=survey.photos,
        made_at=survey.made_at,
        sent_at=survey.sent_at,
        received_at=survey.received_at,
        presence=presence_out(survey.presence()),
    )


def _today() -> date:
    return china_day(timezone.now())
