"""A day's visits: who gets which, stable within the day, and a secret from everybody else."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from factories import add_duty, make_person, make_unit
from safegrid.actions import visits as act
from safegrid.domain.roles import Role
from safegrid.store.models import Enterprise, Inspection, Outbox, Round, Site, Visit

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LONG_AGO = timedelta(days=400)


def unit_since(town, where="c1", days=400, **columns):
    """A unit that is known for some days; it has never been visited."""
    unit = make_unit(town.city, where)
    Enterprise.objects.filter(pk=unit.pk).update(created_at=timezone.now() - timedelta(days=days), **columns)
    unit.refresh_from_db()
    return unit


def inspected(unit, person, days):
    at = timezone.now() - timedelta(days=days)
    return Inspection.objects.create(
        unit=unit, person=person, role="INS", began_at=at, ended_at=at, made_at=at, sent_at=at, received_at=at,
        judged="there",
    )  # fmt: skip


def read(client):
    answer = client.read("/visits/today")
    assert answer.status_code == 200, answer.content
    return answer.json()


def units(told):
    return [visit["unit"]["id"] for visit in told["visits"]]


def test_who_is_overdue_or_due_is_visited_and_who_was_just_visited_is_not(
    town, as_, django_assert_max_num_queries
):
    late = unit_since(town, supervision=1, live=1)
    soon = unit_since(town, days=0, supervision=4)
    inspected(soon, town.inspector, 300)
    fresh = unit_since(town, supervision=1)
    inspected(fresh, town.inspector, 1)
    client = as_(town.inspector)
    with django_assert_max_num_queries(24):
        told = read(client)
    assert set(units(told)) == {late.pk, soon.pk}
    first = told["visits"][0]
    assert first["unit"]["id"] == late.pk
    assert (first["order"], first["regime"], first["state"]) == (1, "regular", "planned")
    assert first["due"]["state"] == "overdue"
    assert first["due"]["late"] > 300
    assert told["visits"][1]["due"]["state"] == "due"
    assert told["minutes_left"] >= 50
    with django_assert_max_num_queries(11):
        assert read(client) == told


def test_the_plan_stays_as_it_is_for_the_day(town, as_):
    one = unit_since(town)
    before = read(as_(town.inspector))
    assert units(before) == [one.pk]
    unit_since(town, supervision=1)
    assert read(as_(town.inspector)) == before
    assert Round.objects.count() == 1


def test_what_was_not_there_to_plan_is_planned_when_it_is(town, as_):
    Enterprise.objects.update(created_at=timezone.now())
    assert read(as_(town.inspector))["visits"] == []
    one = unit_since(town)
    assert units(read(as_(town.inspector))) == [one.pk]


def test_the_day_has_an_end_and_the_worst_come_first(town, as_):
    for n in range(14):
        unit_since(town, supervision=4 if n else 1)
    told = read(as_(town.inspector))
    assert len(told["visits"]) == 12
    assert told["visits"][0]["unit"]["supervision"] == 1
    assert [visit["order"] for visit in told["visits"]] == list(range(1, 13))


def test_the_way_is_short(town, as_):
    far_apart = [(0.1, 0.1), (0.9, 0.9), (0.12, 0.1), (0.88, 0.9), (0.1, 0.12), (0.9, 0.88)]
    for east, north in far_apart:
        unit = unit_since(town, supervision=3)
        lon, lat = town.city.spot("c1", east, north)
        Site.objects.filter(unit=unit).update(geom=f"POINT({lon} {lat})")
    Enterprise.objects.filter(pk=town.unit.pk).update(closed_at=timezone.now())
    legs = [visit["metres_from_previous"] for visit in read(as_(town.inspector))["visits"]]
    assert legs[0] == 0
    assert sum(leg > 5_000 for leg in legs) == 1


def test_two_inspectors_of_a_community_share_its_units(town, as_):
    other = make_person(Role.INS, town.city["c1"])
    made = {unit_since(town).pk for _ in range(6)}
    mine, theirs = units(read(as_(town.inspector))), units(read(as_(other)))
    assert mine
    assert theirs
    assert not set(mine) & set(theirs)
    assert made <= set(mine) | set(theirs) | {town.unit.pk}


def test_an_officer_gets_what_nobody_walks_and_the_worst_that_are_late(town, as_):
    Enterprise.objects.filter(pk=town.unit.pk).update(supervision=4, live=4)
    lonely = unit_since(town, "c2")
    dangerous = unit_since(town, "c1", supervision=2)
    unit_since(town, "c1", supervision=4)
    assert set(units(read(as_(town.officer)))) == {lonely.pk, dangerous.pk}
    assert dangerous.pk not in units(read(as_(town.inspector)))


def test_what_an_officer_visits_today_the_inspector_leaves_out_unless_it_is_skipped(town, as_):
    dangerous = unit_since(town, "c1", supervision=2)
    told = read(as_(town.officer))
    assert dangerous.pk in units(told)
    named = next(visit for visit in told["visits"] if visit["unit"]["id"] == dangerous.pk)
    assert as_(town.officer).send(f"/visits/{named['id']}/skip", {"reason": "雨天"}).status_code == 200
    assert dangerous.pk in units(read(as_(town.inspector)))


def test_exempt_units_are_left_alone_and_listed_ones_are_not(town, as_, settings):
    exempt = [unit_since(town, annual_grade=1, supervision=4).pk for _ in range(8)]
    listed = unit_since(town, annual_grade=4)
    told = read(as_(town.inspector))
    regimes = {visit["unit"]["id"]: visit["regime"] for visit in told["visits"]}
    assert regimes[listed.pk] == "listed"
    assert 0 <= len(set(exempt) & set(regimes)) < len(exempt)
    assert {regimes[pk] for pk in exempt if pk in regimes} <= {"sample"}


@pytest.mark.parametrize("who", ["head", "safety", "leader", "department", "committee", "command", "system"])
def test_nobody_else_has_visits(town, as_, who):
    unit_since(town)
    read(as_(town.inspector))
    assert read(as_(getattr(town, who)))["visits"] == []


def all_that_others_read(town, as_):
    pages = [f"/units/{town.unit.pk}{more}" for more in ("", "/history", "/explain")]
    asked = [(page, {}) for page in pages] + [
        ("/inspections", {"unit": town.unit.pk}),
        ("/list/units/export", {"format": "csv"}),
        ("/visits/next", {"unit": town.unit.pk}),
        ("/visits/today", {}),
    ]
    return {
        (who, path): as_(getattr(town, who)).read(path, **query).getvalue()
        for who in ("head", "safety", "leader", "command")
        for path, query in asked
    }


def test_a_plan_is_told_to_nobody_in_any_way(town, as_):
    """四不两直: neither the log, nor panels, exports, or inspections say a word of a visit before it is made."""
    Enterprise.objects.filter(pk=town.unit.pk).update(created_at=timezone.now() - LONG_AGO)
    Outbox.objects.all().delete()
    before = all_that_others_read(town, as_)
    visit = read(as_(town.inspector))["visits"][0]
    assert visit["unit"]["id"] == town.unit.pk
    as_(town.inspector).send(f"/visits/{visit['id']}/skip", {"reason": "大门紧锁"})
    assert Visit.objects.get().state == "skipped"
    assert not Outbox.objects.exists()
    assert all_that_others_read(town, as_) == before


def test_when_a_unit_is_next_is_said_to_who_inspects_there(town, as_, django_assert_max_num_queries):
    inspected(town.unit, town.inspector, 10)
    Enterprise.objects.filter(pk=town.unit.pk).update(supervision=1, annual_grade=0)
    client = as_(town.officer)
    with django_assert_max_num_queries(12):
        told = client.read("/visits/next", unit=town.unit.pk).json()["visit"]
    assert (told["per_year"], told["regime"], told["why"]) == (12, "regular", ["colour"])
    assert told["due"]["state"] == "done"
    assert told["last"][:10] == (timezone.now() - timedelta(days=10)).date().isoformat()[:10]
    assert as_(town.far_inspector).read("/visits/next", unit=town.unit.pk).status_code == 404
    for who in ("head", "safety", "leader", "command"):
        assert as_(getattr(town, who)).read("/visits/next", unit=town.unit.pk).json() == {"visit": None}
    assert as_().read("/visits/next", unit=town.unit.pk).status_code == 401


def test_a_visit_is_skipped_once_with_a_reason(town, as_):
    unit_since(town)
    visit = read(as_(town.inspector))["visits"][0]
    path = f"/visits/{visit['id']}/skip"
    client = as_(town.inspector)
    assert client.send(path, {"reason": " "}).json()["code"] == "NO_REASON"
    assert client.send(path, {}).status_code == 422
    assert as_(town.officer).send(path, {"reason": "x"}).status_code == 404
    assert as_(town.head).send(path, {"reason": "x"}).status_code == 404
    done = client.send(path, {"reason": "停业"}, Idempotency_Key="s-1").json()
    assert (done["state"], done["reason"]) == ("skipped", "停业")
    assert client.send(path, {"reason": "停业"}, Idempotency_Key="s-1").json() == done
    assert client.send(path, {"reason": "x"}).json()["code"] == "VISIT_SETTLED"
    assert read(client)["minutes_left"] == 0


def test_a_unit_whose_ground_went_away_leaves_the_list(town, as_):
    one = unit_since(town)
    assert units(read(as_(town.inspector))) == [one.pk]
    Site.objects.filter(unit=one).update(cell=town.city["c4"])
    told = read(as_(town.inspector))
    assert told["visits"] == []
    visit = Visit.objects.get()
    assert as_(town.inspector).send(f"/visits/{visit.pk}/skip", {"reason": "x"}).status_code == 404


def test_a_second_look_at_once_plans_nothing_twice(town):
    from factories import viewer

    unit_since(town)
    seen = viewer(town.inspector)
    assert [v.pk for v in act.today(seen)] == [v.pk for v in act.today(seen)]
    assert Visit.objects.count() == 1


def test_a_person_of_two_duties_walks_both(town, as_):
    add_duty(town.inspector, Role.INS, town.city["c2"])
    here, there = unit_since(town, "c1"), unit_since(town, "c2")
    assert set(units(read(as_(town.inspector)))) == {here.pk, there.pk}
    assert json.dumps(units(read(as_(town.officer)))) == "[]"
