"""What belongs to one viewer stays with that viewer: sessions, phones, reporters, hazards of a neighbour's cell."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from factories import PASSWORD, make_person, make_point, make_upload
from safegrid.actions.kiosks import hash_of
from safegrid.domain.roles import Role
from safegrid.store.models import Hazard, Kiosk

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_who_logs_in_on_a_walls_screen_gets_no_session_for_a_year(town, settings):
    Kiosk.objects.create(name="大屏", token_hash=hash_of("wall"), made_by=town.security)
    browser = Client()
    browser.get("/k/wall")
    assert browser.session.get_expiry_age() > timedelta(days=300).total_seconds()
    body = {"username": town.inspector.username, "password": PASSWORD}
    assert browser.post("/api/login", body, content_type="application/json").json()["kind"] == "person"
    assert browser.session.get_expiry_age() <= settings.SESSION_COOKIE_AGE


def test_a_log_in_takes_a_new_session(town):
    planted = SessionStore()
    planted.create()
    browser = Client()
    browser.cookies["sessionid"] = planted.session_key
    body = {"username": town.inspector.username, "password": PASSWORD}
    assert browser.post("/api/login", body, content_type="application/json").status_code == 200
    assert browser.session.session_key != planted.session_key
    assert not SessionStore().exists(planted.session_key)


def test_answers_are_kept_by_nobody(town, as_):
    browser = as_(town.inspector)
    answers = [
        browser.read("/me"), browser.read("/search", q="氨"), browser.read(f"/points/{town.point.pk}"),
        browser.read("/points/999999"), browser.send(f"/people/{town.officer.pk}/phone"), as_().read("/me"),
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [200, 200, 200, 404, 200, 401]
    assert {answer["Cache-Control"] for answer in answers} == {"no-store"}


def test_an_enterprise_calls_its_own_people_and_those_who_answer_for_it(town, as_):
    mayor = make_person(Role.LEAD, town.city["city"], name="市长")
    far = make_person(Role.ENT_W, unit=town.far_unit, name="远工")
    head = as_(town.head)

    def status(person):
        return head.send(f"/people/{person.pk}/phone").status_code

    assert [status(p) for p in (town.head, town.safety, town.inspector, town.leader)] == [200] * 4
    assert [status(p) for p in (town.command, mayor)] == [403] * 2
    assert status(far) == 404


def test_the_panel_of_a_line_across_areas_lists_the_hazards_that_can_be_opened(town, as_):
    city = town.city
    (x1, y1), (x2, y2) = city.spot("c4"), city.spot("c1")
    line = make_point(city, "c4", unit=town.far_unit, shape=f"LINESTRING({x1} {y1},{x2} {y2})")
    line.touched = [city["c1"].pk, city["c4"].pk]
    line.save()
    report = {
        "point": line.pk,
        "claimed": "general",
        "category": "leak",
        "title": "邻区隐患",
        "text": "x",
        "found_at": timezone.now().isoformat(),
        "photos": [str(make_upload(town.far_inspector))],
    }
    made = as_(town.far_inspector).send("/hazards", report).json()["id"]
    near, far = as_(town.inspector), as_(town.far_inspector)
    for browser in (near, far):
        listed = [h["id"] for h in browser.read(f"/points/{line.pk}").json()["hazards"]]
        assert listed == ([made] if browser.read(f"/hazards/{made}").status_code == 200 else [])
    assert far.read(f"/hazards/{made}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "hazard/?reporter={reporter}", "hazard/?reporter__id__exact={reporter}", "hazard/?facts__contains=1",
        "hazardstep/?actor={reporter}", "enterprise/?principal_phone__startswith=199",
        "riskpoint/?manager_phone__startswith=199", "riskpoint/?unit__principal_phone__startswith=199",
    ],
)  # fmt: skip
def test_the_administration_is_not_asked_for_what_it_does_not_show(town, as_, path):
    staff = make_person(Role.SUP, town.city["city"])
    staff.is_staff = True
    staff.save()
    answer = as_(staff).get(f"/admin/store/{path.format(reporter=town.inspector.pk)}")
    assert answer.status_code in {302, 400}
    assert Hazard.objects.count() == 0
    assert as_(staff).get("/admin/store/hazard/?state__exact=closed").status_code == 200


def test_an_enterprise_does_not_learn_who_works_for_the_government(town, as_):
    clerk, worker = make_person(name="闲职员"), make_person(name="闲工人")
    clerk.department = town.department.department
    clerk.save()
    found = {p["name"] for p in as_(town.head).read("/people", q="闲").json()["people"]}
    assert found == {worker.name}
    assert clerk.name in {p["name"] for p in as_(town.leader).read("/people", q="闲").json()["people"]}
    assert (
        as_(town.head)
        .send("/duties", {"person": clerk.pk, "role": "ENT_W", "unit": town.unit.pk})
        .status_code
        == 404
    )


def test_log_in_names_are_found_by_administrators_only(town, as_):
    wanted = town.inspector.username
    assert as_(town.leader).read("/people", q=wanted).json()["people"] == []
    assert [p["id"] for p in as_(town.system).read("/people", q=wanted).json()["people"]][:1] == [
        town.inspector.pk
    ]


def test_who_fixed_a_self_found_hazard_works_there(town, as_):
    body = {
        "point": town.point.pk,
        "category": "leak",
        "text": "x",
        "responsible": "r",
        "measures": "m",
        "time_limit": (timezone.now() + timedelta(days=3)).isoformat(),
        "funds": 1,
        "contingency": "c",
    }
    safety = as_(town.safety)
    for stranger in (10**9, town.inspector.pk):
        answer = safety.send("/hazards/self-record", body | {"fixer": stranger})
        assert answer.json()["fields"].keys() == {"fixer"}
    assert safety.send("/hazards/self-record", body | {"fixer": town.head.pk}).status_code == 200
