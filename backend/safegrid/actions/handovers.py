"""Handing over a desk 交接班: written and signed by who goes, checked and signed by who comes, then unchangeable."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from safegrid.domain.handovers import FIRST, Line, digest_of, signature_of
from safegrid.domain.hierarchy import CITY, COUNTY
from safegrid.domain.refusals import Refusal
from safegrid.store.access import Viewer, visible_alarms
from safegrid.store.celltree import tree
from safegrid.store.models import Handover, Shift
from safegrid.store.models.alarms import ALARM_SETTLED

from . import rosters
from .notices import tell_people
from .transaction import clock, unit_of_work

NOT_FOUND = Refusal("NOT_FOUND")
BOOK_LOCK = 7_002
"""With the desk's id: one line at a time is written into a book."""


@dataclass(frozen=True)
class Given:
    """What the giver writes. `cell`: the desk, None = where the giver sits now."""

    to: int
    summary: str
    open_items: str = ""
    cell: int | None = None


def give(viewer: Viewer, given: Given) -> Handover | Refusal:
    """Write and sign a handing over. Refusals: NO_DESK, NOT_FOUND, NOT_YOUR_DUTY, BAD_POST, SAME_PERSON, DESK_NO_DUTY."""
    now = clock()
    cell = given.cell or _desk_of(viewer.person, now)
    if cell is None:
        return Refusal("NO_DESK")
    refusal = _problem(viewer, given, cell, now)
    if refusal is not None:
        return refusal
    with unit_of_work(viewer.key, "handover.give") as work:
        _lock_book(cell)
        line = Line(
            cell=cell,
            giver=viewer.person,
            taker=given.to,
            summary=given.summary,
            open_items=given.open_items,
            open_alarms=_open_alarms(viewer, cell),
            given_at=clock(),
        )
        last = Handover.objects.filter(cell_id=cell).order_by("-pk").values_list("digest", flat=True).first()
        handover = Handover.objects.create(
            cell_id=cell,
            giver_id=line.giver,
            taker_id=line.taker,
            summary=line.summary,
            open_items=line.open_items,
            open_alarms=list(line.open_alarms),
            given_at=line.given_at,
            digest=digest_of(last or FIRST, line),
        )
        tell_people(work, [given.to], None, "handover_given", given.summary[:200])
    return handover


def sign(viewer: Viewer, handover_id: int) -> Handover | Refusal:
    """Take a desk over. The giver's shift ends, the taker's begins. Refusals: NOT_FOUND, ALREADY_SIGNED."""
    with unit_of_work(viewer.key, "handover.sign"):
        rows = Handover.objects.select_for_update(of=("self",)).select_related("giver", "taker", "cell")
        handover = rows.filter(pk=handover_id, taker_id=viewer.person).first()
        if handover is None:
            return NOT_FOUND
        if handover.signed_at is not None:
            return Refusal("ALREADY_SIGNED")
        handover.signed_at = clock()
        handover.signed_digest = signature_of(handover.digest, handover.taker_id, handover.signed_at)
        handover.save(update_fields=["signed_at", "signed_digest"])
        _change_seats(handover, handover.signed_at)
    return handover


def _problem(viewer: Viewer, given: Given, cell: int, now: datetime) -> Refusal | None:
    place = tree().cells.get(cell)
    sits = _desk_of(viewer.person, now) == cell
    if place is None or not (sits or rosters.keeps(viewer, cell)):
        return NOT_FOUND
    if place.level not in (CITY, COUNTY):
        return Refusal("BAD_POST")
    if given.to == viewer.person:
        return Refusal("SAME_PERSON", (("field", "to"),))
    return None if rosters.answers(given.to, cell, now) else Refusal("DESK_NO_DUTY", (("field", "to"),))


def _desk_of(person: int, now: datetime) -> int | None:
    sitting = Shift.objects.filter(person_id=person, starts_at__lte=now, ends_at__gt=now)
    return sitting.order_by("cell__level", "pk").values_list("cell_id", flat=True).first()


def _open_alarms(viewer: Viewer, cell: int) -> tuple[str, ...]:
    here = visible_alarms(viewer.scope).exclude(state__in=ALARM_SETTLED)
    if tree().cells[cell].level != CITY:
        here = here.filter(cell_id__in=tree().communities(cell))
    return tuple(here.order_by("pk").values_list("number", flat=True))


def _change_seats(handover: Handover, now: datetime) -> None:
    """The giver's running shift ends here; what is left of it is the taker's, with the same deputy or the giver."""
    running = Shift.objects.select_for_update().filter(
        cell_id=handover.cell_id, person_id=handover.giver_id, starts_at__lte=now, ends_at__gt=now
    )
    shift = running.first()
    if shift is None:
        return
    left, shift.ends_at = shift.ends_at, now
    shift.save(update_fields=["ends_at"])
    deputy = shift.deputy_id if shift.deputy_id != handover.taker_id else handover.giver_id
    Shift.objects.create(
        cell_id=handover.cell_id,
        person_id=handover.taker_id,
        deputy_id=deputy,
        starts_at=now,
        ends_at=left,
        made_by_id=handover.taker_id,
    )


def _lock_book(cell: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [BOOK_LOCK, cell])
