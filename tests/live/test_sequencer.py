"""The sequencer: nothing lost, nothing twice, one dense order, true counts."""

import json
import random
import re
import threading
import time
from collections import Counter
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from itertools import cycle

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.models import Sum
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

from factories import make_person
from live.facts import change_point, empty_log, kept, log_rows, truth, unsequenced
from live.life import Life
from live.processes import Worker, until
from safegrid.actions import moved, owners, rules
from safegrid.domain import counts
from safegrid.domain.events import AccessChanged, CellsCounted, DutiesCounted, decode, encode
from safegrid.domain.levels import Level
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Role
from safegrid.live import pyramid
from safegrid.live.sequencer import BATCH, Sequencer, move
from safegrid.live.verify import Verdict, verify
from safegrid.store import packs
from safegrid.store.access import viewer_of_user
from safegrid.store.models import (
    CellCount,
    EventLog,
    GridCell,
    Outbox,
    Pyramid,
    RiskPoint,
    SequencerState,
)
from safegrid.store.queries import snapshot as snapshots
from safegrid.store.queries.steady import one_moment

pytestmark = pytest.mark.database


def tell(database, n, cause, *, access=False):
    """Write an event into the outbox in a transaction that stays open."""
    event = (
        AccessChanged(f"user:{n}", 1, cause=cause) if access else DutiesCounted(((n, "officers", 1),), cause)
    )
    with database.cursor() as cursor:
        cursor.execute(
            "INSERT INTO store_outbox (kind, entity, entity_id, payload, access, actor) VALUES (%s, '', 0, %s, %s, 't')",
            (event.kind, encode(event), access),
        )


def causes():
    events = [decode(row.kind, row.payload) for row in log_rows()]
    return [e.cause for e in events if not isinstance(e, CellsCounted)]


def seqs():
    return [row.seq for row in log_rows()]


def test_a_transaction_that_commits_late_is_not_lost(city, connect):
    early, late, own = connect(), connect(), connect()
    tell(early, 1, "first id")
    tell(late, 2, "second id")
    late.commit()
    assert move(own) == 1
    early.commit()
    assert move(own) == 1
    assert causes() == ["second id", "first id"]
    assert seqs() == [1, 2, 3, 4]  # each with its counts


def test_what_was_rolled_back_leaves_no_gap(city, connect):
    writer, own = connect(), connect()
    tell(writer, 1, "undone")
    writer.rollback()
    tell(writer, 1, "done")
    writer.commit()
    move(own)
    assert causes() == ["done"]
    assert seqs() == [1, 2]


def test_access_goes_first(city, connect):
    writer, own = connect(), connect()
    for n in range(3):
        tell(writer, n, f"fact {n}")
    tell(writer, 9, "demoted", access=True)
    writer.commit()
    move(own)
    assert causes() == ["demoted", "fact 0", "fact 1", "fact 2"]


def test_counts_are_absolute_and_numbered_per_cell(city, connect):
    writer, own = connect(), connect()
    for _ in range(2):
        tell(writer, 5, "on duty")
        tell(writer, 5, "on duty")
        writer.commit()
        move(own)
    told = [decode(row.kind, row.payload) for row in log_rows() if row.kind == "counts"]
    assert [(cell, v, counts.from_row(n)["officers"]) for e in told for cell, v, n in e.cells] == [
        (5, 1, 2),
        (5, 2, 4),
    ]
    assert CellCount.objects.get(pk=5).n == list(told[-1].cells[0][2])


def test_a_row_of_counts_from_before_a_new_column_grows(city, connect):
    CellCount.objects.create(cell_id=5, version=3, n=[7])
    writer, own = connect(), connect()
    tell(writer, 5, "on duty")
    writer.commit()
    move(own)
    row = CellCount.objects.get(pk=5)
    assert (row.version, len(row.n), row.n[0]) == (4, len(counts.COLUMNS), 7)


def test_a_long_queue_is_moved_in_batches(city, connect):
    writer, own = connect(), connect()
    for n in range(BATCH + 5):
        tell(writer, n % 7, str(n))
    writer.commit()
    started = time.monotonic()
    assert move(own) == BATCH
    took = time.monotonic() - started
    assert move(own) == 5
    assert causes() == [str(n) for n in range(BATCH + 5)]
    assert took < 2.0


def test_one_notification_per_batch(city, connect):
    writer, own, ear = connect(), connect(), connect()
    ear.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
    with ear.cursor() as cursor:
        cursor.execute("LISTEN safegrid_log")
    for n in range(20):
        tell(writer, n, "fact")
    writer.commit()
    move(own)
    until(lambda: ear.poll() or ear.notifies)
    assert [n.payload for n in ear.notifies] == ["21"]


