"""The socket end to end: real worker, real web process, real connections."""

import json
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from websockets.exceptions import InvalidStatus

from factories import add_duty, make_person, make_point, make_unit
from live.facts import change_point, end_session, kept
from live.processes import until
from live.screen import Screen, hang_up, log_in
from safegrid.actions import people
from safegrid.actions.duties import close
from safegrid.actions.kiosks import create as make_kiosk
from safegrid.actions.kiosks import revoke
from safegrid.actions.sessions import access_changed
from safegrid.actions.transaction import clock, unit_of_work
from safegrid.domain import counts
from safegrid.domain.drawn import PointDrawn
from safegrid.domain.events import BoundaryPublished, Bulk
from safegrid.domain.roles import Role
from safegrid.store.access import viewer_of_user
from safegrid.store.models import Duty, EventLog, Kiosk, Outbox, SequencerState
from safegrid.store.resume import Resume, mint, read

pytestmark = pytest.mark.database


@pytest.fixture
def city(ground):
    return ground


@pytest.fixture
def point(city):
    """A blue point that the log knows of."""
    made = make_point(city, "c1", unit=make_unit(city, "c1"))
    version = change_point(made.pk, name="液氨储罐")
    until(lambda: EventLog.objects.filter(entity="point", entity_id=made.pk).exists())
    made.version = version
    return made


@pytest.fixture
def inspector(city):
    return make_person(Role.INS, city["c1"])


@pytest.fixture
def stranger(city):
    return make_person(Role.INS, city["c4"])


@pytest.fixture
def chief(city):
    return make_person(Role.CMD, city["city"])


@pytest.fixture
def admin(city):
    return viewer_of_user(make_person(Role.ADM_SYS, city["city"]).pk)


def counted(screen):
    """Counts of c1 on a screen, without zeros."""
    (cell,) = screen.viewer.scope.cells
    return {c: n for c, n in counts.from_row(screen.state.counts[cell][1]).items() if n}


def test_a_change_reaches_those_who_may_see_it_within_a_second(point, inspector, stranger, chief, screen):
    mine, theirs, wall = screen(inspector), screen(stranger), screen(chief)
    began = time.monotonic()
    version = change_point(point.pk, live=1, firm=1)
    for one in (mine, wall):
        assert one.wait_object(("point", point.pk), lambda p: p and p.v == version).live == 1
    assert time.monotonic() - began < 1.0
    until(lambda: counted(mine) == kept()[point.cell_id], what="the counts follow")
    assert "ops" not in theirs.kinds()


def test_messages_are_numbered_and_beats_carry_time_and_token(inspector, screen):
    one = screen(inspector)
    until(lambda: one.kinds().count("beat") >= 2, what="two beats")
    assert [m["i"] for m in one.messages] == list(range(len(one.messages)))
    beats = [m for m in one.messages if m["t"] == "beat"]
    assert abs(timezone.datetime.fromisoformat(beats[-1]["now"]) - timezone.now()) < timedelta(seconds=3)
    assert ["token" in b for b in beats[:2]] == [True, False]
    assert "seq" not in json.dumps(one.messages)


def test_who_was_away_gets_all_that_was_missed(point, inspector, screen):
    one = screen(inspector)
    one.close()
    versions = [change_point(point.pk, live=n, firm=n) for n in (3, 2, 1)]
    until(lambda: EventLog.objects.filter(entity="point", entity_id=point.pk).count() == 4)
    one.open().wait_open()
    assert one.wait_object(("point", point.pk), lambda p: p.v == versions[-1]).live == 1
    hello = one.messages[0]
    assert hello["t"] == "hello"
    assert abs(timezone.datetime.fromisoformat(hello["now"]) - timezone.now()) < timedelta(seconds=15)


def test_the_token_of_a_beat_is_as_good_as_that_of_a_snapshot(point, inspector, screen):
    one = screen(inspector)
    change_point(point.pk, live=2, firm=2)
    one.wait_object(("point", point.pk), lambda p: p.live == 2)
    first = one.token
    until(lambda: one.token != first, 15, what="a newer token")
    one.close()
    resumed = read(one.token)
    assert resumed.seq == SequencerState.objects.get().seq
    change_point(point.pk, live=1, firm=1)
    one.open()
    assert one.wait_object(("point", point.pk), lambda p: p.live == 1)


