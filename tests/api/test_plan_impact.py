"""What a plan would move, as it is answered."""

import pytest
from django.contrib.gis.geos import Point

from api.plan_kit import split, step
from factories import make_person, make_point
from safegrid.domain.roles import Role
from safegrid.store.models import RiskPoint


@pytest.fixture
def desk(town, as_):
    return as_(make_person(Role.PLN, town.city["a"], name="郭化"))


@pytest.fixture
def plan(desk, town):
    return desk.send("/plans", {"name": "东扩", "parents": [town.city["t1"].pk]}).json()


@pytest.fixture
def points(town):
    """Three points, two of them in the east."""
    made = []
    RiskPoint.objects.filter(pk=town.point.pk).update(
        owner_point=Point(*town.city.spot("c1", 0.1), srid=4326)
    )
    for n, x in enumerate((0.2, 0.7, 0.8)):
        point = make_point(town.city, "c1", unit=town.unit, level=2 + n % 2, name=f"罐{n}")
        RiskPoint.objects.filter(pk=point.pk).update(owner_point=Point(*town.city.spot("c1", x), srid=4326))
        made.append(point)
    return made


def test_flows_lists_and_loads(desk, plan, town, points):
    new = next(cell for cell in split(desk, plan, town).json()["cells"] if cell["name"] == "新村")
    told = desk.read(f"/plans/{plan['id']}/impact").json()
    assert told["totals"] == {"point": 2, "unit": 0, "hazard": 0, "alarm": 0}
    (flow,) = told["flows"]
    assert flow == {
        "kind": "point",
        "source": {"id": town.city["c1"].pk, "name": "平定街社区"},
        "target": {"id": new["id"], "name": "新村"},
        "total": 2,
        "levels": [0, 0, 1, 1, 0],
    }
    assert {row["cell"]["name"]: row["before"] is None for row in told["cells"]} == {
        "平定街社区": False,
        "新村": True,
    }
    assert [row["person"]["name"] for row in told["people"]] == ["王格"]
    page = desk.read(f"/plans/{plan['id']}/impact/point").json()
    assert [row["name"] for row in page["rows"]] == ["罐1", "罐2"]
    assert page["next"] is None
    rest = desk.read(f"/plans/{plan['id']}/impact/point", after=page["rows"][0]["id"]).json()
    assert [row["name"] for row in rest["rows"]] == ["罐2"]


def test_pages(desk, plan, town, points, monkeypatch):
    monkeypatch.setattr("safegrid.api.routes.plan_impact.PAGE", 1)
    split(desk, plan, town)
    page = desk.read(f"/plans/{plan['id']}/impact/point").json()
    assert len(page["rows"]) == 1
    last = desk.read(f"/plans/{plan['id']}/impact/point", after=page["next"]).json()
    assert [row["name"] for row in last["rows"]] == ["罐2"]
    assert last["next"] is None


def test_nothing_moves_by_another_name(desk, plan, town):
    step(desk, plan, 1, do="rename", cell=town.city["c1"].pk, name="新名")
    told = desk.read(f"/plans/{plan['id']}/impact").json()
    assert sum(told["totals"].values()) == 0


def test_what_the_draft_changes_is_shown_as_it_was(desk, plan, town):
    assert desk.read(f"/plans/{plan['id']}/before").json()["cells"] == []
    was = desk.read(f"/plans/{plan['id']}/ground").json()["cells"]
    split(desk, plan, town)
    before = desk.read(f"/plans/{plan['id']}/before").json()
    shapes = {cell["id"]: cell["shape"] for cell in was}
    assert town.city["c1"].pk in {cell["id"] for cell in before["cells"]}
    assert {cell["id"]: cell["shape"] for cell in before["cells"]}.items() <= shapes.items()


def test_forbidden_and_bad(desk, plan, town, as_):
    assert as_(town.inspector).read(f"/plans/{plan['id']}/impact").status_code == 403
    other = as_(make_person(Role.PLN, town.city["b"]))
    assert other.read(f"/plans/{plan['id']}/impact").status_code == 404
    assert other.read(f"/plans/{plan['id']}/impact/point").status_code == 404
    assert other.read(f"/plans/{plan['id']}/before").status_code == 404
    assert desk.read(f"/plans/{plan['id']}/impact/cell").status_code == 422
    assert desk.read(f"/plans/{plan['id']}/impact/point", after="x").status_code == 422


def test_query_budget(desk, plan, town, points, django_assert_max_num_queries):
    split(desk, plan, town)
    with django_assert_max_num_queries(26):
        desk.read(f"/plans/{plan['id']}/impact")
    with django_assert_max_num_queries(16):
        desk.read(f"/plans/{plan['id']}/impact/point")


def test_what_a_published_plan_moved_stays_readable(desk, plan, town, points):
    split(desk, plan, town)
    before = desk.read(f"/plans/{plan['id']}/impact").json()
    done = desk.send(f"/plans/{plan['id']}/publish", {"v": 2, "accepted": ["POSTS_VACANT"]})
    assert done.status_code == 200, done.content
    after = desk.read(f"/plans/{plan['id']}/impact").json()
    for told in ("totals", "flows", "cells", "people", "imbalance"):
        assert after[told] == before[told]
    # Another plan gives the ground on to somebody else: that is not what this one did.
    later = desk.send("/plans", {"name": "再并", "parents": [town.city["t1"].pk]}).json()
    new = next(row["cell"]["id"] for row in after["cells"] if row["before"] is None)
    step(desk, later, 1, do="merge", into=town.city["c1"].pk, cells=[new])
    done = desk.send(f"/plans/{later['id']}/publish", {"v": 2, "accepted": ["POSTS_VACANT"]})
    assert done.status_code == 200, done.content
    assert desk.read(f"/plans/{plan['id']}/impact").json()["flows"] == before["flows"]
    assert desk.read(f"/plans/{later['id']}/impact").json()["totals"]["point"] == 2
    page = desk.read(f"/plans/{plan['id']}/impact/point").json()
    assert [row["name"] for row in page["rows"]] == ["罐1", "罐2"]
