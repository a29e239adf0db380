"""四查 is recorded (H1): one survey of a cell counts in each period, further ones are kept beside it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from safegrid.domain import surveys as rules
from safegrid.domain.hierarchy import COMMUNITY
from safegrid.domain.presence import Presence, Stamp, judge
from safegrid.domain.refusals import Refusal
from safegrid.domain.times import china_day
from safegrid.store import packs
from safegrid.store.access import Viewer, visible_cells
from safegrid.store.among import among
from safegrid.store.celltree import tree
from safegrid.store.models import Duty, GridCell, Survey, SurveyClock
from safegrid.store.models.field_records import stamped
from safegrid.store.queries.responsible import in_force
from safegrid.store.queries.surveys import metres_from_cell, overdue_communities

from . import evidence, tallies
from .transaction import Refused, Work, clock, unit_of_work

ACTOR = "system:sweep"
COLUMN = "survey_overdue"
REACH = 50.0
"""Metres from the cell's ground at which somebody is still there: boundaries are drawn along roads."""
NOT_FOUND = Refusal("NOT_FOUND")


@dataclass(frozen=True)
class NewSurvey:
    """What somebody recorded of a cell. `photos`: UUIDs of one's own uploads."""

    cell: int
    stamp: Stamp
    note: str = ""
    photos: tuple[str, ...] = ()


def record(viewer: Viewer, new: NewSurvey, received: datetime | None = None) -> Survey | Refusal:
    """Keep a survey. `received`: the server's time (default: now). Refusals: NOT_FOUND, NOT_YOUR_DUTY, FIELD_BAD.

    A phone may send it long afterwards: the duty and the ground are those of the time when it was done.
    """
    try:
        with unit_of_work(viewer.key, "survey.record") as work:
            return _record(work, viewer, new, received or clock())
    except Refused as refused:
        return refused.refusal


def keep_all(actor: str, made: Sequence[Survey]) -> int:
    """Keep many surveys at once, oldest first; what they change of the counts the sweep tells. Returns how many.

    One that has a survey of its period already is left out.
    """
    with unit_of_work(actor, "survey.record"):
        clocks = SurveyClock.objects.filter(among("cell_id", {one.cell_id for one in made}))
        held = {row.cell_id: row for row in clocks.select_for_update().order_by("cell_id")}
        there = Survey.objects.filter(
            among("cell_id", held), counts=True, first__gte=min(one.first for one in made)
        )
        known = set(there.values_list("cell_id", "first", "last"))
        new = [one for one in made if one.cell_id in held and (one.cell_id, one.first, one.last) not in known]
        for one in Survey.objects.bulk_create(new, batch_size=1_000):
            held[one.cell_id].latest = one
        SurveyClock.objects.bulk_update(held.values(), ["latest"], batch_size=500)
    return len(new)


def begin_clocks(now: datetime | None = None) -> int:
    """Start the clocks of cells that got somebody to survey them; for the worker. Returns how many."""
    held = Duty.objects.filter(
        in_force(now), cell=OuterRef("pk"), role__in=sorted(rules.SURVEYORS), industry=""
    )
    new = GridCell.objects.filter(Exists(held), retired_at=None, survey_clock=None)
    begins = rules.begins_after(china_day(now or timezone.now()))
    made = [SurveyClock(cell_id=cell, begins=begins) for cell in new.values_list("pk", flat=True)]
    SurveyClock.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def begin_all(cells: Collection[int], begins: date) -> None:
    """Start the clocks of a city that is loaded at once."""
    SurveyClock.objects.bulk_create(SurveyClock(cell_id=cell, begins=begins) for cell in cells)


def _record(work: Work, viewer: Viewer, new: NewSurvey, received: datetime) -> Survey:
    done = rules.done_at(new.stamp.made_at, new.stamp.sent_at, received)
    cell = _cell(viewer, new.cell, done)
    day, today = china_day(done), china_day(received)
    SurveyClock.objects.bulk_create(
        [SurveyClock(cell=cell, begins=rules.begins_after(today))], ignore_conflicts=True
    )
    kept = SurveyClock.objects.select_for_update(of=("self",)).select_related("latest").get(cell=cell)
    period = rules.period_of(packs.current().cadence[cell.level], day)
    of_cell = Survey.objects.filter(cell=cell, counts=True)
    survey = Survey.objects.create(
        cell=cell,
        person_id=viewer.person,
        day=day,
        first=period.first,
        last=period.last,
        counts=not of_cell.filter(first__lte=day, last__gte=day).exists(),
        note=new.note,
        photos=list(new.photos),
        received_at=received,
        **stamped(new.stamp, _presence(cell.pk, new.stamp, done, received)),
    )
    if refusal := evidence.use(viewer.person, "survey", survey.pk, list(new.photos)):
        raise Refused(refusal)
    if kept.latest is None or kept.latest.day <= day:
        kept.latest = survey
        kept.save(update_fields=["latest"])
    if cell.level == COMMUNITY and cell.pk in tree().cells:
        tallies.tell(work, COLUMN, {cell.pk: overdue_communities(today, [cell.pk]).get(cell.pk, 0)})
    return survey


def _cell(viewer: Viewer, cell: int, done: datetime) -> GridCell:
    """The cell, if the viewer surveyed it then. Raises Refused."""
    row = GridCell.objects.filter(pk=cell).first()
    held = Duty.objects.filter(in_force(done), person_id=viewer.person, cell_id=cell, industry="")
    if row is not None and held.filter(role__in=sorted(rules.SURVEYORS)).exists():
        return row
    seen = row is not None and row.pk in visible_cells(viewer.scope)
    raise Refused(Refusal("NOT_YOUR_DUTY") if seen else NOT_FOUND)


def _presence(cell: int, stamp: Stamp, done: datetime, received: datetime) -> Presence:
    fix = stamp.fix
    metres = metres_from_cell(cell, fix, done) if fix else None
    return judge(fix, metres, REACH, stamp.sent_at, received)
