"""Listing of units: works, refused, another area, once per key, and what follows from it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import add_duty, make_person
from safegrid.actions import levels, unit_listings, units
from safegrid.actions.transaction import Refused, unit_of_work
from safegrid.domain.roles import Role
from safegrid.store import packs
from safegrid.store.models import Enterprise, Outbox, UnitListing

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def asked(**fields):
    until = timezone.now() + timedelta(days=30)
    return {
        "level": 2, "listing_reason": "grade_4", "deadline": until.isoformat(), "public_text": "四类企业，限期整改",
        **fields,
    }  # fmt: skip


SETTLED = {"report": "已整改到位", "public_text": "整改合格，予以摘牌"}


@pytest.fixture
def failed(town):
    """The town's unit has failed its annual grade."""
    Enterprise.objects.filter(pk=town.unit.pk).update(annual_grade=4)
    rated(town.unit.pk)
    Outbox.objects.all().delete()
    return town


def rated(unit):
    with unit_of_work("test", "settle") as work:
        levels.rate(work, None, levels.lock_unit(unit), packs.current(), timezone.now())


def put_on(client, unit, **fields):
    return client.send(f"/units/{unit.pk}/listing/list", asked(**fields))


def test_listed_red_and_delisted_as_it_was(failed, as_, django_assert_max_num_queries):
    office, unit = as_(failed.committee), failed.unit
    with django_assert_max_num_queries(40):
        acted = put_on(office, unit)
    assert acted.status_code == 200
    unit.refresh_from_db()
    assert (unit.listing, unit.supervision, unit.live, unit.listing_overdue) == (2, 1, 1, False)
    last = acted.json()["ops"][-1]
    assert (last["e"], last["d"]["listing"], last["d"]["supervision"], last["d"]["v"]) == (
        "unit", 2, 1, unit.version,
    )  # fmt: skip
    assert acted.json()["version"] == unit.version
    shown = office.read(f"/units/{unit.pk}").json()
    assert (shown["listing"], shown["listing_deadline"][:10]) == (2, asked()["deadline"][:10])

    body = SETTLED | {"companions": [failed.officer.pk]}
    assert office.send(f"/units/{unit.pk}/listing/delist", body).status_code == 200
    unit.refresh_from_db()
    assert (unit.listing, unit.listing_deadline, unit.supervision) == (0, None, 2)
    kept = UnitListing.objects.get(unit=unit)
    assert (kept.ended_how, kept.ended_by, kept.report) == ("delisted", failed.committee, "已整改到位")
    assert kept.accepted_by == sorted([failed.committee.pk, failed.officer.pk])


def test_what_is_shown_and_offered(failed, as_, django_assert_max_num_queries):
    office, unit = as_(failed.committee), failed.unit
    put_on(office, unit)
    with django_assert_max_num_queries(11):
        seen = office.read(f"/units/{unit.pk}/listing").json()
    (listing,) = seen["listings"]
    assert (listing["level"], listing["reason"], listing["overdue"]) == (2, "grade_4", False)
    assert listing["listed_by"]["name"] == failed.committee.name
    assert [command["name"] for command in seen["commands"]] == ["delist"]
    assert as_(failed.inspector).read(f"/units/{unit.pk}/listing").json()["commands"] == []
    assert len(as_(failed.head).read(f"/units/{unit.pk}/listing").json()["listings"]) == 1


def test_the_form_knows_the_reasons_that_hold(town, as_):
    seen = as_(town.committee).read(f"/units/{town.unit.pk}/listing").json()
    choices = {field["field"]: field["choices"] for field in seen["commands"][0]["required"]}
    assert (choices["level"], choices["listing_reason"]) == ([2], ["serious"])


@pytest.mark.parametrize("who", ["inspector", "officer", "leader", "department", "head", "command"])
def test_others_do_not_list(failed, as_, who):
    answer = put_on(as_(getattr(failed, who)), failed.unit)
    assert (answer.status_code, answer.json()["code"]) == (403, "NOT_YOUR_DUTY")
    assert not UnitListing.objects.exists()


def test_a_township_is_too_low(failed, as_):
    town_office = make_person(Role.SUP, failed.city["t1"])
    answer = put_on(as_(town_office), failed.unit, level=3)
    assert (answer.status_code, answer.json()["code"]) == (403, "LEVEL_TOO_LOW")


