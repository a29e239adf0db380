"""The hub and one stream, in an event loop without network or database."""

import asyncio
import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from safegrid.domain.drawn import PointDrawn
from safegrid.domain.events import AccessChanged, Bulk, Changed
from safegrid.domain.scope import Scope
from safegrid.live import connection as connection_module
from safegrid.live import hub as hub_module
from safegrid.live import stream as stream_module
from safegrid.live.batch import batch_of
from safegrid.live.connection import Connection
from safegrid.live.hub import Hub
from safegrid.live.stream import Stream
from safegrid.store.access import Viewer
from safegrid.store.queries.log import LogRow
from safegrid.store.resume import Resume, mint, read

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
CITY, ONE, TWO = Scope(cells=None), Scope(cells=frozenset({1})), Scope(cells=frozenset({2}))


def changed(seq, cell=1, name="罐"):
    drawn = PointDrawn(7, seq, cell, (), 0, "", 113.8, 34.0, "point", name, 4, 4, 4)
    return LogRow(seq, NOON + timedelta(seconds=seq), Changed("point", 7, seq, None, drawn, (), "test"))


def access(seq, viewer="user:1", version=2, session=""):
    return LogRow(seq, NOON + timedelta(seconds=seq), AccessChanged(viewer, version, session))


def viewer(scope=CITY, n=1, version=1):
    return Viewer(f"user:{n}", version, "张", scope)


def versions(connection):
    found = []
    while connection.backlog:
        found += [json.loads(text)["d"]["v"] for _, text in connection.backlog.take().parts]
    return found


@pytest.fixture
async def hub():
    made = Hub()
    made.bind(asyncio.get_running_loop(), lambda: True)
    made.begin("epoch", 0, [])
    await asyncio.sleep(0)
    return made


async def follow(hub, *rows):
    hub.follow(list(rows))
    await asyncio.sleep(0.01)


async def test_each_hears_what_it_may_see(hub):
    city, one, two = (Connection(viewer(s, n), "s") for n, s in enumerate((CITY, ONE, TWO)))
    for connection in (city, one, two):
        hub.join(connection)
    await follow(hub, changed(1, 1), changed(2, 2), changed(3, 1))
    assert [versions(c) for c in (city, one)] == [[1, 2, 3], [1, 3]]
    # what leaves a sight is told as well, but this point was never in it
    assert versions(two) == [2]
    assert hub.position == 3


async def test_a_group_is_encoded_once(hub, monkeypatch):
    calls = []
    made = hub_module.batch_of
    monkeypatch.setattr(hub_module, "batch_of", lambda rows, scope: calls.append(scope) or made(rows, scope))
    crowd = [Connection(viewer(ONE, n), "s") for n in range(50)] + [Connection(viewer(TWO, 99), "s")]
    for connection in crowd:
        hub.join(connection)
    await follow(hub, changed(1), changed(2))
    assert len(calls) == 2
    batches = [c.backlog.take() for c in crowd[:50]]
    assert all(batch is batches[0] for batch in batches)


async def test_access_cuts_before_anything_else_of_the_same_reading(hub):
    mine, other = Connection(viewer(n=1), "s1"), Connection(viewer(n=2), "s2")
    hub.join(mine)
    hub.join(other)
    await follow(hub, changed(1), access(2), changed(3))
    assert (mine.cut, versions(mine)) == (True, [])
    assert (other.cut, versions(other)) == (False, [1, 3])


async def test_what_the_viewer_already_includes_cuts_nothing(hub):
    connection = Connection(viewer(version=2), "s")
    hub.join(connection)
    await follow(hub, access(1, version=2))
    assert not connection.cut
    await follow(hub, access(2, version=2, session="another"))
    assert not connection.cut
    await follow(hub, access(3, version=2, session="s"))
    assert connection.cut


async def test_a_change_of_access_between_reading_and_joining_is_noticed(hub):
    since = hub.position
    await follow(hub, access(1))
    assert hub.doubted_since("user:1", since)
    assert not hub.doubted_since("user:1", hub.position)
    assert not hub.doubted_since("user:2", since)


async def test_what_was_told_twice_is_passed_on_once(hub):
    connection = Connection(viewer(), "s")
    hub.join(connection)
    await follow(hub, changed(1), changed(2))
    await follow(hub, changed(1), changed(2), changed(3))
    assert versions(connection) == [1, 2, 3]