def test_an_event_that_is_not_understood_stops_everything(city, connect):
    writer, own = connect(), connect()
    tell(writer, 1, "fact")
    writer.commit()
    Outbox.objects.create(kind="unheard", payload="{}")
    with pytest.raises(KeyError):
        move(own)
    assert (Outbox.objects.count(), EventLog.objects.count()) == (2, 0)


def test_the_chain_shows_any_change(city, connect):
    writer, own = connect(), connect()
    for n in range(5):
        tell(writer, n, f"fact {n}")
        writer.commit()
        move(own)

    assert verify() == Verdict(10, None)  # each fact and the counts that it changed
    EventLog.objects.filter(seq=10).delete()
    assert verify() == Verdict(9, 10)
    EventLog.objects.filter(seq=4).update(actor="somebody else")
    assert verify() == Verdict(3, 4)
    EventLog.objects.filter(seq=4).delete()
    assert verify() == Verdict(3, 4)
    with pytest.raises(CommandError, match="from event 4 on"):
        call_command("verify_log")


def test_an_empty_log_is_whole(city):
    assert verify() == Verdict(0, None)
    call_command("verify_log")


def test_of_two_sequencers_one_works_and_the_other_takes_over(city, database_url):
    stops = [threading.Event(), threading.Event()]
    both = [Sequencer(database_url), Sequencer(database_url)]
    threads = [threading.Thread(target=one.run, args=(stop,)) for one, stop in zip(both, stops, strict=True)]
    for thread in threads:
        thread.start()
    try:
        until(lambda: both[0].active or both[1].active)
        time.sleep(0.7)  # longer than the other waits between two tries
        first = 0 if both[0].active else 1
        assert [s.active for s in both].count(True) == 1
        stops[first].set()
        until(lambda: both[1 - first].active, what="the second takes over")
        assert not both[first].active
    finally:
        for stop, thread in zip(stops, threads, strict=True):
            stop.set()
            thread.join()


class Load(threading.Thread):
    """A writer whose transactions commit in any order, some never; keeps what it committed."""

    def __init__(self, connect, name, n):
        super().__init__()
        self._database, self._name, self._n = connect(), name, n
        self.committed = []

    def run(self):
        chance = random.Random(self._name)
        for i in range(self._n):
            cause = f"{self._name}-{i}"
            tell(self._database, chance.randrange(1, 9), cause, access=chance.random() < 0.05)
            time.sleep(chance.random() * 0.004)
            if chance.random() < 0.1:
                self._database.rollback()
            else:
                self._database.commit()
                self.committed.append(cause)


def test_killed_in_the_middle_of_load_it_loses_and_doubles_nothing(city, connect, database_url, tmp_path):
    worker = Worker(database_url, tmp_path)
    worker.start()
    until(lambda: SequencerState.objects.filter(heartbeat__isnull=False).exists(), what=worker.output)
    before = kept()
    writers = [Load(connect, f"w{n}", 200) for n in range(4)]
    try:
        for writer in writers:
            writer.start()
        for moved in (60, 250):
            until(lambda n=moved: EventLog.objects.count() >= n, what="load is being moved")
            worker.kill()
            worker.start()
        for writer in writers:
            writer.join()
        until(lambda: not Outbox.objects.exists(), what="the outbox is drained")
    finally:
        worker.end()
    assert sorted(causes()) == sorted(c for w in writers for c in w.committed)
    assert seqs() == list(range(1, len(seqs()) + 1))
    told = [decode(row.kind, row.payload) for row in log_rows()]
    officers = sum(1 for e in told if isinstance(e, DutiesCounted))
    assert sum(row.get("officers", 0) for row in kept().values()) == officers + sum(
        row.get("officers", 0) for row in before.values()
    )


