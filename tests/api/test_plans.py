"""Boundary plans: made, read, drawn, undone; by whoever draws there and by nobody else."""

import pytest

from api.plan_kit import halves, split, step
from factories import make_person
from safegrid.domain.roles import Role
from safegrid.store.models import BoundaryPlan, GridCell, PlanCell, PlanEdit

EDITS = {"cells", "gone", "entry", "assigned", "can_undo", "can_redo", "v"}


@pytest.fixture
def planner(town):
    return make_person(Role.PLN, town.city["a"], name="郭化")


@pytest.fixture
def desk(planner, as_):
    return as_(planner)


@pytest.fixture
def plan(desk, town):
    made = desk.send("/plans", {"name": "东扩", "parents": [town.city["t1"].pk, town.city["t2"].pk]})
    assert made.status_code == 200, made.content
    return made.json()


def test_a_new_plan_is_listed_and_shown(desk, plan, town, planner):
    listed = desk.read("/plans").json()
    assert listed["may_draw"] is True
    (row,) = listed["plans"]
    assert (row["id"], row["status"], row["v"], row["edits"]) == (plan["id"], "draft", 1, 0)
    assert row["author"] == {"id": planner.pk, "name": "郭化"}
    assert [parent["name"] for parent in row["parents"]] == ["西大街道", "东大街道"]
    shown = desk.read(f"/plans/{plan['id']}").json()
    assert shown["history"] == []
    assert set(shown["can"]) == {"edit", "publish", "abandon"}
    assert shown["base"] == town.city.version.pk
    assert shown["base_moved"] is False


def test_the_ground_has_the_parents_communities_and_their_neighbours(desk, plan, town):
    ground = desk.read(f"/plans/{plan['id']}/ground").json()
    cells = {cell["id"]: cell for cell in ground["cells"]}
    city = town.city
    assert {i for i, cell in cells.items() if cell["mine"]} == {city[c].pk for c in ("c1", "c2", "c3")}
    assert cells[city["c1"].pk]["name"] == "平定街社区"
    assert cells[city["c1"].pk]["shape"]["type"] == "Polygon"
    # The other county's villages are outlines only for a planner of this one.
    assert (cells[city["c4"].pk]["name"], cells[city["c4"].pk]["code"]) == ("", "")
    assert cells[city["c4"].pk]["mine"] is False


def test_a_split_gives_a_new_cell_its_id_and_code(desk, plan, town):
    answer = split(desk, plan, town)
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert set(body) == EDITS
    assert body["v"] == 2
    (new,) = [cell for cell in body["cells"] if cell["name"] == "新村"]
    assert new["code"] == "411002001003"
    assert new["parent"] == town.city["t1"].pk
    assert not GridCell.objects.filter(pk=new["id"]).exists()
    assert body["entry"]["label"]["zh"] == "从“平定街社区”分出“新村”"
    assert (body["can_undo"], body["can_redo"]) == (True, False)
    later = desk.read(f"/plans/{plan['id']}/ground", since=1).json()
    assert {cell["id"] for cell in later["cells"]} == {cell["id"] for cell in body["cells"]}
    again = desk.read(f"/plans/{plan['id']}/ground", since=2).json()
    assert again["cells"] == []


def test_new_cells_are_numbered_anew_in_reading_order(desk, plan, town):
    east = split(desk, plan, town, name="c2").json()
    west = split(desk, plan, town, v=2, name="c1").json()
    new = [next(c["id"] for c in made["cells"] if c["name"] == "新村") for made in (west, east)]
    body = step(desk, plan, 3, do="recode", parent=town.city["t1"].pk).json()
    codes = {cell["id"]: cell["code"] for cell in body["cells"]}
    assert codes == {new[0]: "411002001003", new[1]: "411002001004"}
    assert body["entry"]["label"]["zh"] == "“西大街道”新网格重新编码"
    again = step(desk, plan, 4, do="recode", parent=town.city["t1"].pk)
    assert again.json()["code"] == "NOTHING_CHANGES"
    none = step(
        desk, plan, 4, do="recode", parent=town.city["t2"].pk, codes=[[town.city["c3"].pk, "411002001009"]]
    )
    assert none.json()["code"] == "NOTHING_CHANGES"
    assert desk.send(f"/plans/{plan['id']}/undo", {"v": 4}).status_code == 200