def test_who_leaves_the_area_of_sight_is_removed(city, point, inspector, stranger, screen):
    mine, theirs = screen(inspector), screen(stranger)
    version = change_point(point.pk, cell=city["c4"])
    until(lambda: ("point", point.pk) not in mine.state.objects, what="removed")
    assert theirs.wait_object(("point", point.pk)).v == version
    removes = [op for m in mine.messages for op in m.get("ops", []) if op["o"] == "remove"]
    assert removes == [{"o": "remove", "e": "point", "id": point.pk, "v": version}]


def test_only_pages_of_this_place_open_sockets(web, inspector):
    one = Screen(web, log_in(inspector))
    for origin in (
        "http://evil.example",
        f"https://{web.address}",
        f"http://127.0.0.1:{web.port + 1}",
        "null",
    ):
        with pytest.raises(InvalidStatus) as refused:
            one.open(origin=origin)
        assert refused.value.response.status_code == 403


def test_who_is_not_logged_in_is_sent_to_the_log_in(web, inspector):
    session = log_in(inspector)
    one = Screen(web, session)
    session.flush()
    one.open()
    assert one.wait_closed() == 4003
    assert one.messages == []
    one.close()


def test_a_demotion_cuts_the_stream_within_a_second(point, inspector, screen):
    one = screen(inspector)
    began = time.monotonic()
    with unit_of_work("test", "duty.end") as work:
        close(work, Duty.objects.select_for_update().get(person=inspector), clock())
        access_changed(work, inspector.pk)
    change_point(point.pk, live=1, firm=1)
    assert one.wait_closed() == 4001
    assert time.monotonic() - began < 1.0
    assert one.resets() == ["scope"]
    assert one.state.objects[("point", point.pk)].live == 4  # what came after was not sent
    one.reload()
    assert one.state.objects == {}


def test_a_new_duty_lets_a_screen_start_afresh(city, inspector, screen):
    one = screen(inspector)
    with unit_of_work("test", "duty.assign") as work:
        add_duty(inspector, Role.INS, city["c4"])
        access_changed(work, inspector.pk)
    assert (one.wait_closed(), one.resets()) == (4001, ["scope"])
    assert one.reload().viewer.scope.cells == {city["c1"].pk, city["c4"].pk}


def test_log_out_ends_this_session_and_no_other(inspector, screen):
    here, there = log_in(inspector), log_in(inspector)
    one, other = screen(here), screen(there)
    end_session(here, one.viewer)
    assert one.wait_closed() == 4003
    time.sleep(0.2)
    assert other.closed is None


def test_who_is_deactivated_is_out_at_once(inspector, admin, screen):
    one = screen(inspector)
    began = time.monotonic()
    assert people.deactivate(admin, inspector.pk) == inspector.pk
    assert one.wait_closed() == 4003
    assert time.monotonic() - began < 1.0


def test_a_revoked_wall_goes_dark(city, screen):
    security = viewer_of_user(make_person(Role.ADM_SEC, city["city"]).pk)
    kiosk = Kiosk.objects.get(pk=make_kiosk(security, "大厅", None).kiosk)
    one = screen(hang_up(kiosk))
    revoke(security, kiosk.pk)
    assert one.wait_closed() == 4003


def test_a_duty_that_ends_by_the_clock_ends_the_stream(city, point, screen):
    person = make_person(Role.INS, city["c1"], until=timezone.now() + timedelta(seconds=4))
    one = screen(person)
    until_then = (one.viewer.scope.valid_until - timezone.now()).total_seconds()
    assert one.wait_closed(until_then + 2) == 4001
    assert one.resets() == ["expired"]
    assert one.reload().state.objects == {}
    assert one.viewer.scope.valid_until is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"seq": -200_000}, "too_old"),
        ({"at": 0.0}, "too_old"),
        ({"epoch": "another"}, "epoch"),
        ({"seq": 10**9}, "epoch"),
        ({"scope": "another"}, "scope"),
        ({"viewer": "user:0"}, "scope"),
    ],
)
def test_a_token_that_cannot_be_taken_up_means_a_fresh_start(inspector, web, change, reason):
    one = Screen(web, log_in(inspector))
    held = read(one.token)
    one.open(mint(Resume(**(vars(held) | change))))
    assert (one.wait_closed(), one.resets()) == (4001, [reason])
    assert one.kinds() == ["reset"]
    one.close()


def test_a_forged_token_means_a_fresh_start(inspector, web):
    one = Screen(web, log_in(inspector)).open("gAAAAAforged")
    assert (one.wait_closed(), one.resets()) == (4001, ["scope"])
    one.close()