async def test_who_left_is_forgotten(hub):
    connection = Connection(viewer(), "s")
    hub.join(connection)
    hub.leave(connection)
    await follow(hub, changed(1), access(2))
    assert hub.connections() == []
    assert (connection.cut, bool(connection.backlog)) == (False, False)
    hub.leave(connection)


class Line:
    """The other end of a stream. `jam`: sends wait for ever."""

    def __init__(self, hub, connection):
        self.sent, self.closed, self.jam = [], None, False
        self.stream = Stream(hub, connection, self.send, self.close)

    async def send(self, text):
        if self.jam:
            await asyncio.sleep(3600)
        self.sent.append(json.loads(text))

    async def close(self, code):
        if self.jam:
            await asyncio.sleep(3600)
        self.closed = code

    def kinds(self):
        return [message["t"] for message in self.sent]


def token(hub, connection, **changes):
    held = Resume(
        connection.viewer.key, connection.viewer.scope.hash, "epoch", hub.position, "all", time.time()
    )
    return mint(replace(held, **changes))


@pytest.fixture
async def line(hub):
    """A running stream of a viewer of community 1, greeted."""
    await follow(hub, changed(1))
    connection = Connection(viewer(ONE), "s")
    made = Line(hub, connection)
    made.connection = connection
    task = asyncio.create_task(made.stream.run(token(hub, connection), hub.position))
    await asyncio.sleep(0.02)
    assert made.kinds()[0] == "hello"
    yield made
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert connection not in hub.connections()


async def test_replay_and_live_follow_without_gap(hub, line):
    assert [op["d"]["v"] for m in line.sent for op in m.get("ops", [])] == [1]  # within 30 s before the token
    await follow(hub, changed(2), changed(3, cell=2), changed(4))
    assert [op["d"]["v"] for m in line.sent for op in m.get("ops", [])] == [1, 2, 4]
    assert [m["i"] for m in line.sent] == list(range(len(line.sent)))


async def test_the_first_beat_carries_a_token_for_all_that_was_sent(hub, line):
    (beat,) = [m for m in line.sent if m["t"] == "beat"]
    assert read(beat["token"]).seq == hub.position == 1


async def test_a_reader_that_takes_nothing_is_given_up(hub, line, monkeypatch):
    monkeypatch.setattr(stream_module, "SEND_SECONDS", 0.1)
    monkeypatch.setattr(stream_module, "FAREWELL_SECONDS", 0.1)
    line.jam = True
    await follow(hub, changed(2))
    await asyncio.sleep(0.4)
    assert line.connection not in hub.connections()
    assert line.connection.reset == "slow"


async def test_a_jammed_reader_costs_no_more_than_the_backlog(hub, line):
    line.jam = True
    for n in range(2, 400):
        await follow(hub, changed(n, name="罐" * 5000))
        assert line.connection.backlog.size < 3 * 2**20
    assert line.connection.reset == ""  # one point, however often it changes, is one entry


class Wire:
    """A line that takes everything at once, or nothing while it is jammed."""

    def __init__(self, sent):
        self.sent, self.packets, self.jam = sent, [], False

    def ready(self):
        return not self.jam

    def write(self, text, ahead=b""):
        self.packets.append(2 if ahead else 1)
        self.sent += map(json.loads, filter(None, (ahead, text)))


@pytest.fixture
async def wired(hub):
    """As `line`, with a server that offers the short way."""
    await follow(hub, changed(1))
    connection = Connection(viewer(ONE), "s")
    made = Line(hub, connection)
    made.connection, made.wire = connection, Wire(made.sent)
    made.stream = Stream(hub, connection, made.send, made.close, made.wire)
    task = asyncio.create_task(made.stream.run(token(hub, connection), hub.position))
    await asyncio.sleep(0.02)
    yield made
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert connection not in hub.connections()


def told(line):
    return [op["d"]["v"] for m in line.sent for op in m.get("ops", [])]


async def test_a_line_that_is_free_is_written_to_by_the_hub_itself(hub, wired):
    began = len(wired.sent)
    hub._take([changed(2), changed(3)])
    assert told(wired)[-2:] == [2, 3]  # nobody had to wake up
    assert len(wired.sent) == began + 1
    assert [m["i"] for m in wired.sent] == list(range(len(wired.sent)))


