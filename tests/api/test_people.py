"""People over HTTP: who is listed to whom, and what administrators do."""

import pytest

from factories import PASSWORD, make_person
from safegrid.store.models import AccessLog, Duty, User

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def names(client, **query):
    return [p["name"] for p in client.read("/people", **query).json()["people"]]


def test_an_inspector_sees_neighbours_and_superiors_only(town, as_, django_assert_max_num_queries):
    client = as_(town.inspector)
    with django_assert_max_num_queries(8):
        listed = names(client)
    assert {"王格", "简官", "冯冠", "魏华", "杜办", "齐业"} <= set(listed)
    assert "林远" not in listed
    assert "管理员" not in listed


def test_administrators_see_everybody_with_user_names(town, as_):
    people = as_(town.system).read("/people", q="林远").json()["people"]
    assert [(p["name"], p["username"]) for p in people] == [("林远", town.far_inspector.username)]
    assert all(p["username"] == "" for p in as_(town.leader).read("/people").json()["people"])


def test_people_are_filtered_by_cell(town, as_):
    listed = names(as_(town.system), cell=town.city["b"].pk)
    assert listed == ["林远"]


def test_who_gives_duties_sees_people_without_one(town, as_):
    make_person(name="闲人")
    assert "闲人" in names(as_(town.leader))
    assert "闲人" not in names(as_(town.inspector))


def test_the_list_goes_on(town, as_):
    for _ in range(55):
        make_person("INS", town.city["c1"])
    page = as_(town.inspector).read("/people").json()
    assert len(page["people"]) == 50
    rest = as_(town.inspector).read("/people", after=page["next"]).json()
    assert rest["people"]
    assert rest["next"] is None


def test_a_new_person_gets_a_password_for_one_log_in(town, as_):
    body = {"username": "xinren", "name": "新人", "phone": "13900000000"}
    made = as_(town.system).send("/people", body).json()
    client = as_()
    me = client.send("/login", {"username": "xinren", "password": made["password"]}).json()
    assert me["must_change_password"] is True
    again = as_(town.system).send("/people", body)
    assert (again.status_code, again.json()["code"]) == (409, "USERNAME_TAKEN")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"username": "a b", "name": "x"}, "username"),
        ({"username": "ab", "name": ""}, "name"),
        ({"username": "ab", "name": "x", "phone": "call me"}, "phone"),
    ],
)
def test_bad_input_is_named(town, as_, body, field):
    answer = as_(town.system).send("/people", body)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])


def test_only_system_administrators_manage_people(town, as_):
    for person in (town.inspector, town.committee, town.security, town.head):
        client = as_(person)
        assert client.send("/people", {"username": "abc", "name": "x"}).status_code == 403
        assert client.send(f"/people/{town.inspector.pk}/reset").status_code == 403
        assert client.send(f"/people/{town.inspector.pk}/deactivate").status_code == 403


def test_a_reset_ends_the_sessions(town, as_):
    victim = as_(town.inspector)
    made = as_(town.system).send(f"/people/{town.inspector.pk}/reset").json()
    assert victim.read("/me").status_code == 401
    login = as_().send("/login", {"username": town.inspector.username, "password": made["password"]})
    assert login.json()["must_change_password"] is True
    old = as_().send("/login", {"username": town.inspector.username, "password": PASSWORD})
    assert old.status_code == 401


def test_a_deactivated_person_is_out_and_leaves_no_duty_undone_unseen(town, as_):
    client = as_(town.officer)
    assert as_(town.system).send(f"/people/{town.officer.pk}/deactivate").status_code == 200
    assert client.read("/me").status_code == 401
    assert Duty.objects.get(person=town.officer).ends_at is not None
    assert User.objects.get(pk=town.officer.pk).is_active is False
    again = as_(town.system).send(f"/people/{town.officer.pk}/deactivate")
    assert again.status_code == 404


def test_nobody_shuts_themselves_out(town, as_):
    answer = as_(town.system).send(f"/people/{town.system.pk}/deactivate")
    assert (answer.status_code, answer.json()["code"]) == (422, "NOT_YOURSELF")


def test_a_phone_is_shown_within_reach_and_logged(town, as_):
    client = as_(town.inspector)
    assert client.send(f"/people/{town.officer.pk}/phone").json() == {"phone": town.officer.phone}
    assert AccessLog.objects.get().target == f"person:{town.officer.pk}"
    assert client.send(f"/people/{town.far_inspector.pk}/phone").status_code == 404
    assert as_(town.system).send(f"/people/{town.officer.pk}/phone").status_code == 404
