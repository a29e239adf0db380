"""The ledger of days and hours: exact against the log itself, whenever the worker stopped, in every area."""

import random
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from factories import make_person, recount, viewer
from live.life import Life
from safegrid.domain import counts
from safegrid.domain.events import decode
from safegrid.domain.ledger import beginnings, changed, hour_of, moved
from safegrid.domain.roles import Role
from safegrid.domain.scope import Scope
from safegrid.live import ledger
from safegrid.live.sequencer import move
from safegrid.store.models import CellCount, DayChange, EventLog, LogPosition, SequencerState
from safegrid.store.queries.wall import wall_start

pytestmark = pytest.mark.database


@pytest.fixture
def days(city, connect):
    """A random history of a city, spread over the days before now in the order of the log."""

    def live(n: int, back: float) -> None:
        chance = random.Random(11)
        SequencerState.objects.get_or_create(pk=1)
        life = Life(city, chance)
        recount()
        life.live(n)
        database = connect()
        while move(database):
            pass
        now, rows = timezone.now(), list(EventLog.objects.order_by("seq"))
        for row, moment in zip(rows, spread(chance, len(rows), now, back), strict=True):
            EventLog.objects.filter(pk=row.pk).update(at=moment)

    return live


def spread(chance: random.Random, n: int, now: datetime, back: float) -> list[datetime]:
    """So many moments in order, as many in each stretch that a day, month or quarter begins: on any date of the year."""
    first = now - timedelta(days=back)
    knots = sorted({first, now, *(max(first, start) for start in beginnings(now).values())})
    stretches = list(pairwise(knots))
    chosen = sorted(stretches[i % len(stretches)] for i in range(n))
    return sorted(start + (end - start) * chance.random() for start, end in chosen)


def sees(scope: Scope, cell: int) -> bool:
    return scope.cells is None or cell in scope.cells


def counts_at(scope: Scope, start) -> dict[str, int]:
    """Counts at a moment: what is now, less every event since."""
    total: Counter[str] = Counter()
    for cell, row in CellCount.objects.values_list("cell_id", "n"):
        if sees(scope, cell):
            total.update(counts.from_row(row))
    for row in EventLog.objects.filter(at__gte=start):
        for cell, columns in changed(decode(row.kind, row.payload)).items():
            if sees(scope, cell):
                total.subtract(columns)
    return without_zeros(total)


def without_zeros(columns) -> dict[str, int]:
    return {name: n for name, n in columns.items() if n}


def moved_in(scope: Scope, start, end) -> tuple[int, int]:
    found = [moved(decode(r.kind, r.payload)) for r in EventLog.objects.filter(at__gte=start, at__lt=end)]
    seen = [what for cell, what in (each for each in found if each) if sees(scope, cell)]
    return sum(what.opened for what in seen), sum(what.closed for what in seen)


@pytest.mark.parametrize("taken", ["nothing", "a part", "everything"])
def test_what_was_is_what_the_log_says(city, days, taken, monkeypatch):
    days(150, back=130)
    if taken == "a part":
        with monkeypatch.context() as small:
            small.setattr(ledger, "CHUNK", 20)
            ledger._step()
        assert LogPosition.objects.get().seq == 20
    elif taken == "everything":
        assert ledger.follow() == EventLog.objects.count()
    for scope in (Scope(cells=None), Scope(cells=frozenset({city["c1"].pk, city["c4"].pk}))):
        told = wall_start(scope)
        assert [each.code for each in told.since] == ["day", "month", "quarter"]
        for each in told.since:
            assert without_zeros(each.was) == counts_at(scope, each.start)
            total = (each.moved.opened, each.moved.closed)
            assert total == moved_in(scope, each.start, told.now)
        assert told.since[0].start == beginnings(told.now)["day"]
    assert sum(each.moved.opened for each in wall_start(Scope(cells=None)).since) > 0


def test_the_last_hours_are_those_of_the_log(days):
    days(150, back=1.5)
    ledger.follow()
    told = wall_start(Scope(cells=None))
    assert [hour for hour, _ in told.hours][-1] == hour_of(told.now)
    for hour, what in told.hours:
        assert (what.opened, what.closed) == moved_in(Scope(cells=None), hour, hour + timedelta(hours=1))
    assert sum(what.opened for _, what in told.hours) > 0


def kept() -> set[tuple[object, ...]]:
    """What the ledger says, without days on which nothing changed in the end."""
    rows = DayChange.objects.values_list("day", "cell_id", "n", "opened", "closed")
    return {(day, cell, tuple(n), *moved) for day, cell, n, *moved in rows if any([*n, *moved])}


def test_an_event_counts_once_however_often_the_worker_starts(days, monkeypatch):
    days(60, back=1)
    monkeypatch.setattr(ledger, "CHUNK", 7)
    ledger.follow()
    first = kept()
    assert first
    assert ledger.follow() == 0
    DayChange.objects.all().delete()
    LogPosition.objects.all().delete()
    monkeypatch.setattr(ledger, "CHUNK", 1_000)
    ledger.follow()
    assert kept() == first


def test_a_failed_step_leaves_position_and_tables_as_they_were(days, monkeypatch):
    days(30, back=1)
    monkeypatch.setattr(ledger, "_write_hours", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        ledger.follow()
    assert not DayChange.objects.exists()
    assert not LogPosition.objects.exists()


def test_nobody_without_cells_learns_of_counts(days):
    days(60, back=0.5)
    told = wall_start(Scope(cells=frozenset(), units=frozenset({1})))
    assert list(told.since) == []
    assert sum(what.opened for _, what in told.hours) == 0


def test_the_last_changes_are_those_in_sight_oldest_first(city, days):
    days(90, back=1)
    scope = viewer(make_person(Role.OFF, city["t1"])).scope
    told = wall_start(scope)
    assert told.recent
    assert all({each.after.cell, *each.after.touched} & scope.cells for each in told.recent)
    assert [each.at for each in told.recent] == sorted(each.at for each in told.recent)
