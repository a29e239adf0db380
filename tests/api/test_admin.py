"""Django's administration: to look at, for those who may, and never to write."""

import pytest
from django.utils import timezone

from factories import add_duty, make_person
from safegrid.domain.events import Changed, encode
from safegrid.store.drawn import point_drawn
from safegrid.store.models import AccessLog, CellBoundary, EventLog, RiskPoint

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def staff(town, as_):
    def make(role):
        person = make_person(role, town.city["city"])
        person.is_staff = True
        person.save()
        return as_(person)

    return make


def test_a_boundary_is_shown_on_a_map_that_fetches_nothing(town, staff):
    row = CellBoundary.objects.get(cell=town.city["c1"])
    text = staff("SUP").get(f"/admin/store/cellboundary/{row.pk}/change/").content.decode()
    assert "L.Map" in text or "leaflet" in text
    assert "113.8" in text
    assert "openstreetmap" not in text


def test_lists_open_for_who_sees_the_city(town, staff):
    client = staff("SUP")
    for model in ("gridcell", "boundaryversion", "enterprise", "site", "riskpoint", "hazard", "hazardstep"):
        assert client.get(f"/admin/store/{model}/").status_code == 200
    assert client.get("/admin/store/eventlog/").status_code == 403


def test_phones_and_reporters_are_not_in_it(town, staff):
    text = staff("SUP").get(f"/admin/store/riskpoint/{town.point.pk}/change/").content.decode()
    assert "氨罐一号" in text
    assert town.point.manager_phone not in text


def test_the_audit_administrator_reads_logs_and_nothing_else(town, staff):
    AccessLog.objects.create(viewer="user:1", what="phone", target="unit:1")
    client = staff("ADM_AUD")
    assert "unit:1" in client.get("/admin/store/accesslog/").content.decode()
    assert client.get("/admin/store/eventlog/").status_code == 200
    assert client.get("/admin/store/riskpoint/").status_code == 403


def test_nothing_can_be_written(town, staff):
    client = staff("SUP")
    path = f"/admin/store/riskpoint/{town.point.pk}"
    assert client.post(f"{path}/change/", {"name": "x"}).status_code == 403
    assert client.post(f"{path}/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/store/riskpoint/add/").status_code == 403
    assert RiskPoint.objects.get(pk=town.point.pk).name == "氨罐一号"


def test_a_part_of_the_city_is_not_enough(town, as_):
    town.committee.is_staff = True
    town.committee.save()
    assert as_(town.committee).get("/admin/store/riskpoint/").status_code == 403
    add_duty(town.committee, "SUP", town.city["city"])
    assert as_(town.committee).get("/admin/store/riskpoint/").status_code == 200


def test_without_being_staff_there_is_only_the_log_in(town, as_):
    assert as_(town.command).get("/admin/").status_code == 302


def test_the_log_does_not_say_who_reported(town, staff):
    def log(seq, cause):
        event = Changed("point", town.point.pk, 2, None, point_drawn(town.point), (), cause)
        EventLog.objects.create(
            seq=seq,
            kind=event.kind,
            payload=encode(event),
            actor=f"user:77{seq}",
            created_at=timezone.now(),
            hash="",
        )

    log(1, "hazard.report")
    log(2, "hazard.verify")
    client = staff("ADM_AUD")
    pages = [
        client.get(f"/admin/store/eventlog/{path}").content.decode()
        for path in ("", "1/change/", "2/change/")
    ]
    assert ["user:771" in page for page in pages] == [False] * 3
    assert ["user:772" in page for page in pages] == [True, False, True]


def test_a_password_that_somebody_else_chose_opens_no_list(town, as_):
    person = make_person("SUP", town.city["city"])
    person.is_staff = person.must_change_password = True
    person.save()
    assert as_(person).get("/admin/store/hazard/").status_code in {302, 403}