def test_undo_and_redo_walk_the_history(desk, plan, town):
    split(desk, plan, town)
    undone = desk.send(f"/plans/{plan['id']}/undo", {"v": 2}).json()
    assert len(undone["gone"]) == 1
    assert (undone["v"], undone["can_undo"], undone["can_redo"]) == (3, False, True)
    assert all(not cell["changed"] for cell in undone["cells"])
    refused = desk.send(f"/plans/{plan['id']}/undo", {"v": 3})
    assert (refused.status_code, refused.json()["code"]) == (422, "NOTHING_TO_UNDO")
    redone = desk.send(f"/plans/{plan['id']}/redo", {"v": 3}).json()
    assert redone["v"] == 4
    assert {cell["name"] for cell in redone["cells"]} >= {"新村"}
    refused = desk.send(f"/plans/{plan['id']}/redo", {"v": 4})
    assert refused.json()["code"] == "NOTHING_TO_REDO"
    assert [e["undone"] for e in desk.read(f"/plans/{plan['id']}").json()["history"]] == [False]


def test_a_new_step_forgets_what_was_undone(desk, plan, town):
    split(desk, plan, town)
    desk.send(f"/plans/{plan['id']}/undo", {"v": 2})
    step(desk, plan, 3, do="rename", cell=town.city["c2"].pk, name="南关新社区")
    history = desk.read(f"/plans/{plan['id']}").json()["history"]
    assert [(entry["do"], entry["undone"]) for entry in history] == [("rename", False)]


def test_two_planners_on_one_plan_are_told_of_each_other(desk, plan, town, as_):
    other = as_(make_person(Role.PLN, town.city["city"], name="贾划"))
    assert split(other, plan, town).status_code == 200
    refused = split(desk, plan, town, name="c2")
    assert refused.status_code == 409
    body = refused.json()
    assert body["code"] == "PLAN_CHANGED"
    assert body["params"]["who"] == "贾划"
    assert body["params"]["v"] == 2
    assert "贾划" in body["message"]["zh"]
    assert split(desk, plan, town, v=2, name="c2").status_code == 200


def test_posts_are_part_of_the_history(desk, plan, town, planner):
    inspector = make_person(name="新格")
    given = {"cell": town.city["c1"].pk, "leaders": [], "officers": [], "inspectors": [inspector.pk]}
    body = step(desk, plan, 1, do="assign", **given).json()
    assert body["assigned"][0]["inspectors"] == [{"id": inspector.pk, "name": "新格"}]
    assert desk.send(f"/plans/{plan['id']}/undo", {"v": 2}).json()["assigned"] == []
    mine = step(desk, plan, 3, do="assign", **(given | {"inspectors": [planner.pk]}))
    assert mine.json()["code"] == "NOT_YOURSELF"
    hidden = step(desk, plan, 3, do="assign", **(given | {"inspectors": [town.far_inspector.pk]}))
    assert hidden.status_code == 404
    bad = step(desk, plan, 3, do="assign", **(given | {"inspectors": ["x"]}))
    assert bad.json()["params"]["field"] == "inspectors"


def test_refusals_leave_the_plan_as_it_is(desk, plan, town):
    city = town.city
    corner = [round(city.spot("c1", 0, 0)[0], 7), round(city.spot("c1", 0, 0)[1], 7)]
    tries = {
        "CELL_UNKNOWN": {"do": "dissolve", "cell": 10**9},
        "OUTSIDE_PLAN": {"do": "change_parent", "cell": city["c1"].pk, "parent": city["t3"].pk},
        "OUTER_EDGE": {"do": "move_vertex", "at": corner, "to": [corner[0] - 0.01, corner[1]]},
        "VERTEX_UNKNOWN": {"do": "remove_vertex", "at": city.spot("c1")},
        "FIELD_MISSING": {"do": "merge", "into": city["c1"].pk},
        "FIELD_BAD": {"do": "restore", "cells": []},
        "NOT_NEIGHBOURS": {
            "do": "transfer", "source": city["c1"].pk, "target": city["c3"].pk, **halves(town),
        },
        "SPLIT_NOT_TWO": {
            "do": "split", "cell": city["c1"].pk, "name": "x", "line": halves(town, "c2")["line"],
            "side": halves(town)["side"],
        },
    }  # fmt: skip
    for code, edit in tries.items():
        answer = step(desk, plan, 1, **edit)
        assert (answer.status_code, answer.json()["code"]) == (422, code), edit
    unknown = step(desk, plan, 1, do="split", cell=10**9, name="x", **halves(town))
    assert unknown.json()["code"] == "CELL_UNKNOWN"
    assert not PlanEdit.objects.exists()
    assert not PlanCell.objects.exists()
    assert BoundaryPlan.objects.get().version == 1


