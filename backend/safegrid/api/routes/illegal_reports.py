"""Reports of illegal production and trade (G16)."""

from typing import Literal

from ninja import Router

from safegrid.actions import illegal_reports as act
from safegrid.store.access import Viewer
from safegrid.store.models import IllegalReport
from safegrid.store.queries import proposals as read

from ..errors import accepted
from ..keyed import KEYED, keyed
from ..present import cell_of
from ..schemas.common import Ref
from ..schemas.field import presence_out
from ..schemas.proposals import HandledIn, IllegalIn, IllegalList, IllegalOut
from ..viewer import Signed

router = Router(tags=["illegal-reports"])


@router.get("", response=IllegalList)
def index(request: Signed, state: Literal["open", "handled", ""] = "") -> IllegalList:
    """List reports in sight, newest first."""
    rows = read.newest_reports(read.reports_in_sight(request.auth), state)
    return IllegalList(reports=[_report(request.auth, row) for row in rows])


@router.post("", response=IllegalOut, openapi_extra=KEYED)
def report(request: Signed, body: IllegalIn) -> IllegalOut:
    """Report what is produced or traded without being allowed to."""
    photos = tuple(str(photo) for photo in body.photos)
    new = act.NewReport(body.text, body.lon, body.lat, body.stamp(), body.unit, photos)
    return keyed(request, IllegalOut, lambda: _report(request.auth, accepted(act.report(request.auth, new))))


@router.post("/{int:report}/handle", response=IllegalOut, openapi_extra=KEYED)
def handle(request: Signed, report: int, body: HandledIn) -> IllegalOut:
    """Say what came of a report."""

    def handled() -> IllegalOut:
        return _report(request.auth, accepted(act.handle(request.auth, report, body.result, body.words)))

    return keyed(request, IllegalOut, handled)


def _report(viewer: Viewer, row: IllegalReport) -> IllegalOut:
    unit, by = row.unit, row.handled_by
    return IllegalOut(
        id=row.pk,
        text=row.text,
        state=row.state,
        lon=row.geom.x,
        lat=row.geom.y,
        cell=cell_of(row.cell_id or 0),
        unit=Ref(id=unit.pk, name=unit.name) if unit else None,
        photos=row.photos,
        person=Ref(id=row.person_id, name=row.person.name),
        result=row.result,
        words=row.words,
        handled_by=Ref(id=by.pk, name=by.name) if by else None,
        handled_at=row.handled_at,
        may_handle=row.handled_at is None and act.handleable(viewer, row),
        made_at=row.made_at,
        sent_at=row.sent_at,
        received_at=row.received_at,
        presence=presence_out(row.presence()),
    )
