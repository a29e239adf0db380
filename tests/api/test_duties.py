"""Duties over HTTP: who may give which, and what it does at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import add_duty, make_person
from safegrid.domain.events import decode
from safegrid.store.models import Duty, Outbox

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def events():
    return [decode(row.kind, row.payload) for row in Outbox.objects.order_by("pk")]


@pytest.fixture
def idle(town):
    return make_person(name="闲人")


def test_a_leader_fills_a_post_of_the_own_cells(town, as_, idle):
    body = {"person": idle.pk, "role": "OFF", "cell": town.city["c1"].pk}
    made = as_(town.leader).send("/duties", body)
    assert made.status_code == 200, made.json()
    assert made.json()["cell"]["name"] == "平定街社区"
    counted, access = events()
    assert counted.tally == ((town.city["c1"].pk, "officers", 1),)
    assert (access.viewer, access.version) == (f"user:{idle.pk}", 2)
    assert as_(idle).read(f"/cells/{town.city['c1'].pk}").status_code == 200


def test_a_duty_of_tomorrow_is_not_counted_today(town, as_, idle):
    body = {
        "person": idle.pk,
        "role": "OFF",
        "cell": town.city["c1"].pk,
        "starts_at": (timezone.now() + timedelta(days=1)).isoformat(),
    }
    assert as_(town.leader).send("/duties", body).status_code == 200
    assert [e.kind for e in events()] == ["access"]
    assert as_(idle).read(f"/cells/{town.city['c1'].pk}").status_code == 404


@pytest.mark.parametrize(
    ("who", "role", "where", "code"),
    [
        ("leader", "OFF", "c4", "NOT_FOUND"),
        ("leader", "LEAD", "t1", "NOT_YOUR_DUTY"),
        ("leader", "SUP", "t1", "NOT_YOUR_DUTY"),
        ("leader", "INS", "t1", "BAD_POST"),
        ("leader", "XXX", "c1", "BAD_POST"),
        ("leader", "KIOSK", "c1", "BAD_POST"),
        ("inspector", "INS", "c1", "NOT_YOUR_DUTY"),
        ("committee", "ADM_SYS", "city", "NOT_FOUND"),
        ("department", "DEP", "a", "NOT_YOUR_DUTY"),
        ("system", "INS", "c1", "NOT_YOUR_DUTY"),
    ],
)
def test_other_posts_are_refused(town, as_, idle, who, role, where, code):
    body = {"person": idle.pk, "role": role, "cell": town.city[where].pk}
    answer = as_(getattr(town, who)).send("/duties", body)
    assert answer.json()["code"] == code
    assert events() == []


def test_a_department_posts_its_own_people(town, as_):
    body = {"person": town.colleague.pk, "role": "DEP", "cell": town.city["t1"].pk, "industry": "C"}
    assert as_(town.department).send("/duties", body).status_code == 200


def test_the_head_of_a_unit_names_the_units_own_people(town, as_, idle):
    client = as_(town.head)
    body = {"person": idle.pk, "role": "ENT_S", "unit": town.unit.pk}
    assert client.send("/duties", body).status_code == 200
    far = client.send("/duties", body | {"unit": town.far_unit.pk})
    assert far.status_code == 404


def test_the_security_administrator_gives_administrators_rights(town, as_, idle):
    body = {"person": idle.pk, "role": "ADM_AUD", "cell": town.city["city"].pk}
    assert as_(town.security).send("/duties", body).status_code == 200


def test_the_same_duty_twice_and_a_wrong_period_are_refused(town, as_):
    client = as_(town.leader)
    same = {"person": town.inspector.pk, "role": "INS", "cell": town.city["c1"].pk}
    assert client.send("/duties", same).json()["code"] == "DUTY_TWICE"
    wrong = same | {"cell": town.city["c2"].pk, "ends_at": "2020-01-01T00:00:00Z"}
    answer = client.send("/duties", wrong).json()
    assert (answer["code"], list(answer["fields"])) == ("DUTY_ENDS_FIRST", ["ends_at"])


def test_an_ended_duty_ends_the_sight_at_once(town, as_):
    watcher = as_(town.inspector)
    duty = town.inspector.duties.get()
    assert as_(town.leader).send(f"/duties/{duty.pk}/end").status_code == 200
    assert watcher.read(f"/points/{town.point.pk}").status_code == 404
    again = as_(town.leader).send(f"/duties/{duty.pk}/end").json()
    assert again["code"] == "DUTY_OVER"


def test_who_answered_then(town, as_):
    leader = as_(town.leader)
    duty, cell = town.inspector.duties.get(), town.city["c1"].pk
    before = timezone.now().isoformat()
    leader.send(f"/duties/{duty.pk}/end")
    assert leader.read("/duties", cell=cell).json()["duties"] == []
    (then,) = leader.read("/duties", cell=cell, at=before).json()["duties"]
    assert (then["id"], then["person"]["id"]) == (duty.pk, town.inspector.pk)
    assert leader.read("/duties", cell=cell, at="2020-01-01T00:00:00Z").json()["duties"] == []
    assert leader.read("/duties", at="once").status_code == 422


def test_a_post_handed_over_is_never_empty(town, as_, idle):
    duty = add_duty(make_person(name="旧人"), "OFF", town.city["c1"])
    made = as_(town.leader).send(f"/duties/{duty.pk}/hand-over", {"to": idle.pk}).json()
    old, new = Duty.objects.get(pk=duty.pk), Duty.objects.get(pk=made["id"])
    assert (old.ends_at, old.counted) == (new.starts_at, False)
    assert (new.person_id, new.counted) == (idle.pk, True)
    moved = [e.tally[0][2] for e in events() if e.kind == "duties"]
    assert moved == [-1, 1]


def test_a_hand_over_that_fails_changes_nothing(town, as_):
    duty = add_duty(make_person(name="旧人"), "OFF", town.city["c1"])
    twin = make_person("OFF", town.city["c1"], name="同岗")
    answer = as_(town.leader).send(f"/duties/{duty.pk}/hand-over", {"to": twin.pk})
    assert answer.json()["code"] == "DUTY_TWICE"
    assert Duty.objects.get(pk=duty.pk).ends_at is None
    assert events() == []


def test_the_list_is_cut_to_reach(town, as_, django_assert_max_num_queries):
    client = as_(town.inspector)
    with django_assert_max_num_queries(6):
        duties = client.read("/duties").json()["duties"]
    assert {"王格", "简官"} <= {d["person"]["name"] for d in duties}
    assert "林远" not in {d["person"]["name"] for d in duties}
    listed = as_(town.system).read("/duties", person=town.far_inspector.pk).json()["duties"]
    assert [d["person"]["name"] for d in listed] == ["林远"]
    assert as_(town.leader).read("/duties", cell=town.city["b"].pk).json()["duties"] == []


def test_far_duties_cannot_be_touched(town, as_):
    duty = town.far_inspector.duties.get()
    assert as_(town.leader).send(f"/duties/{duty.pk}/end").status_code == 404
    assert as_(town.leader).send("/duties/999999/end").status_code == 404
