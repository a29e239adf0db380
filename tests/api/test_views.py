"""Saved views: one's own, and those that colleagues share."""

import pytest

from safegrid.store.models import SavedView

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MEETING = {"name": "明天的会", "state": "hc=major&ov=1&af=city&list=hazards"}


def names(client):
    return [(v["name"], v["mine"]) for v in client.read("/views").json()["views"]]


def test_a_view_is_kept_changed_and_forgotten(town, as_):
    client = as_(town.department)
    made = client.send("/views", MEETING).json()
    assert (made["state"], made["mine"], made["owner"], made["version"]) == (MEETING["state"], True, None, 1)
    changed = client.send(f"/views/{made['id']}", {"name": " 例会 ", "state": "lv=1"}).json()
    assert (changed["name"], changed["state"], changed["shared"], changed["version"]) == (
        "例会",
        "lv=1",
        False,
        2,
    )
    assert client.send(f"/views/{made['id']}/delete").json() == {"id": made["id"]}
    assert names(client) == []


def test_colleagues_see_what_is_shared_and_cannot_change_it(town, as_):
    made = as_(town.department).send("/views", MEETING).json()
    colleague = as_(town.colleague)
    assert names(colleague) == []
    as_(town.department).send(f"/views/{made['id']}", {"shared": True})
    assert names(colleague) == [("明天的会", False)]
    assert colleague.read("/views").json()["views"][0]["owner"]["name"] == "魏华"
    assert colleague.send(f"/views/{made['id']}", {"name": "x"}).status_code == 404
    assert colleague.send(f"/views/{made['id']}/delete").status_code == 404
    assert SavedView.objects.get().name == "明天的会"


def test_others_see_nothing_of_it(town, as_):
    as_(town.department).send("/views", MEETING | {"shared": True})
    for person in (town.command, town.officer, town.system, town.head):
        assert names(as_(person)) == []
    assert as_().read("/views").status_code == 401


def test_without_a_department_there_is_nobody_to_share_with(town, as_):
    client = as_(town.officer)
    assert client.read("/views").json() == {"views": [], "may_share": False}
    refused = client.send("/views", MEETING | {"shared": True})
    assert (refused.status_code, refused.json()["code"]) == (422, "NO_COLLEAGUES")
    own = client.send("/views", MEETING).json()
    assert client.send(f"/views/{own['id']}", {"shared": True}).json()["code"] == "NO_COLLEAGUES"


def test_names_are_once_per_person(town, as_):
    client = as_(town.department)
    client.send("/views", MEETING)
    taken = client.send("/views", MEETING)
    assert (taken.status_code, taken.json()["code"]) == (409, "VIEW_NAME_TAKEN")
    other = client.send("/views", MEETING | {"name": "另一个"}).json()
    assert client.send(f"/views/{other['id']}", {"name": "明天的会"}).json()["code"] == "VIEW_NAME_TAKEN"
    assert as_(town.colleague).send("/views", MEETING).status_code == 200


def test_bad_input(town, as_, monkeypatch):
    client = as_(town.department)
    for body in (
        {"name": "", "state": ""}, {"name": "x" * 61, "state": ""}, {"name": "x"},
        {"name": "x", "state": "javascript:alert(1)//<script>"}, {"name": "x", "state": "a" * 4001},
    ):  # fmt: skip
        assert client.send("/views", body).status_code == 422, body
    assert client.send("/views/999", {"name": "x"}).status_code == 404
    monkeypatch.setattr("safegrid.actions.views.MOST", 1)
    client.send("/views", MEETING)
    assert client.send("/views", MEETING | {"name": "x"}).json()["code"] == "VIEW_TOO_MANY"


def test_the_same_request_twice_keeps_one(town, as_):
    client = as_(town.department)
    first = client.send("/views", MEETING, Idempotency_Key="k1").json()
    assert client.send("/views", MEETING, Idempotency_Key="k1").json() == first
    assert SavedView.objects.count() == 1


def test_query_budget(town, as_, django_assert_max_num_queries):
    client = as_(town.department)
    for n in range(20):
        client.send("/views", MEETING | {"name": f"视图{n}"})
    with django_assert_max_num_queries(6):
        assert len(names(client)) == 20