def test_the_number_on_the_wall_is_what_is_there_under_load(city, database_url, connect, monkeypatch):
    """People at work, everything rated and owned again meanwhile, the sequencer behind them all.

    At every moment, in one REPEATABLE READ: what a wall is given + what waits in the outbox = count(*), for every level of
    every community, and the pyramid is the sum of its points. Once the outbox is empty, with nothing to add.
    """
    lives = [Life(city, random.Random(n)) for n in range(3)]
    wall = viewer_of_user(make_person(Role.CMD, city["city"]).pk)
    empty_log()
    monkeypatch.setattr(moved, "MOST_SINGLE", 5)
    monkeypatch.setattr(snapshots, "one_moment", nullcontext)  # the moment is the test's own
    own, stop, last, failed = connect(), threading.Event(), threading.Event(), []
    work = [*(partial(live_on, life) for life in lives), Rater(), partial(own_anew, random.Random(9))]
    writers = [threading.Thread(target=until_stopped, args=(one, stop, failed)) for one in work]
    sequencer = threading.Thread(target=Sequencer(database_url).run, args=(last,))
    sequencer.start()
    try:
        until(lambda: SequencerState.objects.filter(pyramid_seq__isnull=False).exists(), what="the pyramid")
        for writer in writers:
            writer.start()
        waited = 0
        for _ in range(60):
            waited += bool(at_this_moment(wall))
            assert pyramid.check(own)[1] == 0
        assert waited, "the moment between commit and log was never seen; the test proves nothing"
    finally:
        stop.set()
        for writer in writers:
            writer.join()
        until(lambda: not Outbox.objects.exists(), 30, what="the outbox is drained")
        last.set()
        sequencer.join()
    assert not failed
    done = sum((life.done for life in lives), Counter())
    assert len(done) > 8, done
    for actor in (rules.ACTOR, owners.ACTOR):
        assert EventLog.objects.filter(kind="bulk", actor=actor).exists()
    assert at_this_moment(wall) == {}
    assert pyramid.check(own) == (Pyramid.objects.count(), 0)
    levels = Pyramid.objects.filter(z=5).aggregate(**{str(n): Sum(f"l{n}") for n in range(5)})
    assert levels == {str(n): sum(row.get(f"p{n}", 0) for row in kept().values()) for n in range(5)}


def at_this_moment(wall):
    """Hold what a wall is given against the rows themselves; return what was still waiting."""
    with one_moment():
        waiting = unsequenced()
        given = {cell: {c: n for c, n in counts.from_row(row).items() if n} for cell, _, row in shown(wall)}
        assert counts.add([(given, 1), (waiting, 1)]) == truth()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT COALESCE(cell_id, 0), 'p' || firm, count(*) FROM store_riskpoint WHERE retired_at IS NULL GROUP BY 1, 2"
            )
            there = {(cell, level): n for cell, level, n in cursor.fetchall()}
    total = counts.add([(given, 1), (waiting, 1)])
    levels = {(cell, c): n for cell, row in total.items() for c, n in row.items() if re.fullmatch(r"p\d", c)}
    assert levels == there
    return waiting


def shown(wall):
    return json.loads(json.dumps(snapshots.snapshot(wall)))["counts"]


ACTS = (
    "report",
    "handle",
    "self_record",
    "rerate",
    "move",
    "retire",
    "unit",
    "raise_alarm",
    "handle_alarm",
    "duty",
)


def live_on(life):
    """One thing that somebody does; only the ground stays as it is."""
    act = life.chance.choice([*ACTS, "handle", "handle", "handle_alarm"])
    result = getattr(life, act)()
    if result is not None and not isinstance(result, Refusal):
        life.done[act] += 1


class Rater:
    """Another pack takes force whenever the last one has rated everything."""

    def __init__(self):
        today = packs.current()
        turned = tuple(replace(band, level=Level(5 - band.level)) for band in today.lec.bands)
        self.packs = cycle([replace(today, id="other", lec=replace(today.lec, bands=turned)), today])
        self.pack = next(self.packs)

    def __call__(self):
        rules.begin(self.pack)
        if not rules.step(self.pack, 10):
            self.pack = next(self.packs)


def own_anew(chance):
    """Points that stand on other ground than they should, told of; then everything is owned again."""
    for pk in chance.sample(list(RiskPoint.objects.values_list("pk", flat=True)), 10):
        change_point(pk, cell=GridCell.objects.filter(level=4).order_by("?").first())
    ground = owners.Ground()
    owners.begin()
    while owners.step(ground, 20, 10):
        pass


def until_stopped(work, stop, failed):
    try:
        while not stop.is_set():
            work()
    except Exception as error:
        failed.append(error)
        raise
    finally:
        connections.close_all()


def keep_changing(points, city, stop, failed):
    chance = random.Random(1)
    cells = [city["c1"], city["c2"], city["c3"], None]
    try:
        while not stop.is_set():
            level = chance.randrange(5)
            change_point(chance.choice(points), cell=chance.choice(cells), live=level, firm=level)
    except Exception as error:
        failed.append(error)
    finally:
        connections.close_all()
