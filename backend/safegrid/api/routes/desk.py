"""The desk's own books: notices, the roster, and handing over."""

from datetime import timedelta
from typing import Annotated

from django.utils import timezone
from ninja import Query, Router, Schema

from safegrid.actions import handovers, notices, rosters
from safegrid.store.access import Viewer
from safegrid.store.models import Handover, Notice, Shift
from safegrid.store.queries import desk as read
from safegrid.store.queries.notices import PAGE, notices_of

from ..errors import accepted
from ..keyed import KEYED, keyed
from ..present import cell_of
from ..schemas.common import Ref
from ..schemas.desk import (
    HandoverIn,
    HandoverOut,
    HandoverPage,
    NoticeOut,
    NoticePage,
    ShiftIn,
    ShiftList,
    ShiftOut,
)
from ..schemas.people import IdOut
from ..viewer import Signed
from ..words import words

notice_router = Router(tags=["notices"])
shift_router = Router(tags=["shifts"])
handover_router = Router(tags=["handovers"])
PAST, AHEAD = timedelta(days=2), timedelta(days=30)


class Before(Schema):
    before: int | None = None


@notice_router.get("", response=NoticePage)
def list_notices(request: Signed, page: Annotated[Before, Query()]) -> NoticePage:
    """List what the viewer was told, newest first."""
    rows = notices_of(request.auth, page.before)
    shown = rows[:PAGE]
    return NoticePage(notices=[_notice(n) for n in shown], next=shown[-1].pk if len(rows) > PAGE else None)


@notice_router.post("/{int:notice}/read", response=IdOut, openapi_extra=KEYED)
def read_notice(request: Signed, notice: int) -> IdOut:
    """Sign that a notice was read."""
    return keyed(request, IdOut, lambda: IdOut(id=accepted(notices.read(request.auth, notice)).pk))


@shift_router.get("", response=ShiftList)
def list_shifts(request: Signed) -> ShiftList:
    """The roster of the desks within reach, from two days ago on."""
    now = timezone.now()
    rows = read.roster(request.auth, now - PAST, now + AHEAD)
    return ShiftList(shifts=[_shift(s, request.auth) for s in rows])


@shift_router.post("", response=IdOut, openapi_extra=KEYED)
def add_shift(request: Signed, body: ShiftIn) -> IdOut:
    """Put somebody on the roster."""
    new = rosters.NewShift(**body.model_dump())
    return keyed(request, IdOut, lambda: IdOut(id=accepted(rosters.add(request.auth, new)).pk))


@shift_router.post("/{int:shift}/end", response=IdOut, openapi_extra=KEYED)
def end_shift(request: Signed, shift: int) -> IdOut:
    """End a shift now."""
    return keyed(request, IdOut, lambda: IdOut(id=accepted(rosters.end(request.auth, shift)).pk))


@handover_router.get("", response=HandoverPage)
def list_handovers(request: Signed, page: Annotated[Before, Query()]) -> HandoverPage:
    """The books of the desks within reach, newest line first."""
    rows = read.book(request.auth, page.before)
    shown = rows[: read.PAGE]
    more = shown[-1].pk if len(rows) > read.PAGE else None
    return HandoverPage(handovers=[_handover(h) for h in shown], next=more)


@handover_router.post("", response=IdOut, openapi_extra=KEYED)
def give(request: Signed, body: HandoverIn) -> IdOut:
    """Write a handing over and sign it as the one who goes."""
    given = handovers.Given(body.to, body.summary, body.open_items, body.cell)
    return keyed(request, IdOut, lambda: IdOut(id=accepted(handovers.give(request.auth, given)).pk))


@handover_router.post("/{int:handover}/sign", response=IdOut, openapi_extra=KEYED)
def sign(request: Signed, handover: int) -> IdOut:
    """Sign a handing over as the one who comes; the desk is theirs from here on."""
    return keyed(request, IdOut, lambda: IdOut(id=accepted(handovers.sign(request.auth, handover)).pk))


def _notice(notice: Notice) -> NoticeOut:
    return NoticeOut(
        id=notice.pk,
        alarm=notice.alarm_id,
        code=notice.code,
        title=words("notice", notice.code),
        text=notice.text or (notice.alarm.title if notice.alarm else ""),
        at=notice.at,
        read_at=notice.read_at,
    )


def _shift(shift: Shift, viewer: Viewer) -> ShiftOut:
    cell = cell_of(shift.cell_id)
    assert cell is not None
    return ShiftOut(
        id=shift.pk,
        cell=cell,
        person=Ref(id=shift.person_id, name=shift.person.name),
        deputy=Ref(id=shift.deputy_id, name=shift.deputy.name),
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        may_end=rosters.keeps(viewer, shift.cell_id) and shift.ends_at > timezone.now(),
    )


def _handover(entry: Handover) -> HandoverOut:
    cell = cell_of(entry.cell_id)
    assert cell is not None
    return HandoverOut(
        id=entry.pk,
        cell=cell,
        giver=Ref(id=entry.giver_id, name=entry.giver.name),
        taker=Ref(id=entry.taker_id, name=entry.taker.name),
        summary=entry.summary,
        open_items=entry.open_items,
        open_alarms=entry.open_alarms,
        given_at=entry.given_at,
        signed_at=entry.signed_at,
        digest=entry.digest,
        signed_digest=entry.signed_digest,
    )
