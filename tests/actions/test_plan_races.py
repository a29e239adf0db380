"""Several at once: planners on the same ground, writers beside a publication, a process that dies in the middle."""

import os
import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from factories import make_city, make_person, make_point, make_unit, make_upload, recount, viewer
from live.facts import kept, truth
from live.processes import BACKEND
from plan_kit import check_ground, draw, east_half, new_plan, planner_of, publish, wrong_owners
from safegrid.actions import plans
from safegrid.actions.hazards import Outcome, Where, create
from safegrid.actions.plan_publish import Publication
from safegrid.actions.plan_rows import Stepped
from safegrid.domain import counts
from safegrid.domain.events import decode, tally
from safegrid.domain.hazards import Cmd, Command
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Role
from safegrid.store.models import BoundaryVersion, GridCell, Hazard, Outbox, PlanEdit, SequencerState

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture
def city():
    SequencerState.objects.get_or_create(pk=1)
    return make_city()


@pytest.fixture
def planner(city):
    return planner_of(city)


def together(*acts):
    """Do things at the same moment, each on a connection of its own; their results in order."""
    barrier = threading.Barrier(len(acts))

    def one(act):
        try:
            barrier.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(one, act) for act in acts]]


def test_of_two_steps_on_one_version_one_is_drawn(city, planner):
    plan, other = new_plan(planner, city), planner_of(city)
    results = together(
        partial(plans.edit, planner, plan.pk, 1, east_half(city, "c1")),
        partial(plans.edit, other, plan.pk, 1, east_half(city, "c1")),
    )
    assert {type(result) for result in results} == {Stepped, Refusal}
    assert PlanEdit.objects.count() == 1
    (refused,) = [result for result in results if isinstance(result, Refusal)]
    assert refused.code == "PLAN_CHANGED"


def test_of_two_neighbours_published_at_once_one_is_asked_to_rebase(city, planner):
    one = draw(planner, new_plan(planner, city, "t1"), **east_half(city, "c1"))
    two = draw(planner, new_plan(planner, city, "t3"), **east_half(city, "c4"))
    results = together(partial(publish, planner, one), partial(publish, planner, two))
    assert {type(result) for result in results} == {Publication, Refusal}
    (refused,) = [result for result in results if isinstance(result, Refusal)]
    assert refused.code == "BASE_MOVED"
    assert BoundaryVersion.objects.count() == 2
    check_ground()


def test_writers_beside_a_publication_lose_nothing(city, planner):
    unit = make_unit(city, "c1")
    points = [make_point(city, where, unit=unit) for where in ("c1", "c2", "c4")]
    recount()
    first = draw(planner, new_plan(planner, city), **east_half(city, "c1"))
    draw(planner, first, do="merge", into=city["c2"].pk, cells=[first.cells.get(name="新村").cell_id])
    writers = [make_person(Role.SUP, city["city"]) for _ in range(5)]

    def report(seed):
        chance = random.Random(seed)
        person = chance.choice(writers)
        lon, lat = city.spot(chance.choice(["c1", "c2"]), chance.random(), chance.random())
        where = chance.choice(
            [Where(point=chance.choice(points).pk), Where(unit=unit.pk), Where(lon=lon, lat=lat)]
        )
        fields = {
            "claimed": "general", "category": "leak", "text": "渗漏", "found_at": timezone.now().isoformat(),
            "photos": [str(make_upload(person))],
        }  # fmt: skip
        return create(viewer(person), where, Command(Cmd.REPORT, fields, override=True))

    def ten(start):
        return [report(start + n) for n in range(10)]

    results = together(*(partial(ten, 10 * n) for n in range(5)), partial(publish, planner, first))
    assert isinstance(results.pop(), Publication)
    made = [one for each in results for one in each]
    assert [one for one in made if not isinstance(one, Outcome)] == []
    assert Hazard.objects.count() == len(made) == 50
    assert wrong_owners() == []
    events = [decode(row.kind, row.payload) for row in Outbox.objects.order_by("pk")]
    assert counts.add([(kept(), 1), *((tally(event), 1) for event in events)]) == truth()


DIES = """
import os, signal, sys
sys.path.insert(0, {path!r})
os.environ["DJANGO_SETTINGS_MODULE"] = "safegrid.config.settings"
import django
django.setup()
from safegrid.actions import plan_publish
from safegrid.store.access import viewer_of_user
real = plan_publish.{step}
def deadly(*args, **more):
    real(*args, **more)
    os.kill(os.getpid(), signal.SIGKILL)
plan_publish.{step} = deadly
plan_publish.publish(viewer_of_user({person}), {plan}, {version}, ("POSTS_VACANT",))
"""


@pytest.mark.parametrize("step", ["write_ground", "reown", "hand_over"])
def test_a_process_that_dies_while_publishing_publishes_nothing(city, planner, database_url, step):
    point = make_point(city, "c1", unit=make_unit(city, "c1"))
    plan = draw(planner, new_plan(planner, city), **east_half(city, "c1", 0.2))
    script = DIES.format(
        path=str(BACKEND), step=step, person=planner.person, plan=plan.pk, version=plan.version
    )
    env = {**os.environ, "DATABASE_URL": database_url}
    died = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, timeout=120, check=False
    )
    assert died.returncode == -9, died.stderr.decode()
    assert BoundaryVersion.objects.count() == 1
    assert not GridCell.objects.filter(name="新村").exists()
    assert not Outbox.objects.exists()
    point.refresh_from_db()
    assert (point.cell, point.version) == (city["c1"], 1)
    check_ground()
    assert isinstance(publish(planner, plan), Publication)
    assert wrong_owners() == []