def load_points(city):
    """Tell of a bulk change in c1, and wait until the log has it."""
    known = EventLog.objects.filter(kind="bulk").count()
    with unit_of_work("test", "points.load") as work:
        work.emit(Bulk(1, ("point",), (city["c1"].pk,), ((113.8, 34.0, 113.9, 34.1),), (), 501, work.cause))
    until(lambda: EventLog.objects.filter(kind="bulk").count() > known, what="the log has it")


def test_bulk_changes_and_new_ground_mean_a_fresh_start(city, inspector, stranger, screen):
    mine, theirs = screen(inspector), screen(stranger)
    load_points(city)
    assert (mine.wait_closed(), mine.resets()) == (4001, ["bulk"])
    assert theirs.closed is None
    with unit_of_work("test", "boundary.publish") as work:
        work.emit(BoundaryPublished(2, (), "boundary.publish"))
    assert (theirs.wait_closed(), theirs.resets()) == (4001, ["boundary"])


def test_a_bulk_change_before_the_snapshot_is_no_reason_to_start_again(city, inspector, screen):
    load_points(city)
    one = screen(inspector)
    assert one.resets() == []


def test_a_bulk_change_while_away_means_a_fresh_start(city, inspector, screen):
    one = screen(inspector)
    one.close()
    one.messages.clear()
    load_points(city)
    one.open()
    assert (one.wait_closed(), one.kinds()) == (4001, ["reset"])


def test_another_log_resets_every_screen(inspector, screen):
    one = screen(inspector)
    call_command("new_epoch", stdout=StringIO())
    assert (one.wait_closed(), one.resets()) == (4001, ["epoch"])


def test_kill_9_of_the_web_process_and_of_the_sequencer_loses_nothing(point, inspector, web, worker):
    one = Screen(web, log_in(inspector)).open().wait_open()
    try:
        change_point(point.pk, live=3, firm=3)
        one.wait_object(("point", point.pk), lambda p: p.live == 3)
        web.kill()
        assert one.wait_closed() == 1006
        change_point(point.pk, live=2, firm=2)
        worker.kill()
        last = change_point(point.pk, live=1, firm=1)
        one.close()
        worker.start()
        web.start()
        until(lambda: web.health()[0] == 200, what=web.health)
        one.open().wait_open()
        assert one.wait_object(("point", point.pk), lambda p: p.v == last).live == 1
        until(lambda: not Outbox.objects.exists() and counted(one) == kept()[point.cell_id])
        fresh = Screen(web, one.session)
        assert (fresh.state.objects, fresh.state.counts) == (one.state.objects, one.state.counts)
    finally:
        one.close()


def test_while_the_sequencer_is_dead_no_screen_is_told_that_it_is_fresh(inspector, screen, worker, web):
    one = screen(inspector)
    worker.kill()
    until(lambda: web.health()[0] == 503, 15, what="unfit")
    beats = one.kinds().count("beat")
    time.sleep(2.5)
    assert one.kinds().count("beat") == beats
    worker.start()
    until(lambda: one.kinds().count("beat") > beats, 15, what="beats again")
    assert one.closed is None


def flood(cell, first_id, n, size):
    """Tell of `n` new points with names of `size` letters, in one transaction."""
    with unit_of_work("test", "points.flood") as work:
        for i in range(first_id, first_id + n):
            drawn = PointDrawn(i, 1, cell, (), 0, "", 113.85, 34.05, "point", "阀" * size, 4, 4, 4)
            work.changed(None, drawn, (113.85, 34.05, 113.85, 34.05))


def test_a_reader_that_takes_nothing_is_cut_off_and_costs_little(city, chief, web, screen):
    slow = Screen(web, log_in(chief)).open(read=False)
    fast = screen(chief)
    try:
        before = web.memory()
        for n in range(10):
            flood(city["c2"].pk, 10**6 + n * 100, 100, 10_000)  # 3 MB each in UTF-8
            fast.wait_object(("point", 10**6 + n * 100 + 99), seconds=30)
        assert fast.resets() == []
        assert web.memory() - before < 120 * 2**20  # the events themselves, once, in the memory for replays
        slow.read_on()
        assert (slow.wait_closed(20), slow.resets()) == (4001, ["slow"])
        assert len(slow.state.objects) < 1000
        slow.close()
        slow.reload().open().wait_open()
        assert slow.resets() == ["slow"]
    finally:
        slow.close()
