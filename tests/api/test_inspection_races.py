"""Several at once: one record sent five times, two phones on one hazard, two looks at a day that is not planned yet."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from api.conftest import As, Town
from api.field_kit import failed, inspection
from factories import make_person, viewer
from safegrid.actions import checklists, visits
from safegrid.domain.roles import Role
from safegrid.store.models import ControlMeasure, Enterprise, Hazard, Inspection, Visit
from safegrid.store.queries.search import forget_names

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture
def crowd(db):
    forget_names()
    checklists.load()
    return Town()


def at_once(*calls):
    """Run every call in a thread and a connection of its own; give what they return."""

    def alone(call):
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [done.result() for done in [pool.submit(alone, call) for call in calls]]


def test_five_copies_of_one_record_are_one(crowd):
    body = inspection(crowd.unit, [failed(crowd.inspector, "c06")])
    clients = [As(crowd.inspector) for _ in range(5)]
    answers = at_once(*(lambda c=c: c.send("/inspections", body, Idempotency_Key="five") for c in clients))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert (Inspection.objects.count(), Hazard.objects.count()) == (1, 1)


def test_two_phones_that_found_the_same_make_one_hazard_and_two_inspections(crowd):
    other = make_person(Role.INS, crowd.city["c1"])
    item = f"measure:{ControlMeasure.objects.get(point=crowd.point).pk}"
    bodies = {
        person: inspection(crowd.unit, [failed(person, item, category="leak")])
        for person in (crowd.inspector, other)
    }
    clients = {person: As(person) for person in bodies}
    answers = at_once(*(lambda p=p: clients[p].send("/inspections", bodies[p]) for p in bodies))
    assert [answer.status_code for answer in answers] == [200, 200]
    assert len({tuple(answer.json()["hazards"]) for answer in answers}) == 1
    assert (Inspection.objects.count(), Hazard.objects.count()) == (2, 1)


def test_a_day_is_planned_once_whoever_looks_first(crowd):
    Enterprise.objects.update(created_at=timezone.now() - timedelta(days=400))
    seen = viewer(crowd.inspector)
    plans = at_once(*(lambda: [visit.pk for visit in visits.today(seen)] for _ in range(4)))
    assert plans[0]
    assert all(plan == plans[0] for plan in plans)
    assert Visit.objects.count() == len(plans[0])