def test_another_area_is_not_found(failed, as_):
    office = as_(failed.committee)
    assert put_on(office, failed.far_unit).status_code == 404
    assert office.read(f"/units/{failed.far_unit.pk}/listing").status_code == 404
    body = SETTLED | {"companions": [failed.officer.pk]}
    assert office.send(f"/units/{failed.far_unit.pk}/listing/delist", body).status_code == 404


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"listing_reason": "not_standard"}, "UNIT_NOT_LISTABLE"),
        ({"listing_reason": "serious"}, "NO_REASON"),
        ({"listing_reason": "x"}, "FIELD_BAD"),
        ({"deadline": "2026-01-01T00:00:00+08:00"}, "DEADLINE_RANGE"),
        ({"public_text": ""}, "FIELD_MISSING"),
        ({"level": 1}, "NOT_YOUR_DUTY"),
    ],
)
def test_bad_input_changes_nothing(failed, as_, fields, code):
    answer = put_on(as_(failed.committee), failed.unit, **fields)
    assert answer.json()["code"] == code
    assert not UnitListing.objects.exists()
    assert not Outbox.objects.exists()


def test_once_per_key(failed, as_):
    office, path, body = as_(failed.committee), f"/units/{failed.unit.pk}/listing/list", asked()
    first, second = (office.send(path, body, Idempotency_Key="k1") for _ in range(2))
    assert first.json() == second.json()
    assert UnitListing.objects.count() == 1
    assert office.send(path, body, Idempotency_Key="k2").json()["code"] == "ALREADY_LISTED"


def test_who_listed_delists_and_not_alone(failed, as_):
    city_office = make_person(Role.SUP, failed.city["city"])
    unit, path = failed.unit, f"/units/{failed.unit.pk}/listing/delist"
    assert as_(failed.committee).send(path, SETTLED | {"companions": [failed.officer.pk]}).status_code == 409
    put_on(as_(failed.committee), unit)
    alone = as_(failed.committee).send(path, SETTLED | {"companions": [failed.committee.pk]})
    stranger = as_(failed.committee).send(path, SETTLED | {"companions": [failed.far_inspector.pk]})
    above = as_(city_office).send(path, SETTLED | {"companions": [failed.officer.pk]})
    codes = [answer.json()["code"] for answer in (alone, stranger, above)]
    assert codes == ["TWO_NEEDED", "TWO_NEEDED", "OTHER_LEVEL_LISTED"]
    unit.refresh_from_db()
    assert unit.listing == 2


def test_a_higher_authority_takes_over(failed, as_):
    city_office = make_person(Role.SUP, failed.city["city"])
    put_on(as_(failed.committee), failed.unit)
    assert put_on(as_(city_office), failed.unit, level=1).status_code == 200
    assert [(one.level, one.ended_how) for one in UnitListing.objects.order_by("pk")] == [
        (2, "raised"),
        (1, ""),
    ]
    assert put_on(as_(failed.committee), failed.unit).json()["code"] == "ALREADY_LISTED"


def test_past_its_date_is_told_once(failed, as_):
    put_on(as_(failed.committee), failed.unit)
    assert unit_listings.mark_overdue() == 0
    Enterprise.objects.filter(pk=failed.unit.pk).update(
        listing_deadline=timezone.now() - timedelta(minutes=1)
    )
    Outbox.objects.all().delete()
    assert (unit_listings.mark_overdue(), unit_listings.mark_overdue()) == (1, 0)
    assert Enterprise.objects.get(pk=failed.unit.pk).listing_overdue
    assert Outbox.objects.count() == 1


def test_a_listed_unit_is_not_closed(failed, as_):
    put_on(as_(failed.committee), failed.unit)
    with pytest.raises(Refused, match="IS_LISTED"), unit_of_work("test", "close") as work:
        units.close_unit(work, levels.lock_unit(failed.unit.pk), timezone.now())


def test_listed_units_are_visited_first(failed, as_):
    add_duty(failed.officer, Role.INS, failed.city["c1"])
    put_on(as_(failed.committee), failed.unit)
    shown = as_(failed.officer).read(f"/visits/next?unit={failed.unit.pk}").json()["visit"]
    assert (shown["regime"], shown["per_year"]) == ("listed", 12)
    assert "listed" in shown["why"]


def test_everybody_may_read_it_where_the_pack_says_so(failed, as_):
    put_on(as_(failed.committee), failed.unit)
    (shown,) = as_().read("/public/published").json()["units"]
    assert (shown["unit"], shown["level"], shown["text"]) == (failed.unit.name, 2, "四类企业，限期整改")
    assert (shown["stage"], shown["overdue"]) == ("listed", False)
    body = SETTLED | {"companions": [failed.officer.pk]}
    as_(failed.committee).send(f"/units/{failed.unit.pk}/listing/delist", body)
    (shown,) = as_().read("/public/published").json()["units"]
    assert (shown["stage"], shown["text"]) == ("delisted", SETTLED["public_text"])
