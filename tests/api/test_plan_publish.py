"""Publishing and what goes with it, as it is asked and answered."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from api.plan_kit import split, step
from factories import make_person, make_upload, viewer
from safegrid.actions.hazards import Where, create
from safegrid.domain.hazards import Cmd, Command
from safegrid.domain.roles import Role
from safegrid.store import celltree, packs
from safegrid.store.models import BoundaryPlan, BoundaryVersion, GridCell, Hazard, Outbox, Takeover
from safegrid.store.queries.tiles import latest_boundary

ACCEPTED = ["POSTS_VACANT"]


@pytest.fixture
def desk(town, as_):
    return as_(make_person(Role.PLN, town.city["a"], name="郭化"))


@pytest.fixture
def plan(desk, town):
    made = desk.send("/plans", {"name": "东扩", "parents": [town.city["t1"].pk, town.city["t2"].pk]}).json()
    assert split(desk, made, town).status_code == 200
    return made


def publish(browser, plan, v=2, **more):
    return browser.send(f"/plans/{plan['id']}/publish", {"v": v, "accepted": ACCEPTED} | more)


@pytest.fixture
def strict(monkeypatch):
    """A pack that asks for a second person."""
    pack = packs.current()
    asked = replace(pack, plans=replace(pack.plans, approval=True))
    monkeypatch.setattr(packs, "current", lambda: asked)


def test_publishing(desk, plan, town):
    answer = publish(desk, plan)
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["version"] == latest_boundary()
    assert body["plan"]["status"] == "published"
    assert body["plan"]["published"] == body["version"]
    assert set(body["moved"]) == {"point", "unit", "hazard", "alarm", "feature"}
    celltree.forget()
    assert desk.read(f"/plans/{plan['id']}").json()["can"] == ["revert"]
    new = GridCell.objects.get(name="新村")
    assert desk.read(f"/cells/{new.pk}").json()["name"] == "新村"
    assert desk.read(f"/cells/{new.pk}").json()["boundary_since"] is not None


def test_refusals(desk, plan, town, as_):
    for body, status, code in (
        ({"v": 1}, 409, "PLAN_CHANGED"),
        ({"v": 2, "accepted": []}, 422, "PLAN_WARNINGS"),
        ({"v": 2, "accepted": ["no code"]}, 422, "BAD_INPUT"),
        ({"v": 2, "effective_at": "2026-01-01T00:00:00+08:00"}, 422, "PLAN_TIME_PAST"),
        ({"v": 2, "effective_at": "tomorrow"}, 422, "BAD_INPUT"),
    ):
        answer = publish(desk, plan, **body)
        assert (answer.status_code, answer.json()["code"]) == (status, code), body
    committee, other = as_(town.committee), as_(make_person(Role.PLN, town.city["b"]))
    assert publish(committee, plan).status_code == 403
    assert as_(town.inspector).send(f"/plans/{plan['id']}/publish", {"v": 2}).status_code == 403
    for path in ("publish", "approve", "rebase", "revert"):
        assert other.send(f"/plans/{plan['id']}/{path}", {"v": 2}).status_code == 404, path
        assert desk.send("/plans/999999999/" + path, {"v": 2}).status_code == 404, path
    assert BoundaryVersion.objects.count() == 1


def test_a_repeated_request_publishes_once(desk, plan):
    body = {"v": 2, "accepted": ACCEPTED}
    first = desk.send(f"/plans/{plan['id']}/publish", body, Idempotency_Key="k1")
    again = desk.send(f"/plans/{plan['id']}/publish", body, Idempotency_Key="k1")
    assert first.json() == again.json()
    assert BoundaryVersion.objects.count() == 2


def test_a_second_person_approves(desk, plan, town, as_, strict):
    assert publish(desk, plan).json()["code"] == "PLAN_NOT_APPROVED"
    committee = as_(town.committee)
    assert committee.read(f"/plans/{plan['id']}").json()["can"] == ["approve"]
    assert desk.send(f"/plans/{plan['id']}/approve", {"v": 2}).status_code == 403
    assert committee.send(f"/plans/{plan['id']}/approve", {"v": 1}).json()["code"] == "PLAN_CHANGED"
    approved = committee.send(f"/plans/{plan['id']}/approve", {"v": 2}).json()["approval"]
    assert approved["by"]["name"] == "杜办"
    step(desk, plan, 2, do="rename", cell=town.city["c2"].pk, name="南关新社区")
    assert desk.read(f"/plans/{plan['id']}").json()["approval"]["by"] is None
    assert publish(desk, plan, v=3).json()["code"] == "PLAN_NOT_APPROVED"
    committee.send(f"/plans/{plan['id']}/approve", {"v": 3})
    assert publish(desk, plan, v=3).status_code == 200


def test_nobody_approves_what_they_drew(town, as_, strict):
    both = make_person(Role.PLN, town.city["a"])
    both.duties.create(role="SUP", cell=town.city["a"], starts_at=timezone.now() - timedelta(days=1))
    browser = as_(both)
    made = browser.send("/plans", {"name": "x", "parents": [town.city["t1"].pk]}).json()
    assert browser.send(f"/plans/{made['id']}/approve", {"v": 1}).json()["code"] == "SAME_PERSON"


def test_scheduling_and_taking_it_back(desk, plan, town):
    at = (timezone.now() + timedelta(days=1)).isoformat()
    body = publish(desk, plan, effective_at=at).json()
    assert (body["version"], body["plan"]["status"]) == (None, "scheduled")
    refused = step(desk, plan, 2, do="rename", cell=town.city["c2"].pk, name="x")
    assert (refused.status_code, refused.json()["code"]) == (409, "PLAN_NOT_OPEN")
    back = desk.send(f"/plans/{plan['id']}/unschedule", {"v": 2}).json()
    assert (back["status"], back["effective_at"]) == ("draft", None)
    assert not Outbox.objects.exists()


def test_rebasing_keeps_what_still_applies(desk, plan, town):
    other = desk.send("/plans", {"name": "另案", "parents": plan_parents(plan)}).json()
    step(desk, other, 1, do="rename", cell=town.city["c2"].pk, name="南关新社区")
    split(desk, other, town, v=2, name="c1")
    step(desk, other, 3, do="merge", into=town.city["c2"].pk, cells=[town.city["c3"].pk])
    assert publish(desk, plan).status_code == 200
    celltree.forget()
    moved = publish(desk, other, v=4)
    assert (moved.status_code, moved.json()["code"]) == (409, "BASE_MOVED")
    assert desk.read(f"/plans/{other['id']}").json()["can"] == ["edit", "abandon", "rebase"]
    body = desk.send(f"/plans/{other['id']}/rebase", {"v": 4}).json()
    assert [version["name"] for version in body["between"]] == ["东扩"]
    assert body["kept"] == 2
    (lost,) = body["lost"]  # that line cuts nothing of what is left of c1
    assert (lost["n"], lost["code"]) == (2, "SPLIT_NOT_TWO")
    assert lost["label"]["zh"] == "从“平定街社区”分出“新村”"
    assert lost["why"]["zh"]
    assert body["plan"]["base_moved"] is False
    assert [entry["do"] for entry in body["plan"]["history"]] == ["rename", "merge"]
    assert len(desk.read(f"/plans/{other['id']}/ground").json()["cells"]) >= 4


def plan_parents(plan):
    return [parent["id"] for parent in plan["parents"]]


def test_reverting_draws_the_earlier_ground(desk, plan, town):
    assert desk.send(f"/plans/{plan['id']}/revert", {}).json()["code"] == "PLAN_NOT_PUBLISHED"
    publish(desk, plan)
    celltree.forget()
    back = desk.send(f"/plans/{plan['id']}/revert", {}).json()
    assert (back["status"], back["reverts"], back["edits"]) == ("draft", plan["id"], 1)
    assert back["history"][0]["label"]["zh"] == "恢复原边界"
    assert publish(desk, back).status_code == 200
    assert GridCell.objects.get(name="新村").retired_at is not None


def test_takeovers(desk, plan, town, as_):
    author = BoundaryPlan.objects.get(pk=plan["id"])
    hazard = town_hazard(town)
    task = Takeover.objects.create(plan=author, hazard=hazard, target=town.city["c1"], at=timezone.now())
    mine, far = as_(town.inspector), as_(town.far_inspector)
    (row,) = mine.read("/takeovers").json()["takeovers"]
    assert (row["id"], row["hazard"]["number"], row["source"]) == (task.pk, hazard.number, None)
    assert far.read("/takeovers").json()["takeovers"] == []
    assert far.send(f"/takeovers/{task.pk}/accept").status_code == 404
    assert as_(town.head).send(f"/takeovers/{task.pk}/accept").status_code == 404
    accepted = mine.send(f"/takeovers/{task.pk}/accept").json()
    assert accepted["accepted_by"]["name"] == "王格"
    again = as_(town.officer).send(f"/takeovers/{task.pk}/accept")
    assert (again.status_code, again.json()["code"]) == (409, "TAKEOVER_DONE")
    assert mine.read("/takeovers").json()["takeovers"] == []


def town_hazard(town):
    fields = {
        "claimed": "general", "category": "leak", "text": "渗漏", "found_at": timezone.now().isoformat(),
        "photos": [str(make_upload(town.inspector))],
    }  # fmt: skip
    made = create(viewer(town.inspector), Where(point=town.point.pk), Command(Cmd.REPORT, fields))
    return Hazard.objects.get(pk=made.hazard)


def test_query_budget_of_publishing(desk, plan, django_assert_max_num_queries):
    with django_assert_max_num_queries(110):
        publish(desk, plan)