def test_ground_outside_the_plan_is_not_drawn(desk, town):
    only = desk.send("/plans", {"name": "一街", "parents": [town.city["t1"].pk]}).json()
    city = town.city
    answer = step(desk, only, 1, do="merge", into=city["c2"].pk, cells=[city["c3"].pk])
    assert answer.json()["code"] == "OUTSIDE_PLAN"
    # Beside it a new vertex in a neighbour's edge is no change of that neighbour.
    line = [list(city.spot("c2", 0.5, -0.1)), list(city.spot("c2", 1.1, 0.5))]
    cut = {"line": line, "side": list(city.spot("c2", 0.95, 0.05))}
    made = step(desk, only, 1, do="split", cell=city["c2"].pk, name="新村", **cut)
    assert made.status_code == 200, made.content
    assert city["c3"].pk in {cell["id"] for cell in made.json()["cells"]}


def test_who_may_not(town, plan, desk, as_):
    for name, person in town.everyone().items():
        if name in {"leader", "committee"}:  # who approves may look
            continue
        assert as_(person).read("/plans").status_code == 403, name
    leader = as_(town.leader)
    assert leader.read("/plans").json()["plans"] == []  # a leader of one of the two townships only
    assert leader.read(f"/plans/{plan['id']}").status_code == 404
    committee = as_(town.committee)
    assert committee.read(f"/plans/{plan['id']}").status_code == 200
    assert split(committee, plan, town).status_code == 403
    assert committee.send("/plans", {"name": "x", "parents": [town.city["t1"].pk]}).status_code == 403
    neighbour = as_(make_person(Role.PLN, town.city["b"]))
    for path in ("", "/ground", "/problems"):
        assert neighbour.read(f"/plans/{plan['id']}{path}").status_code == 404
    for path in ("edits", "undo", "redo", "rename", "abandon", "unschedule"):
        body = {"v": 1, "edit": {"do": "x"}, "name": "x"}
        body = {key: body[key] for key in {"edits": ("v", "edit"), "rename": ("name",)}.get(path, ("v",))}
        assert neighbour.send(f"/plans/{plan['id']}/{path}", body).status_code == 404, path
    assert neighbour.send("/plans", {"name": "x", "parents": [town.city["t1"].pk]}).status_code == 404
    assert desk.send("/plans", {"name": "x", "parents": [town.city["city"].pk]}).status_code == 404


def test_renaming_and_giving_up(desk, plan, town):
    renamed = desk.send(f"/plans/{plan['id']}/rename", {"name": " 西扩 ", "note": "示意"}).json()
    assert (renamed["name"], renamed["note"], renamed["v"]) == ("西扩", "示意", 1)
    stale = desk.send(f"/plans/{plan['id']}/abandon", {"v": 9})
    assert stale.json()["code"] == "PLAN_CHANGED"
    assert desk.send(f"/plans/{plan['id']}/unschedule", {"v": 1}).json()["code"] == "PLAN_NOT_OPEN"
    assert desk.send(f"/plans/{plan['id']}/abandon", {"v": 1}).json()["status"] == "abandoned"
    assert split(desk, plan, town).json()["code"] == "PLAN_NOT_OPEN"
    assert desk.read("/plans").json()["plans"] == []
    assert [p["id"] for p in desk.read("/plans", status="all").json()["plans"]] == [plan["id"]]


def test_problems_have_words_and_a_place(desk, plan, town):
    split(desk, plan, town)
    told = desk.read(f"/plans/{plan['id']}/problems").json()
    assert told["errors"] == 0
    assert {problem["code"] for problem in told["problems"]} == {"POSTS_VACANT"}
    assert all(problem["where"]["type"] == "Polygon" for problem in told["problems"])
    assert told["warnings"] == len(told["problems"]) == 2  # the halves, not the neighbour with a new vertex


def test_a_repeated_request_draws_once(desk, plan, town):
    body = {"v": 1, "edit": {"do": "split", "cell": town.city["c1"].pk, "name": "新村", **halves(town)}}
    path = f"/plans/{plan['id']}/edits"
    first = desk.send(path, body, Idempotency_Key="k1")
    again = desk.send(path, body, Idempotency_Key="k1")
    assert first.json() == again.json()
    assert PlanEdit.objects.count() == 1


def test_queries_do_not_grow_with_the_history(desk, plan, town, django_assert_max_num_queries):
    for n in range(1, 6):
        step(desk, plan, n, do="rename", cell=town.city["c2"].pk, name=f"南关{n}")
    with django_assert_max_num_queries(16):
        assert len(desk.read(f"/plans/{plan['id']}").json()["history"]) == 5
    with django_assert_max_num_queries(16):
        desk.read(f"/plans/{plan['id']}/ground")
    with django_assert_max_num_queries(40):
        step(desk, plan, 6, do="rename", cell=town.city["c2"].pk, name="南关")
