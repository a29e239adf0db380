"""Where a replay starts, from memory and from the log alike."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from safegrid.domain.events import DutiesCounted, encode
from safegrid.domain.scope import Scope
from safegrid.live import replay
from safegrid.live.replay import BEFORE_SECONDS, WINDOW_EVENTS, in_memory, too_old
from safegrid.store.models import EventLog
from safegrid.store.queries.log import LogRow, position_before, read_after, read_cuts
from safegrid.store.resume import Resume, mint, read

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
EVENT = DutiesCounted(((1, "officers", 1),), "test")
RESUME = Resume("user:1", "abc", "epoch", 10, "all", NOON.timestamp())


def rows(first, *seconds):
    """Events numbered from `first`, so many seconds after noon."""
    return [LogRow(first + i, NOON + timedelta(seconds=s), EVENT) for i, s in enumerate(seconds)]


@pytest.mark.parametrize(
    ("recent", "seq", "expected"),
    [
        (rows(1, 0, 10, 29, 40, 41), 4, [2, 3, 4, 5]),  # 30 s before event 4, which was at 40 s
        (rows(1, 0, 10, 29, 40, 41), 5, [3, 4, 5]),
        (rows(1, 0, 10), 2, [1, 2]),  # the log began within the 30 s
        (rows(7, 0, 10, 50), 9, [9]),
        (rows(7, 0, 10, 50), 8, None),  # what lay before event 7 may belong to it
        (rows(7, 0, 10, 50), 6, None),
        (rows(7, 0, 10, 50), 10, None),
        ([], 0, None),
    ],
)
def test_memory_gives_thirty_seconds_before_or_nothing(recent, seq, expected):
    found = in_memory(recent, seq)
    assert (None if found is None else [row.seq for row in found]) == expected


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize("seq", range(1, 9))
def test_the_log_gives_the_same(seq):
    seconds = [0, 10, 29, 40, 41, 41, 90, 95]
    for row in rows(1, *seconds):
        EventLog.objects.create(
            seq=row.seq, kind="duties", payload=encode(EVENT), created_at=row.at, at=row.at, hash="0"
        )
    with connection.cursor() as cursor:
        after = position_before(cursor, seq, BEFORE_SECONDS)
        found = read_after(cursor, after)
        assert read_cuts(cursor, 0, 8) == []
        assert [row.seq for row in read_after(cursor, 2, upto=6, limit=3)] == [3, 4, 5]
    assert found == in_memory(rows(1, *seconds), seq)


def test_the_window_ends_after_a_day_or_a_hundred_thousand_events(monkeypatch):
    monkeypatch.setattr(replay.time, "time", lambda: NOON.timestamp() + 24 * 3600)
    assert not too_old(RESUME, 10 + WINDOW_EVENTS)
    assert too_old(RESUME, 11 + WINDOW_EVENTS)
    assert too_old(replace(RESUME, at=RESUME.at - 1), 10)


def test_a_token_tells_nothing_and_cannot_be_changed():
    token = mint(RESUME)
    assert read(token) == RESUME
    assert "user" not in token
    assert mint(RESUME) != token
    middle = len(token) // 2
    changed = token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :]
    for other in (changed, token[:-4], "", "令牌", "x" * 4000):
        assert read(other) is None


def test_another_installation_reads_no_token_of_this_one(settings):
    token = mint(RESUME)
    settings.SECRET_KEY = "another"
    assert read(token) is None


def test_a_replay_is_encoded_once_for_all_who_may_see_the_same(monkeypatch):
    calls = []
    made = replay.batch_of
    monkeypatch.setattr(replay, "batch_of", lambda rows, scope: calls.append(scope) or made(rows, scope))
    shared, span = replay.Shared(), rows(1, 0, 10)
    city, one = Scope(cells=None), Scope(cells=frozenset({1}))
    first = shared.batches(span, city)
    assert all(shared.batches(span, city) is first for _ in range(5))
    assert shared.batches(span, one) is not first
    assert shared.batches(rows(1, 0, 11), city) is not first  # another log may have the same numbers
    assert shared.batches(rows(1, 0, 10, 11), city) is not first
    assert len(calls) == 4
    assert shared.batches([], city) == []


def test_only_some_replays_are_kept():
    shared = replay.Shared()
    for n in range(replay.SHARED + 5):
        shared.batches(rows(n + 1, 0), Scope(cells=None))
    assert len(shared._kept) == replay.SHARED
