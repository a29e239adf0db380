"""The ground as of any date: what was published stays readable as it was."""

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import add_duty, make_person, viewer
from plan_kit import draw, east_half, made_by, new_plan, published
from safegrid.domain.roles import Role


@pytest.fixture
def history(town):
    """c1 split, c2 merged into c3 and renamed; moments before and after."""
    planner = viewer(make_person(Role.PLN, town.city["city"]))
    plan = new_plan(planner, town.city, name="一期")
    draw(planner, plan, **east_half(town.city, "c1"))
    draw(planner, plan, do="merge", into=town.city["c3"].pk, cells=[town.city["c2"].pk])
    draw(planner, plan, do="rename", cell=town.city["c3"].pk, name="灞陵新社区")
    done = published(planner, plan)
    at = done.version.published_at
    return {"plan": plan, "before": at - timedelta(milliseconds=1), "after": at}


def names(answer):
    return [cell["name"] for cell in answer.json()["cells"]]


def test_the_ground_of_then_and_of_now(town, history, as_):
    browser = as_(town.command)
    then = browser.read("/boundaries", at=history["before"].isoformat())
    assert names(then) == ["平定街社区", "南关社区", "灞陵社区", "将官池村", "罗庄村"]
    now = browser.read("/boundaries", at=history["after"].isoformat())
    assert names(now) == ["平定街社区", "新村", "灞陵新社区", "将官池村", "罗庄村"]
    assert now.json()["version"]["name"] == "一期"
    assert now.json()["cells"][0]["shape"]["type"] == "MultiPolygon"
    early = browser.read("/boundaries", at="2020-01-01T00:00:00+08:00").json()
    assert (early["version"], early["cells"]) == (None, [])
    counties = browser.read("/boundaries", at=timezone.now().isoformat(), level=2)
    assert names(counties) == ["魏都区", "建安区"]


def test_what_changed_between(town, history, as_):
    asked = {"from": history["before"].isoformat(), "to": history["after"].isoformat()}
    told = as_(town.command).read("/boundaries/diff", **asked).json()
    assert [cell["name"] for cell in told["made"]] == ["新村"]
    assert [cell["name"] for cell in told["ended"]] == ["南关社区"]
    changed = {pair["before"]["name"]: pair["after"]["name"] for pair in told["changed"]}
    assert changed["平定街社区"] == "平定街社区"
    assert changed["灞陵社区"] == "灞陵新社区"
    assert [version["name"] for version in told["versions"]] == ["一期"]
    nothing = as_(town.command).read("/boundaries/diff", **{"from": asked["to"], "to": asked["to"]}).json()
    assert (nothing["made"], nothing["ended"], nothing["changed"]) == ([], [], [])
    every = as_(town.command).read("/boundaries/versions").json()["versions"]
    assert [version["name"] for version in every] == ["一期", "test"]


def test_what_differs_is_named(town, history, as_):
    asked = {"from": history["before"].isoformat(), "to": history["after"].isoformat()}
    told = as_(town.command).read("/boundaries/diff", **asked).json()
    assert {pair["after"]["name"]: pair["kinds"] for pair in told["changed"]} == {
        "平定街社区": ["shape"],
        "灞陵新社区": ["name", "shape"],
    }
    halved = next(pair for pair in told["changed"] if pair["after"]["name"] == "平定街社区")
    assert halved["before"]["area_km2"] == pytest.approx(2 * halved["after"]["area_km2"], rel=1e-3)
    assert halved["before"]["area_km2"] == pytest.approx(102.7, abs=1)


def test_who_else_answers(town, history, as_):
    officer = town.officer.duties.get()
    officer.ends_at = history["after"]
    officer.save()
    add_duty(make_person(name="后任"), Role.OFF, town.city["t1"], since=history["after"])
    add_duty(
        make_person(name="同日来去"),
        Role.OFF,
        town.city["t1"],
        since=history["after"],
        until=history["after"],
    )
    asked = {"from": history["before"].isoformat(), "to": history["after"].isoformat()}
    told = as_(town.command).read("/boundaries/diff", **asked).json()["people"]
    assert [cell["cell"]["name"] for cell in told] == ["西大街道"]
    assert [person["person"]["name"] for person in told[0]["left"]] == ["简官"]
    assert [person["person"]["name"] for person in told[0]["came"]] == ["后任"]
    assert told[0]["lon"] == pytest.approx(113.9, abs=0.1)
    back = {"from": asked["to"], "to": asked["from"]}
    told = as_(town.command).read("/boundaries/diff", **back).json()["people"]
    assert [person["person"]["name"] for person in told[0]["came"]] == ["简官"]
    assert as_(town.far_inspector).read("/boundaries/diff", **asked).json()["people"] == []


def test_only_ones_own_area(town, history, as_):
    then = {"at": history["before"].isoformat()}
    assert names(as_(town.inspector).read("/boundaries", **then)) == ["平定街社区"]
    assert names(as_(town.far_inspector).read("/boundaries", **then)) == ["将官池村"]
    # A community that is no more is known to who sees all of its township.
    assert names(as_(town.leader).read("/boundaries", **then)) == ["平定街社区", "南关社区"]
    assert as_(town.system).read("/boundaries", **then).status_code == 403
    assert as_(None).read("/boundaries", **then).status_code == 401


def test_bad_questions(town, as_):
    browser = as_(town.command)
    for query in (
        {},
        {"at": "yesterday"},
        {"at": "2026-01-01T00:00:00"},
        {"at": timezone.now().isoformat(), "level": 5},
    ):
        assert browser.read("/boundaries", **query).status_code == 422, query
    assert browser.read("/boundaries/diff", **{"from": "x", "to": "y"}).status_code == 422


def test_query_budget(town, history, as_, django_assert_max_num_queries):
    browser = as_(town.leader)
    with django_assert_max_num_queries(10):
        browser.read("/boundaries", at=timezone.now().isoformat())
    assert made_by(history["plan"]).name == "新村"