async def test_what_a_jammed_line_cannot_take_waits_and_comes_first(hub, wired):
    wired.wire.jam = wired.jam = True
    await follow(hub, changed(2))
    wired.wire.jam = False
    await follow(hub, changed(3))
    assert told(wired) == [1]  # the ordinary way still holds the first: nothing overtakes it
    assert wired.connection.direct is None


async def test_after_a_jam_the_order_and_the_numbers_hold(hub, wired):
    wired.wire.jam = True
    for n in range(2, 6):
        await follow(hub, changed(n))
    wired.wire.jam = False
    await follow(hub, changed(6))
    assert told(wired) == [1, 2, 3, 4, 5, 6]
    assert [m["i"] for m in wired.sent] == list(range(len(wired.sent)))


async def test_beats_go_over_the_line_too(hub, wired, monkeypatch):
    monkeypatch.setattr(stream_module, "BEAT_SECONDS", 0.02)
    wired.stream._beat_at = 0.0
    wired.connection.wake.set()
    await asyncio.sleep(0.2)
    count = wired.kinds().count("beat")
    assert count > 4
    assert [m["i"] for m in wired.sent] == list(range(len(wired.sent)))
    hub.fresh = lambda: False
    await asyncio.sleep(0.1)
    assert wired.kinds().count("beat") <= count + 1


async def test_a_beat_that_is_due_soon_goes_along_with_a_change(hub, wired):
    hub._take([changed(2)])
    assert wired.wire.packets[-1] == 1  # the last beat was only just
    beats = wired.kinds().count("beat")
    wired.stream._beat_at = time.monotonic() + 0.9 * stream_module.ALONG_SECONDS
    wired.stream._token_at = 0.0
    hub._pause_until = 0.0
    hub._take([changed(3)])
    assert wired.wire.packets[-1] == 2
    assert wired.kinds()[-2:] == ["beat", "ops"]
    assert read(wired.sent[-2]["token"]).seq == 2  # not yet of what comes behind it
    hub._pause_until = 0.0
    hub._take([changed(4)])
    assert wired.wire.packets[-1] == 1  # the next is due in two seconds again
    assert wired.kinds().count("beat") == beats + 1
    assert [m["i"] for m in wired.sent] == list(range(len(wired.sent)))


async def test_what_waited_brings_no_beat_along(hub, wired):
    began = len(wired.sent)
    for n in range(2, 5):
        wired.connection.backlog.add(batch_of([changed(n)], ONE))
    wired.stream._token_at = wired.stream._beat_at = 0.0
    wired.connection.wake.set()
    await asyncio.sleep(0.05)
    # A token ahead of what still waits would lose it after a break.
    assert [m["t"] for m in wired.sent[began:]] == ["ops", "ops", "ops", "beat"]
    assert told(wired) == [1, 2, 3, 4]


async def test_while_the_tail_is_stale_a_change_brings_no_beat_along(hub, wired):
    hub.fresh = lambda: False
    wired.stream._beat_at = 0.0
    beats = wired.kinds().count("beat")
    hub._take([changed(2)])
    assert told(wired)[-1] == 2
    assert wired.kinds().count("beat") == beats


async def test_who_is_cut_off_hears_nothing_over_the_line(hub, wired):
    hub._take([access(2), changed(3)])
    await asyncio.sleep(0.02)
    assert told(wired) == [1]


async def test_changes_in_the_pause_after_a_telling_are_told_together(hub, wired):
    hub._pause_until = time.monotonic() + 0.3
    began = len(wired.sent)
    hub._take([changed(2)])
    hub._take([changed(3), changed(4)])
    hub._take([changed(5), changed(6)])
    assert len(wired.sent) == began
    assert hub.position == 1  # who joins meanwhile is told of them with everybody else
    await asyncio.sleep(0.4)
    assert (told(wired), hub.position) == ([1, 2, 3, 4, 5, 6], 6)
    assert [m["t"] for m in wired.sent[began:]].count("ops") == 1


async def test_rights_do_not_wait_for_the_pause(hub, wired):
    hub._pause_until = time.monotonic() + 60
    await follow(hub, changed(2))
    assert not wired.connection.cut
    await follow(hub, access(3))
    assert wired.connection.cut
    assert hub.position == 3


async def test_the_pause_follows_what_the_telling_cost_and_is_no_longer_than_allowed(hub):
    hub._rest(time.thread_time() - 10)
    assert 0 < hub._pause_until - time.monotonic() <= hub_module.LONGEST_PAUSE


