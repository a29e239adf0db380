"""The rounds of the demo city's people 四查: most are made in time, a few communities lag behind.

When somebody makes a round follows from the cell and the period alone, so that a city that slept over a weekend wakes up
as if it had not. The story's people are left their day: their rounds are made late in the evening.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from hashlib import blake2b

from django.utils import timezone

from safegrid.actions.surveys import keep_all
from safegrid.domain.hierarchy import COMMUNITY, COUNTY
from safegrid.domain.pack_model import RulePack
from safegrid.domain.presence import Judged
from safegrid.domain.roles import Role
from safegrid.domain.surveys import Period, period_of
from safegrid.domain.times import CHINA, china_day
from safegrid.domain.workdays import DAY, Calendar
from safegrid.store import celltree, packs
from safegrid.store.models import BoundaryVersion, CellBoundary, Duty, Survey, SurveyClock
from safegrid.store.queries.responsible import in_force

from .logins import LOGINS
from .words import words

ACTOR = "system:demo"
EVERY = 60.0
KEPT = 3
"""Rounds of a cell that are on record when the city is loaded."""
BACK = 12
"""Periods that are looked back at for them: longer than any holiday."""
MORNING, WORKING_MINUTES = 8 * 60 + 30, 500
LATE = clock_time(23, 30)
WALKERS = {COMMUNITY: (Role.INS, Role.OFF)}
OTHERS = (Role.OFF, Role.LEAD)
SLACK_PERCENT, SLACK_EVERY, MISSED_PERCENT = 2, 9, 1


@dataclass(frozen=True)
class Walker:
    """Who walks a cell. `own`: somebody with a log-in, who is left the day to do it."""

    person: int
    own: bool


def planned(cell: int, level: int, period: Period, calendar: Calendar, *, own: bool) -> datetime | None:
    """When the round of a period is made; None if it is not made at all."""
    days = [day for day in period.days() if calendar.is_workday(day)]
    if not days or (level > COUNTY and not own and _left_out(cell, period.first)):
        return None
    dice = _dice(cell, period.first)
    if own:
        return datetime.combine(days[-1], LATE, CHINA)
    at = timedelta(minutes=MORNING + dice // 7 % WORKING_MINUTES)
    return datetime.combine(days[dice % len(days)], clock_time(), CHINA) + at


def walks(
    cells: Iterable[tuple[int, int]], walkers: Mapping[int, Walker], now: datetime, pack: RulePack, most: int
) -> Iterator[tuple[int, Walker, datetime]]:
    """The last `most` rounds of cells (id, level) up to now, oldest first."""
    for cell, level in cells:
        walker = walkers.get(cell)
        if walker is None:
            continue
        made: list[datetime] = []
        period = period_of(pack.cadence[level], china_day(now))
        for _ in range(BACK):
            at = planned(cell, level, period, pack.calendar, own=walker.own)
            if at is not None and at <= now:
                made.append(at)
            if len(made) == most:
                break
            period = period_of(pack.cadence[level], period.first - DAY)
        yield from ((cell, walker, at) for at in reversed(made))


def walk_due(now: datetime) -> int:
    """Make the rounds that are due by now and not on record. Returns how many."""
    pack, walkers = packs.current(), walkers_now()
    known: dict[int, date | None] = dict(SurveyClock.objects.values_list("cell_id", "latest__day"))
    cells = [(cell.id, cell.level) for cell in celltree.tree().cells.values() if cell.id in known]
    due = [
        (cell, walker, at)
        for cell, walker, at in walks(cells, walkers, now, pack, 1)
        if (last := known[cell]) is None or last < period_of_level(cell, china_day(at), pack).first
    ]
    return keep_all(ACTOR, list(rows(due, pack))) if due else 0


_looked: list[float] = []


def walk() -> int:
    """`walk_due`, for the worker of a demo city: once a minute."""
    at = time.monotonic()
    if _looked and at - _looked[0] < EVERY:
        return 0
    _looked[:] = [at]
    demo = BoundaryVersion.objects.filter(note__contains="demo:").exists()
    return walk_due(timezone.now()) if demo else 0


def walkers_now() -> dict[int, Walker]:
    """Who walks each cell: its inspector, above communities an officer."""
    named = {login.username for login in LOGINS}
    roles = sorted({*WALKERS[COMMUNITY], *OTHERS})
    held = Duty.objects.filter(in_force(), role__in=roles, cell__isnull=False, industry="")
    order = {role.value: n for n, role in enumerate((Role.INS, Role.OFF, Role.LEAD))}
    found: dict[int, tuple[int, Walker]] = {}
    for cell, role, person, name in held.order_by("pk").values_list(
        "cell_id", "role", "person_id", "person__username"
    ):
        if cell and (cell not in found or order[role] < found[cell][0]):
            found[cell] = (order[role], Walker(person, name in named))
    return {cell: walker for cell, (_, walker) in found.items()}


def rows(made: Iterable[tuple[int, Walker, datetime]], pack: RulePack) -> Iterator[Survey]:
    """Surveys on record, each at the place where its cell's name stands."""
    places = CellBoundary.objects.filter(valid_during__endswith=None).values_list("cell_id", "label_point")
    where, notes = dict(places), words("surveys")["notes"]
    for cell, walker, at in made:
        period, dice = period_of_level(cell, china_day(at), pack), _dice(cell, china_day(at))
        place = where.get(cell)
        yield Survey(
            cell_id=cell, person_id=walker.person, day=china_day(at), first=period.first, last=period.last,
            counts=True, note=notes[dice % len(notes)], made_at=at, sent_at=at, received_at=at,
            fix_lon=place.x if place else None, fix_lat=place.y if place else None,
            fix_accuracy=8.0 + dice % 20 if place else None, fix_at=at if place else None,
            judged=(Judged.THERE if place else Judged.UNKNOWN).value, metres=0.0 if place else None,
        )  # fmt: skip


def period_of_level(cell: int, day: date, pack: RulePack) -> Period:
    return period_of(pack.cadence[celltree.tree().cells[cell].level], day)


def _left_out(cell: int, first: date) -> bool:
    """A few communities and townships lag behind for days on end, others miss one now and then."""
    if _dice(cell, date.min) % 100 < SLACK_PERCENT:
        return first.toordinal() % SLACK_EVERY != cell % SLACK_EVERY
    return _dice(cell, first) // 1_000 % 100 < MISSED_PERCENT


def _dice(cell: int, day: date) -> int:
    return int.from_bytes(blake2b(f"{cell}/{day}".encode(), digest_size=6).digest(), "big")
