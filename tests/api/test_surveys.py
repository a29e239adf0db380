"""四查 over the API: how cells stand, recording a survey, and who sees what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import make_upload, viewer
from safegrid.domain.times import china_day
from safegrid.store.models import Survey, SurveyClock
from safegrid.store.queries.uploads import upload_in_sight

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def body(town, **more):
    now = timezone.now().isoformat()
    return {"cell": town.city["c1"].pk, "made_at": now, "sent_at": now} | more


@pytest.fixture(autouse=True)
def clocks(town):
    long_ago = china_day(timezone.now()) - timedelta(days=200)
    SurveyClock.objects.bulk_create(
        SurveyClock(cell=cell, begins=long_ago) for cell in town.city.cells.values()
    )


def test_a_survey_ends_the_delay(town, as_):
    client = as_(town.inspector)
    (before,) = client.read("/surveys/mine").json()["clocks"]
    assert (before["cell_name"], before["cadence"], before["state"], before["why"]) == (
        "平定街社区", "day", "overdue", "MISSED",
    )  # fmt: skip
    assert before["missed"] > 90
    assert (before["latest"], before["mine"]) == (None, True)
    lon, lat = town.city.spot("c1")
    fix = {"lon": lon, "lat": lat, "accuracy": 12, "at": timezone.now().isoformat()}
    photo = str(make_upload(town.inspector))
    made = client.send("/surveys", body(town, note="街面正常", photos=[photo], fix=fix)).json()
    assert (made["counts"], made["clock"]["state"], made["clock"]["why"]) == (True, "done", "SURVEYED")
    assert made["clock"]["latest"]["person"]["name"] == "王格"
    found = client.read("/surveys", cell=town.city["c1"].pk).json()
    (survey,) = found["surveys"]
    assert (survey["note"], survey["photos"]) == ("街面正常", [photo])
    assert survey["presence"] == {"judged": "there", "metres": 0, "accuracy": 12, "clock_off": 0}


def test_a_cell_shows_those_above_it_without_their_people(town, as_):
    town.department.duties.update(starts_at=timezone.now() - timedelta(days=2))
    county = body(town, cell=town.city["a"].pk)
    assert as_(town.department).send("/surveys", county).status_code == 200
    found = as_(town.inspector).read("/surveys", cell=town.city["c1"].pk).json()["clocks"]
    assert [(c["level"], c["cadence"], c["mine"]) for c in found] == [
        (4, "day", True), (3, "week", False), (2, "month", False), (1, "quarter", False),
    ]  # fmt: skip
    assert found[2]["latest"]["person"] is None
    seen = as_(town.committee).read("/surveys", cell=town.city["a"].pk).json()["clocks"]
    assert seen[0]["latest"]["person"]["name"] == "魏华"


def test_sent_twice_it_is_kept_once(town, as_):
    client, one = as_(town.inspector), body(town)
    first = client.send("/surveys", one, Idempotency_Key="walk-1")
    again = client.send("/surveys", one, Idempotency_Key="walk-1")
    assert first.json() == again.json()
    assert Survey.objects.count() == 1
    further = client.send("/surveys", body(town), Idempotency_Key="walk-2").json()
    assert (further["counts"], Survey.objects.count()) == (False, 2)


def test_refusals(town, as_):
    def refused(person, **more):
        answer = as_(person).send("/surveys", body(town, **more))
        return answer.status_code, answer.json()["code"]

    assert refused(town.far_inspector) == (404, "NOT_FOUND")
    assert refused(town.head) == (404, "NOT_FOUND")
    assert refused(town.officer) == (403, "NOT_YOUR_DUTY")
    assert refused(town.command) == (403, "NOT_YOUR_DUTY")
    assert refused(town.inspector, photos=[str(make_upload(town.officer))]) == (422, "FIELD_BAD")
    assert refused(town.inspector, note="x" * 2_001)[0] == 422
    assert refused(town.inspector, fix={"lon": 999, "lat": 0, "accuracy": 1, "at": "x"})[0] == 422
    assert as_().send("/surveys", body(town)).status_code == 401
    assert Survey.objects.count() == 0
    for person in (town.far_inspector, town.head, town.system):
        assert as_(person).read("/surveys", cell=town.city["c1"].pk).status_code == 404
        assert town.city["c1"].pk not in [
            c["cell"] for c in as_(person).read("/surveys/mine").json()["clocks"]
        ]


def test_query_budget(town, as_, django_assert_max_num_queries):
    client = as_(town.inspector)
    client.send("/surveys", body(town))
    with django_assert_max_num_queries(8):
        client.read("/surveys", cell=town.city["c1"].pk)
    with django_assert_max_num_queries(7):
        client.read("/surveys/mine")
    with django_assert_max_num_queries(26):
        client.send("/surveys", body(town))


def test_a_photo_is_seen_by_who_sees_the_cell(town, as_):
    photo = make_upload(town.inspector)
    as_(town.inspector).send("/surveys", body(town, photos=[str(photo)]))

    def seen(person):
        return upload_in_sight(viewer(person), photo) is not None

    assert all(seen(person) for person in (town.inspector, town.officer, town.department, town.command))
    assert not any(seen(person) for person in (town.far_inspector, town.head, town.system))
