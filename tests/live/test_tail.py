"""The tail: every event once and in order, whatever happens to its connection or its followers."""

import time

import pytest
from django.db import transaction

from live.processes import until
from live.test_sequencer import tell
from safegrid.domain.events import CellsCounted
from safegrid.live.sequencer import move
from safegrid.live.tail import Tail
from safegrid.store.models import EventLog, SequencerState
from safegrid.store.queries.log import LogRow

pytestmark = pytest.mark.database


class Ear:
    """A follower that remembers what it was told, and stumbles when asked to."""

    def __init__(self):
        self.begun, self.heard, self.recent, self.stumble = [], [], [], 0

    def begin(self, epoch, seq, recent):
        self.begun.append((epoch, seq))
        self.recent = list(recent)

    def follow(self, rows):
        if self.stumble:
            self.stumble -= 1
            raise RuntimeError("stumbled")
        self.heard += rows

    def seqs(self):
        return [row.seq for row in self.heard]


@pytest.fixture
def ear():
    return Ear()


@pytest.fixture
def tail(city, database_url, ear):
    made = Tail(database_url, [ear])
    made.start()
    until(lambda: ear.begun, what="it begins")
    yield made
    made.stop()


@pytest.fixture
def happen(connect):
    """Make events and give them their places."""
    writer, own = connect(), connect()

    def make(n):
        for i in range(n):
            tell(writer, i % 5 + 1, f"fact {i}")
            writer.commit()
            move(own)

    return make


def test_it_hears_everything_in_order_and_soon(tail, ear, happen):
    happen(20)
    until(lambda: len(ear.heard) == 40)
    assert ear.seqs() == list(range(1, 41))
    assert all(isinstance(row, LogRow) for row in ear.heard)
    assert isinstance(ear.heard[1].event, CellsCounted)
    assert tail.lag() < 1.5


def test_a_notification_wakes_it_long_before_the_next_poll(tail, ear, happen):
    waits = []
    for n in range(1, 6):
        time.sleep(0.15)
        began = time.monotonic()
        happen(1)
        until(lambda n=n: len(ear.heard) == 2 * n)
        waits.append(time.monotonic() - began)
    assert sorted(waits)[2] < 0.2


def test_it_skips_nothing_when_its_connection_is_cut(tail, ear, happen, connect):
    admin = connect()
    admin.autocommit = True
    for _ in range(3):
        happen(5)
        with admin.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE application_name = 'safegrid-tail' AND datname = current_database()"
            )
            assert cursor.fetchone() == (1,)
        happen(5)
        until(lambda: ear.heard and ear.heard[-1].seq == SequencerState.objects.get().seq)
    assert ear.seqs() == list(range(1, 61))
    assert len(ear.begun) == 1


def test_a_follower_that_fails_is_told_again(tail, ear, happen):
    ear.stumble = 2
    happen(3)
    until(lambda: len(ear.heard) == 6)
    assert ear.seqs() == list(range(1, 7))


def test_a_second_follower_hears_of_a_repetition_but_never_of_a_gap(city, database_url, ear, happen):
    first = Ear()
    tail = Tail(database_url, [first, ear])
    tail.start()
    try:
        until(lambda: ear.begun)
        ear.stumble = 1
        happen(2)
        until(lambda: len(ear.heard) == 4)
        assert sorted(set(first.seqs())) == ear.seqs() == [1, 2, 3, 4]
    finally:
        tail.stop()


def test_another_log_means_a_new_beginning(tail, ear, happen):
    happen(3)
    until(lambda: len(ear.heard) == 6)
    SequencerState.objects.update(epoch="00000000-0000-0000-0000-000000000001")
    until(lambda: len(ear.begun) == 2)
    assert ear.begun[-1] == ("00000000-0000-0000-0000-000000000001", 6)
    assert [row.seq for row in ear.recent] == [1, 2, 3, 4, 5, 6]


def test_a_log_that_went_back_in_time_means_a_new_beginning(tail, ear, happen):
    happen(3)
    until(lambda: tail.position == 6)
    with transaction.atomic():
        EventLog.objects.filter(seq__gt=2).delete()
        SequencerState.objects.update(seq=2)
    until(lambda: tail.position == 2)
    assert [seq for _, seq in ear.begun] == [0, 2]


def test_it_is_stale_without_a_sequencer_and_fresh_with_one(tail, connect):
    assert not tail.fresh()  # no sequencer has ever written here
    database = connect()
    with database.cursor() as cursor:
        cursor.execute("UPDATE store_sequencerstate SET heartbeat = clock_timestamp() - interval '3 s'")
    database.commit()
    until(tail.fresh)
    until(lambda: not tail.fresh(), 6, what="stale again")


def test_it_waits_for_a_database_that_is_not_there(city, tmp_path, ear):
    tail = Tail(f"postgresql:///nothing?host={tmp_path}", [ear])
    tail.start()
    time.sleep(0.3)
    tail.stop()
    assert not ear.begun
    assert tail.lag() == float("inf")