async def test_while_the_tail_is_stale_there_are_no_beats(hub, line, monkeypatch):
    monkeypatch.setattr(stream_module, "BEAT_SECONDS", 0.02)
    await follow(hub, changed(2))
    line.stream._beat_at = 0.0
    line.connection.wake.set()
    await asyncio.sleep(0.1)
    count = line.kinds().count("beat")
    assert count > 2
    hub.fresh = lambda: False
    await asyncio.sleep(0.1)
    assert line.kinds().count("beat") <= count + 1


async def test_a_duty_that_ended_ends_the_stream(hub):
    await follow(hub, changed(1))
    soon = datetime.now(UTC) + timedelta(seconds=0.15)
    connection = Connection(viewer(Scope(cells=frozenset({1}), valid_until=soon)), "s")
    line = Line(hub, connection)
    await asyncio.wait_for(line.stream.run(token(hub, connection), 0), 2)
    assert (line.kinds()[-1], line.sent[-1]["reason"], line.closed) == ("reset", "expired", 4001)
    assert datetime.now(UTC) >= soon


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"epoch": "older"}, "epoch"),
        ({"viewer": "user:9"}, "scope"),
        ({"at": 0.0}, "too_old"),
        ({"scope": "x"}, "scope"),
    ],
)
async def test_a_token_that_does_not_fit(hub, changes, reason):
    connection = Connection(viewer(ONE), "s")
    line = Line(hub, connection)
    await line.stream.run(token(hub, connection, **changes), 0)
    assert line.sent == [{"t": "reset", "i": 0, "reason": reason, "within": 0.02}]
    assert line.closed == 4001


async def test_a_start_afresh_of_all_is_spread_by_their_number(hub):
    await follow(hub, changed(1))
    others = [Connection(viewer(ONE), f"s{n}") for n in range(99)]
    for other in others:
        hub.join(other)
    connection = Connection(viewer(ONE), "s")
    line = Line(hub, connection)
    task = asyncio.create_task(line.stream.run(token(hub, connection), hub.position))
    await asyncio.sleep(0.02)
    hub.begin("another epoch", hub.position, [])
    await asyncio.wait_for(task, 2)
    assert line.sent[-1]["within"] == pytest.approx(100 * 0.02)


def bulk(seq, cell=1):
    event = Bulk(seq, ("point",), (cell,), ((113.8, 34.0, 113.9, 34.1),), (), 501, "test")
    return LogRow(seq, NOON + timedelta(seconds=seq), event)


async def test_bulk_changes_in_a_row_are_one_new_beginning(hub, monkeypatch):
    monkeypatch.setattr(connection_module, "SETTLE_SECONDS", 0.15)
    monkeypatch.setattr(stream_module, "TOKEN_SECONDS", 0.0)
    await follow(hub, changed(1))
    connection = Connection(viewer(ONE), "s")
    line = Line(hub, connection)
    task = asyncio.create_task(line.stream.run(token(hub, connection), hub.position))
    await asyncio.sleep(0.02)
    told = len(line.sent)
    for seq in range(2, 13, 2):
        await follow(hub, bulk(seq), changed(seq + 1))
        await asyncio.sleep(0.05)
    assert not task.done()
    assert [op["d"]["v"] for m in line.sent for op in m.get("ops", [])] == [1, 3, 5, 7, 9, 11, 13]
    assert not any("token" in m for m in line.sent[told:]), "whoever comes back later must hear of the bulk"
    await asyncio.wait_for(task, 2)
    assert [m["reason"] for m in line.sent if m["t"] == "reset"] == ["bulk"]


async def test_bulk_changes_without_end_are_shown_all_the_same(hub, monkeypatch):
    monkeypatch.setattr(connection_module, "SETTLE_SECONDS", 10.0)
    monkeypatch.setattr(connection_module, "MOST_SETTLING_SECONDS", 0.1)
    near, far = Connection(viewer(ONE), "s"), Connection(viewer(TWO), "s")
    for one in (near, far):
        hub.join(one)
    await follow(hub, bulk(1))
    await follow(hub, bulk(2))
    assert (near.settling, near.cut, far.settling) == (True, False, False)
    await asyncio.sleep(0.15)
    assert (near.reset, far.cut) == ("bulk", False)
