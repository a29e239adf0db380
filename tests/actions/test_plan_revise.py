"""Plans that wait for their time, come too late, are approved, brought up to date, or taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest
import shapely
from django.utils import timezone

from factories import make_city, make_person, viewer
from plan_kit import (
    WARNINGS,
    check_ground,
    draw,
    east_half,
    made_by,
    new_plan,
    planner_of,
    publish,
    published,
    wrong_owners,
)
from safegrid.actions import plan_publish, plan_revise, plans
from safegrid.actions.plan_clock import publish_scheduled
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Role
from safegrid.store import celltree, packs
from safegrid.store.models import BoundaryPlan, BoundaryVersion, Duty, GridCell, Notice, SequencerState
from safegrid.store.queries.plans import draft_of, ground_of, newest_version

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def city():
    SequencerState.objects.get_or_create(pk=1)
    return make_city()


@pytest.fixture
def planner(city):
    return planner_of(city)


def scheduled(planner, plan, **ahead):
    at = timezone.now() + timedelta(**ahead)
    done = plan_publish.schedule(planner, plan.pk, plan.version, WARNINGS, at)
    assert isinstance(done, plan_publish.Publication), done
    return done.plan


def due(plan):
    BoundaryPlan.objects.filter(pk=plan.pk).update(effective_at=timezone.now() - timedelta(seconds=1))


def test_a_scheduled_plan_takes_force_at_its_time(city, planner):
    plan = draw(planner, new_plan(planner, city), **east_half(city, "c1"))
    scheduled(planner, plan, hours=1)
    assert publish_scheduled() == 0
    due(plan)
    assert publish_scheduled() == 1
    plan.refresh_from_db()
    assert (plan.status, plan.published.name, plan.published_by_id) == ("published", "方案", planner.person)
    assert publish_scheduled() == 0
    check_ground()


def test_one_that_comes_too_late_is_a_draft_again(city, planner):
    plan = draw(planner, new_plan(planner, city, "t3"), **east_half(city, "c4"))
    scheduled(planner, plan, hours=1)
    other = planner_of(city)
    published(other, draw(other, new_plan(other, city, "t1"), **east_half(city, "c1")))
    due(plan)
    assert publish_scheduled() == 1
    plan.refresh_from_db()
    assert (plan.status, plan.effective_at, plan.stopped) == ("draft", None, "BASE_MOVED")
    (notice,) = Notice.objects.filter(code="plan_stopped")
    assert notice.person_id == planner.person
    assert plan_revise.rebase(planner, plan.pk, plan.version)
    plan.refresh_from_db()
    assert plan.stopped == ""
    published(planner, plan)
    check_ground()


def test_a_publisher_who_lost_the_duty_publishes_nothing(city, planner):
    plan = draw(planner, new_plan(planner, city), **east_half(city, "c1"))
    scheduled(planner, plan, hours=1)
    Duty.objects.filter(person=planner.person).update(ends_at=timezone.now())
    due(plan)
    publish_scheduled()
    plan.refresh_from_db()
    assert (plan.status, plan.stopped) == ("draft", "NOT_FOUND")
    assert BoundaryVersion.objects.count() == 1


def test_scheduling_checks_what_publishing_checks(city, planner):
    plan = new_plan(planner, city)
    at = timezone.now() + timedelta(hours=1)
    assert plan_publish.schedule(planner, plan.pk, 1, (), at) == Refusal("PLAN_EMPTY")
    draw(planner, plan, **east_half(city, "c1"))
    assert plan_publish.schedule(planner, plan.pk, 2, (), at).code == "PLAN_WARNINGS"
    early = plan_publish.schedule(planner, plan.pk, 2, WARNINGS, timezone.now())
    assert early == Refusal("PLAN_TIME_PAST", (("field", "effective_at"),))


def test_approval(city, planner, monkeypatch):
    pack = packs.current()
    strict = replace(pack, plans=replace(pack.plans, approval=True))
    monkeypatch.setattr(packs, "current", lambda: strict)
    plan = draw(planner, new_plan(planner, city), **east_half(city, "c1"))
    assert publish(planner, plan) == Refusal("PLAN_NOT_APPROVED")
    second = viewer(make_person(Role.LEAD, city["city"]))
    assert plan_revise.approve(planner, plan.pk, plan.version) == Refusal("NOT_YOUR_DUTY")
    assert isinstance(plan_revise.approve(second, plan.pk, plan.version), BoundaryPlan)
    published(planner, plan)


def test_a_rebased_plan_draws_the_same_on_new_ground(city, planner):
    mine = draw(planner, new_plan(planner, city, "t3"), **east_half(city, "c4"))
    published(planner, draw(planner, new_plan(planner, city, "t1", name="他案"), **east_half(city, "c1")))
    before = draft_of(mine).ground.cells
    mine.refresh_from_db()
    done = plan_revise.rebase(planner, mine.pk, mine.version)
    assert isinstance(done, plan_revise.Rebased)
    assert (done.kept, done.lost, [v.name for v in done.between]) == (1, (), ["他案"])
    after = draft_of(done.plan).ground.cells
    new = done.plan.cells.get(name="新村").cell_id
    for cell in (city["c4"].pk, new):
        assert after[cell].shape.equals(before[cell].shape)
    undone = plans.undo(planner, mine.pk, done.plan.version)
    assert draft_of(undone.plan).ground.cells == ground_of(newest_version()).cells
    plans.redo(planner, mine.pk, undone.plan.version)
    published(planner, mine)
    check_ground()


def test_a_rebased_cell_gets_another_code_if_its_own_is_taken(city, planner):
    mine = draw(planner, new_plan(planner, city, "t1"), **east_half(city, "c2"))
    published(planner, draw(planner, new_plan(planner, city, "t1"), **east_half(city, "c1")))
    assert mine.cells.get(name="新村").code == "411002001003"
    mine.refresh_from_db()
    done = plan_revise.rebase(planner, mine.pk, mine.version)
    assert mine.cells.get(name="新村").code == "411002001004"
    assert done.kept == 1
    published(planner, mine)


def test_rebasing_where_nothing_happened_keeps_everything(city, planner):
    plan = draw(planner, new_plan(planner, city), **east_half(city, "c1"))
    done = plan_revise.rebase(planner, plan.pk, plan.version)
    assert (done.kept, done.lost, done.between) == (1, (), ())
    stale = plan_revise.rebase(planner, plan.pk, plan.version)
    assert isinstance(stale, Refusal)
    assert stale.code == "PLAN_CHANGED"


def test_reverting_restores_the_very_ground(city, planner):
    start = ground_of(newest_version())
    plan = new_plan(planner, city)
    draw(planner, plan, **east_half(city, "c1"))
    draw(planner, plan, do="rename", cell=city["c3"].pk, name="灞陵新社区")
    draw(planner, plan, do="change_parent", cell=city["c2"].pk, parent=city["t2"].pk)
    draw(planner, plan, do="dissolve", cell=city["c5"].pk)
    published(planner, plan)
    new = made_by(plan)
    plan.refresh_from_db()
    back = plan_revise.revert(planner, plan.pk)
    assert isinstance(back, BoundaryPlan), back
    published(planner, back)
    ground = ground_of(newest_version())
    assert ground.cells.keys() == start.cells.keys()
    for i, cell in start.cells.items():
        assert replace(ground.cells[i], shape=cell.shape) == cell
        assert shapely.equals(ground.cells[i].shape, cell.shape)
    new.refresh_from_db()
    assert new.retired_at is not None
    assert GridCell.objects.get(pk=city["c5"].pk).retired_at is None
    check_ground()
    assert wrong_owners() == []


def test_what_was_changed_again_is_not_put_back(city, planner):
    plan = draw(planner, new_plan(planner, city), **east_half(city, "c1"))
    published(planner, plan)
    later = new_plan(planner, city, name="后案")
    draw(planner, later, do="merge", into=city["c2"].pk, cells=[made_by(plan).pk])
    published(planner, later)
    celltree.forget()
    assert plan_revise.revert(planner, plan.pk) == Refusal("REVERT_CONFLICT")
    draft = new_plan(planner, city)
    assert plan_revise.revert(planner, draft.pk) == Refusal("PLAN_NOT_PUBLISHED")
    assert plan_revise.revert(planner_of(city, "b"), plan.pk) == Refusal("NOT_FOUND")


def test_retired_codes_are_not_given_again(city, planner):
    first = draw(planner, new_plan(planner, city), **east_half(city, "c1"))
    published(planner, first)
    gone = draw(planner, new_plan(planner, city), do="dissolve", cell=made_by(first).pk)
    published(planner, gone)
    again = draw(planner, new_plan(planner, city), **east_half(city, "c1"))
    assert again.cells.get(name="新村").code == "411002001004"
    taken = plans.edit(
        planner, again.pk, again.version, {**east_half(city, "c2"), "code": "411002001003", "name": "旧码"}
    )
    assert taken == Refusal("CODE_TAKEN", (("field", "code"), ("code", "411002001003")))
