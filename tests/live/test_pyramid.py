"""The pyramid of low zooms is the sum of the points, at every position of the log and whatever happens meanwhile."""

import random
import threading

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from factories import make_person, make_point, make_unit
from live.facts import change_point, empty_log
from live.life import Life
from live.processes import Worker, until
from plan_kit import draw, new_plan, planner_of, published
from safegrid.actions import moved
from safegrid.domain.roles import Role
from safegrid.live import pyramid
from safegrid.live.sequencer import Sequencer, move
from safegrid.store.models import Outbox, Pyramid, RiskPoint, SequencerState

from .test_sequencer import keep_changing

pytestmark = pytest.mark.database


@pytest.fixture
def differing(connect):
    """Asks for (buckets, wrong ones) as of one moment."""
    own = connect()
    return lambda: pyramid.check(own)


def drain(own):
    while Outbox.objects.exists():
        move(own)


def tops():
    return sum(Pyramid.objects.filter(z=5).values_list("n", flat=True))


def test_it_is_built_with_the_first_batch_and_follows_from_then_on(city, connect, differing):
    points = [make_point(city, where, level=n).pk for n, where in enumerate(("c1", "c2", "c0"))]
    empty_log()
    own = connect()
    change_point(points[0], live=1, firm=1)
    assert not Pyramid.objects.exists()
    move(own)
    assert SequencerState.objects.get().pyramid_seq == SequencerState.objects.get().seq
    assert Pyramid.objects.filter(z=13).count() == 3
    change_point(points[1], cell=city["c3"], live=3, firm=3, base=3)
    change_point(points[2], base=2)
    waiting = differing()
    assert waiting[1] == 0, "what waits in the outbox is not in the pyramid yet, and not asked of it"
    drain(own)
    assert differing() == (27, 0)
    (row,) = Pyramid.objects.filter(z=9, cell=city["c3"].pk)
    assert (row.n, row.l3, row.b3, row.l1, row.s1, row.s2) == (1, 1, 1, 0, 0, 0)


def test_an_empty_bucket_is_no_row(city, connect, differing):
    point = make_point(city, "c1", level=4)
    empty_log()
    own = connect()
    change_point(point.pk, cell=city["c2"])
    drain(own)
    change_point(point.pk, cell=city["c1"])
    drain(own)
    assert set(Pyramid.objects.values_list("cell", flat=True)) == {city["c1"].pk}
    change_point(point.pk, retired_at=timezone.now())
    drain(own)
    assert differing() == (0, 0)


def test_after_a_sequencer_that_knew_nothing_of_it_it_is_built_anew(city, connect, differing):
    points = [make_point(city, "c1", level=2).pk for _ in range(3)]
    empty_log()
    own = connect()
    change_point(points[0], live=1, firm=1)
    drain(own)
    at = SequencerState.objects.get().pyramid_seq
    Pyramid.objects.filter(z=9).update(n=7)
    change_point(points[1], live=1, firm=1)
    drain(own)
    assert differing()[1] > 0, "what follows adds to what is there"
    SequencerState.objects.update(pyramid_seq=at)
    change_point(points[2], live=1, firm=1)
    drain(own)
    assert differing()[1] == 0


@pytest.mark.parametrize("seed", range(4))
def test_whatever_people_do_it_is_the_sum_of_the_points(city, connect, differing, monkeypatch, seed):
    chance = random.Random(seed)
    monkeypatch.setattr(moved, "MOST_SINGLE", chance.choice([0, 500]))
    life = Life(city, chance)
    empty_log()
    own = connect()
    change_point(life.points[0].pk, base=1)
    move(own)
    for _ in range(12):
        life.live(5)
        life.retire()
        life.move()
        life.rerate()
        move(own, chance.randint(1, 9))
        buckets, wrong = differing()
        assert (buckets > 0, wrong) == (True, 0)
    drain(own)
    assert differing()[1] == 0
    assert tops() == RiskPoint.objects.filter(retired_at=None).count()


@pytest.mark.parametrize("anew", [0.01, 2])
def test_a_bulk_event_is_taken_in_by_its_items_or_has_it_built_anew(
    city, connect, differing, monkeypatch, anew
):
    monkeypatch.setattr(moved, "MOST_SINGLE", 0)
    monkeypatch.setattr(pyramid, "ANEW", anew)
    for n in range(12):
        make_point(city, "c1", level=n % 5)
    empty_log()
    own = connect()
    planner = planner_of(city)
    change_point(RiskPoint.objects.first().pk, live=2, firm=2)
    drain(own)
    before = set(Pyramid.objects.filter(z=13).values_list("cell", flat=True))
    plan = draw(planner, new_plan(planner, city), do="merge", into=city["c2"].pk, cells=[city["c1"].pk])
    assert published(planner, plan).moved["point"] == 12
    drain(own)
    assert differing()[1] == 0
    assert set(Pyramid.objects.filter(z=13).values_list("cell", flat=True)) != before


def test_at_every_moment_of_a_running_system(city, database_url, differing):
    unit = make_unit(city, "c1")
    points = [make_point(city, where, unit=unit).pk for where in ("c1", "c2", "c3", "c0")]
    make_person(Role.OFF, city["c1"])
    empty_log()
    stop, failed = threading.Event(), []
    sequencer = threading.Thread(target=Sequencer(database_url).run, args=(stop,))
    changes = threading.Thread(target=keep_changing, args=(points, city, stop, failed))
    sequencer.start()
    changes.start()
    try:
        until(lambda: SequencerState.objects.filter(pyramid_seq__isnull=False).exists(), what="the pyramid")
        for _ in range(60):
            assert differing()[1] == 0
            assert tops() in {3, 4}, "a point that moves is counted where it was or where it is"
    finally:
        stop.set()
        changes.join()
        sequencer.join()
    assert not failed


def test_killed_in_the_middle_it_is_still_the_sum(city, database_url, differing, tmp_path):
    points = [make_point(city, where).pk for where in ("c1", "c2", "c3", "c0")]
    empty_log()
    worker = Worker(database_url, tmp_path)
    stop, failed = threading.Event(), []
    changes = threading.Thread(target=keep_changing, args=(points, city, stop, failed))
    worker.start()
    changes.start()
    try:
        for _ in range(3):
            seq = SequencerState.objects.filter(pk=1).values_list("seq", flat=True).first() or 0
            until(
                lambda n=seq: SequencerState.objects.filter(seq__gt=n + 20).exists(), 60, what=worker.output
            )
            worker.kill()
            assert differing()[1] == 0
            worker.start()
        stop.set()
        changes.join()
        until(lambda: not Outbox.objects.exists(), what="the outbox is drained")
    finally:
        stop.set()
        worker.end()
    assert not failed
    assert differing() == (Pyramid.objects.count(), 0)


def test_the_command_finds_and_mends_what_somebody_tampered_with(
    city, connect, differing, capsys, settings, database_url
):
    settings.SEQUENCER_DATABASE_URL = database_url
    point = make_point(city, "c1", level=1)
    empty_log()
    change_point(point.pk, live=2, firm=2)
    drain(connect())
    call_command("pyramid", "check")
    assert "9" in capsys.readouterr().out
    Pyramid.objects.filter(z=7).update(n=5)
    with pytest.raises(CommandError, match="1"):
        call_command("pyramid", "check")
    call_command("pyramid", "rebuild")
    assert differing() == (9, 0)
