"""Walls' links."""

import pytest
from django.test import Client

from safegrid.domain.events import decode
from safegrid.store.models import Kiosk, Outbox

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def link(town, as_):
    made = as_(town.security).send("/kiosks", {"name": "大厅", "cell": town.city["t1"].pk})
    return made.json()


@pytest.fixture
def wall(link):
    client = Client()
    answer = client.get(link["link"])
    assert (answer.status_code, answer["Location"]) == (302, "/wall")
    return client


def test_a_wall_sees_its_area_and_no_phones(town, wall):
    me = wall.get("/api/me").json()
    assert (me["kind"], me["name"], me["duties"], me["mask"]) == (
        "kiosk",
        "大厅",
        [],
        ["phones", "reporters"],
    )
    point = wall.get(f"/api/points/{town.point.pk}").json()
    assert point["manager_phone_masked"] == ""
    assert all(p["phone_masked"] == "" for p in point["responsible"])
    assert wall.get(f"/api/points/{town.far_point.pk}").status_code == 404
    assert wall.get("/map").status_code == 200
    assert wall.get("/people").status_code == 302


def test_a_wall_can_do_nothing(town, wall):
    for path in (f"/api/points/{town.point.pk}/phone", "/api/hazards", "/api/logout", "/api/kiosks"):
        answer = wall.post(path, "{}", content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (403, "NOT_YOUR_DUTY")


def test_the_link_is_shown_once_and_not_kept(town, as_, link):
    token = link["link"].rsplit("/", 1)[1]
    row = Kiosk.objects.get(pk=link["id"])
    assert token not in str(vars(row))
    listed = as_(town.security).read("/kiosks").json()["kiosks"]
    assert [(k["name"], k["cell"]["name"]) for k in listed] == [("大厅", "西大街道")]
    assert token not in str(listed)


def test_a_repeated_request_does_not_show_the_link_again(town, as_):
    client = as_(town.security)
    first = client.send("/kiosks", {"name": "大厅"}, Idempotency_Key="k1").json()
    again = client.send("/kiosks", {"name": "大厅"}, Idempotency_Key="k1").json()
    assert first["link"]
    assert again == {"id": first["id"], "link": None}
    assert Kiosk.objects.count() == 1


def test_a_revoked_wall_goes_dark_at_once(town, as_, link, wall):
    assert as_(town.security).send(f"/kiosks/{link['id']}/revoke").status_code == 200
    assert wall.get("/api/me").status_code == 401
    assert Client().get(link["link"])["Location"] == "/login?kiosk=ended"
    row = Outbox.objects.get()
    event = decode(row.kind, row.payload)
    assert (event.viewer, event.version) == (f"kiosk:{link['id']}", 2)
    assert as_(town.security).send(f"/kiosks/{link['id']}/revoke").status_code == 404


def test_only_the_security_administrator_has_links(town, as_):
    for person in (town.system, town.committee, town.command):
        assert as_(person).read("/kiosks").status_code == 403
        assert as_(person).send("/kiosks", {"name": "x"}).status_code == 403
        assert as_(person).send("/kiosks/1/revoke").status_code == 403


def test_a_name_is_needed_and_the_cell_must_exist(town, as_):
    client = as_(town.security)
    assert list(client.send("/kiosks", {"name": ""}).json()["fields"]) == ["name"]
    assert client.send("/kiosks", {"name": "x", "cell": 999999}).status_code == 404
