"""Inspections: kept whole or not at all, failed items become hazards, who may make and who may read them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from api.field_kit import ago, at_site, failed, inspection, passed
from factories import make_person, make_point, make_upload
from safegrid.actions import checklists
from safegrid.domain.roles import Role
from safegrid.store.models import (
    ControlMeasure,
    Duty,
    Enterprise,
    Hazard,
    Inspection,
    InspectionResult,
    Outbox,
    RiskPoint,
    Round,
    Site,
    Visit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def lists(db):
    checklists.load()


def send(client, body, **headers):
    return client.send("/inspections", body, **headers)


def visit_of(person, unit, day=None):
    walk, _ = Round.objects.get_or_create(person=person, day=day or timezone.localdate())
    return Visit.objects.create(
        round=walk, unit=unit, n=1, regime="regular", due_state="due", since=walk.day, until=walk.day
    )


def measure_of(point):
    return ControlMeasure.objects.get(point=point)


def test_an_inspection_is_kept_with_its_version_and_where_the_phone_was(
    town, as_, django_assert_max_num_queries
):
    body = inspection(town.unit, [passed("c01"), {"item": "c02", "result": "na"}], fix=at_site(town.unit))
    client = as_(town.inspector)
    with django_assert_max_num_queries(40):
        answer = send(client, body)
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert told["presence"]["judged"] == "there"
    assert (told["hazards"], told["visit"], told["moved"]) == ([], None, False)
    kept = Inspection.objects.get(pk=told["id"])
    assert (kept.checklist.code, kept.checklist.version, kept.role) == ("common", "2026.1", "INS")
    assert kept.cell == town.city["c1"]
    assert [(r.item, r.result, r.what[:4]) for r in kept.results.order_by("n")] == [
        ("c01", "pass", "建立并落"),
        ("c02", "na", "主要负责"),
    ]


@pytest.mark.parametrize(
    ("east", "accuracy", "judged"), [(0.001, 20, "there"), (0.003, 200, "near"), (0.02, 10, "far")]
)
def test_presence_is_judged_by_the_nearest_of_the_units_places(town, as_, east, accuracy, judged):
    fix = at_site(town.unit, east=east, accuracy=accuracy)
    RiskPoint.objects.filter(pk=town.point.pk).update(owner_point="POINT(113.9 34.05)")
    told = send(as_(town.inspector), inspection(town.unit, [passed("c01")], fix=fix)).json()
    assert told["presence"]["judged"] == judged


def test_no_fix_is_unknown_and_a_wrong_clock_is_told(town, as_):
    ahead = timezone.now() + timedelta(hours=1)
    body = inspection(town.unit, [passed("c01")], made=ahead, sent=ahead)
    told = send(as_(town.inspector), body).json()
    assert told["presence"]["judged"] == "unknown"
    assert 3500 < told["presence"]["clock_off"] < 3700


def test_a_failed_item_is_a_hazard_with_its_photo(town, as_):
    answer = send(as_(town.inspector), inspection(town.unit, [passed("c01"), failed(town.inspector, "c06")]))
    assert answer.status_code == 200, answer.content
    hazard = Hazard.objects.get()
    assert answer.json()["hazards"] == [hazard.pk]
    assert (hazard.state, hazard.unit, hazard.point, hazard.source) == (
        "reported",
        town.unit,
        None,
        "inspection",
    )
    assert hazard.title == "出口被货物堵住（安全出口、疏散通道畅通）"
    assert hazard.uploads.count() == 1
    assert Outbox.objects.filter(kind="changed", entity="hazard").count() == 1
    assert InspectionResult.objects.get(item="c06").hazard == hazard


def test_a_failed_measure_is_a_hazard_on_that_point_and_measure(town, as_):
    measure = measure_of(town.point)
    result = failed(town.inspector, f"measure:{measure.pk}", category="leak")
    answer = send(as_(town.inspector), inspection(town.unit, [result], code="measures", version="live"))
    assert answer.status_code == 200, answer.content
    hazard = Hazard.objects.get()
    assert (hazard.point, hazard.measure, hazard.title) == (
        town.point,
        measure,
        "出口被货物堵住（液位报警与紧急切断）",
    )
    assert Inspection.objects.get().checklist is None


def test_two_items_at_one_place_are_two_hazards_and_the_same_again_is_the_known_one(town, as_):
    client = as_(town.inspector)
    two = [failed(town.inspector, "c06"), failed(town.inspector, "c07")]
    first = send(client, inspection(town.unit, two)).json()["hazards"]
    assert len(set(first)) == 2
    again = send(client, inspection(town.unit, [failed(town.inspector, "c07")])).json()["hazards"]
    assert again == [first[1]]
    Hazard.objects.filter(pk=first[1]).update(state="closed")
    (new,) = send(client, inspection(town.unit, [failed(town.inspector, "c07")])).json()["hazards"]
    assert new not in first


def test_an_open_hazard_on_a_measure_is_not_reported_twice(town, as_):
    measure = measure_of(town.point)
    results = [failed(town.inspector, f"measure:{measure.pk}", category="leak")]
    first = send(as_(town.inspector), inspection(town.unit, results)).json()["hazards"]
    other = [failed(town.officer, f"measure:{measure.pk}", category="leak")]
    assert send(as_(town.officer), inspection(town.unit, other)).json()["hazards"] == first


def test_an_officer_of_the_township_orders_at_once(town, as_):
    five = {"responsible": "赵总", "measures": "清理通道", "funds": "2000 元", "contingency": "专人值守"}
    result = failed(town.officer, "c06", deadline_days=7, five=five)
    answer = send(as_(town.officer), inspection(town.unit, [result]))
    assert answer.status_code == 200, answer.content
    hazard = Hazard.objects.get()
    assert hazard.state == "ordered"
    assert timedelta(days=6, hours=23) < hazard.deadline - timezone.now() <= timedelta(days=7)
    order = hazard.steps.get(command="order").note["fields"]
    assert all(word in order["demands"] for word in five.values())
    verify = hazard.steps.get(command="verify").note["fields"]
    assert "消防法" in verify["basis"]


def test_an_officer_closes_what_was_put_right_on_the_spot(town, as_):
    result = failed(town.officer, "c07", fixed=[str(make_upload(town.officer))])
    assert send(as_(town.officer), inspection(town.unit, [result])).status_code == 200
    hazard = Hazard.objects.get()
    assert (hazard.state, hazard.uploads.count()) == ("closed", 2)


def test_a_major_one_is_never_ordered_alone(town, as_):
    wrong = failed(town.officer, "c04", klass="major", deadline_days=7)
    assert send(as_(town.officer), inspection(town.unit, [wrong])).status_code == 200
    hazard = Hazard.objects.get()
    assert (hazard.state, hazard.major) == ("reported", True)
    assert "期限 7 天" in hazard.text


def test_what_an_inspector_of_a_community_would_demand_is_a_suggestion(town, as_):
    five = {"responsible": "赵总", "measures": "清理通道", "funds": "", "contingency": ""}
    result = failed(town.inspector, "c06", deadline_days=7, five=five)
    assert send(as_(town.inspector), inspection(town.unit, [result])).status_code == 200
    hazard = Hazard.objects.get()
    assert hazard.state == "reported"
    assert hazard.text == "出口被货物堵住\n建议整改要求：责任：赵总；措施：清理通道；期限 7 天"


def test_what_an_inspector_of_a_community_saw_put_right_is_evidence_for_who_decides(town, as_):
    result = failed(town.inspector, "c07", fixed=[str(make_upload(town.inspector))])
    assert send(as_(town.inspector), inspection(town.unit, [result])).status_code == 200
    hazard = Hazard.objects.get()
    step = hazard.steps.get(command="fix_on_spot")
    assert (hazard.state, step.note["proposed"], hazard.uploads.count()) == ("reported", True, 2)


def test_photos_of_a_major_one_that_was_put_right_are_kept_with_the_report(town, as_):
    result = failed(town.officer, "c04", klass="major", fixed=[str(make_upload(town.officer))])
    assert send(as_(town.officer), inspection(town.unit, [result])).status_code == 200
    hazard = Hazard.objects.get()
    assert (hazard.state, hazard.uploads.count()) == ("reported", 2)


def refused(answer, status, code):
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    assert not Inspection.objects.exists()
    assert not Hazard.objects.exists()
    assert not Outbox.objects.exists()


def test_one_item_that_is_refused_undoes_all_of_it_and_is_named(town, as_):
    results = [failed(town.inspector, "c06"), failed(town.inspector, "c07", photos=0)]
    answer = send(as_(town.inspector), inspection(town.unit, results))
    refused(answer, 422, "NO_PHOTO")
    assert answer.json()["params"]["item"] == "c07"


@pytest.mark.parametrize(
    ("results", "code"),
    [
        ([passed("x99")], "ITEM_UNKNOWN"),
        ([passed("c01"), passed("c01")], "ITEM_UNKNOWN"),
        ([passed("measure:abc")], "ITEM_UNKNOWN"),
        ([{"item": "c01", "result": "fail"}], "FAILED_WITHOUT_HAZARD"),
        ([], "BAD_INPUT"),
        ([{"item": "c01", "result": "maybe"}], "BAD_INPUT"),
    ],
)
def test_results_that_are_not_right_are_refused(town, as_, results, code):
    refused(send(as_(town.inspector), inspection(town.unit, results)), 422, code)


def test_a_version_that_never_was_is_refused(town, as_):
    answer = send(as_(town.inspector), inspection(town.unit, [passed("c01")], version="1999"))
    refused(answer, 422, "CHECKLIST_UNKNOWN")


@pytest.mark.parametrize(
    "times",
    [
        {"began_at": (timezone.now() + timedelta(days=1)).isoformat()},
        {"ended_at": (timezone.now() + timedelta(days=1)).isoformat()},
        {"made_at": (timezone.now() + timedelta(days=1)).isoformat()},
    ],
    ids=["ends before it begins", "ends after it was sent", "made after it was sent"],
)
def test_times_that_cannot_be_are_refused(town, as_, times):
    refused(send(as_(town.inspector), inspection(town.unit, [passed("c01")]) | times), 422, "TIMES_WRONG")


def test_what_lay_on_a_phone_for_a_week_is_kept_and_for_two_months_is_not(town, as_):
    old = inspection(town.unit, [passed("c01")], made=ago(days=60), sent=timezone.now())
    refused(send(as_(town.inspector), old), 422, "TIMES_WRONG")
    body = inspection(town.unit, [passed("c01")], made=ago(days=7), sent=timezone.now())
    assert send(as_(town.inspector), body).status_code == 200


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("inspector", 200), ("officer", 200), ("department", 200), ("committee", 200), ("leader", 403),
        ("command", 403), ("head", 403), ("safety", 403), ("far_inspector", 404), ("system", 404),
    ],
)  # fmt: skip
def test_who_may_inspect(town, as_, who, status):
    body = inspection(town.unit, [passed("c01")])
    assert send(as_(getattr(town, who)), body).status_code == status
    assert as_().send("/inspections", body).status_code in {401, 403}


def test_a_unit_that_was_closed_meanwhile(town, as_):
    Enterprise.objects.filter(pk=town.unit.pk).update(closed_at=timezone.now())
    refused(send(as_(town.inspector), inspection(town.unit, [passed("c01")])), 409, "UNIT_CLOSED")


def moved_to(town, where):
    """As a plan moves ground: the unit's site and point are another community's now."""
    Site.objects.filter(unit=town.unit).update(cell=town.city[where])
    RiskPoint.objects.filter(unit=town.unit).update(cell=town.city[where])


def test_ground_that_is_anothers_since_is_accepted_from_who_answered_then_and_marked(town, as_):
    made = ago(hours=2)
    moved_to(town, "c4")
    body = inspection(town.unit, [failed(town.inspector, "c06")], made=made, sent=timezone.now())
    answer = send(as_(town.inspector), body)
    assert answer.status_code == 200, answer.content
    assert answer.json()["moved"] is True
    kept = Inspection.objects.get()
    assert (kept.moved, kept.cell, kept.role) == (True, town.city["c1"], "INS")
    hazard = Hazard.objects.get()
    assert (hazard.cell, hazard.state) == (town.city["c4"], "reported")


def test_an_officer_whose_ground_it_was_reports_and_no_longer_orders(town, as_):
    moved_to(town, "c4")
    body = inspection(
        town.unit, [failed(town.officer, "c06", deadline_days=7)], made=ago(hours=2), sent=timezone.now()
    )
    assert send(as_(town.officer), body).status_code == 200
    assert Hazard.objects.get().state == "reported"


def test_ground_that_was_never_theirs_stays_out_of_sight(town, as_):
    moved_to(town, "c4")
    stranger = make_person(Role.INS, town.city["c2"])
    refused(send(as_(stranger), inspection(town.unit, [passed("c01")])), 404, "NOT_FOUND")
    Duty.objects.filter(person=town.inspector).update(starts_at=timezone.now() - timedelta(minutes=5))
    body = inspection(town.unit, [passed("c01")], made=ago(hours=2), sent=timezone.now())
    refused(send(as_(town.inspector), body), 404, "NOT_FOUND")


def test_a_point_of_another_unit_is_not_found_and_a_retired_one_is_the_units(town, as_):
    other = make_point(town.city, "c1")
    refused(
        send(as_(town.inspector), inspection(town.unit, [failed(town.inspector, "c06", point=other.pk)])),
        404,
        "NOT_FOUND",
    )
    RiskPoint.objects.filter(pk=town.point.pk).update(retired_at=timezone.now())
    results = [failed(town.inspector, "c06", point=town.point.pk)]
    assert send(as_(town.inspector), inspection(town.unit, results)).status_code == 200
    assert Hazard.objects.get().point is None


def test_a_measure_that_is_gone_keeps_the_words_of_the_phone(town, as_):
    gone = {"item": "measure:999999", "result": "pass", "what": "旧措施"}
    assert send(as_(town.inspector), inspection(town.unit, [gone])).status_code == 200
    assert InspectionResult.objects.get().what == "旧措施"


def test_somebody_elses_photo_is_refused(town, as_):
    result = {"item": "c01", "result": "pass", "photos": [str(make_upload(town.officer))]}
    refused(send(as_(town.inspector), inspection(town.unit, [result])), 422, "FIELD_BAD")


def test_the_visit_of_the_day_is_done_named_or_not(town, as_):
    client = as_(town.inspector)
    visit = visit_of(town.inspector, town.unit)
    told = send(client, inspection(town.unit, [passed("c01")])).json()
    visit.refresh_from_db()
    assert (told["visit"], visit.state) == (visit.pk, "done")
    named = visit_of(town.inspector, town.unit, timezone.localdate() - timedelta(days=1))
    body = inspection(town.unit, [passed("c01")], visit=named.pk)
    assert send(client, body).json()["visit"] == named.pk


def test_another_persons_visit_is_not_found(town, as_):
    visit = visit_of(town.officer, town.unit)
    body = inspection(town.unit, [passed("c01")], visit=visit.pk)
    refused(send(as_(town.inspector), body), 404, "NOT_FOUND")
    visit.refresh_from_db()
    assert visit.state == "planned"


def test_the_same_key_keeps_it_once(town, as_):
    client, body = as_(town.inspector), inspection(town.unit, [failed(town.inspector, "c06")])
    first = send(client, body, Idempotency_Key="i-1").json()
    later = body | {"sent_at": (timezone.now() + timedelta(seconds=5)).isoformat()}
    assert send(client, later, Idempotency_Key="i-1").json() == first
    assert (Inspection.objects.count(), Hazard.objects.count()) == (1, 1)


def make_one(town, as_):
    results = [passed("c01"), failed(town.inspector, "c06")]
    body = inspection(town.unit, results, fix=at_site(town.unit))
    return send(as_(town.inspector), body).json()["id"], results


def test_it_is_read_by_who_sees_the_unit_and_the_position_by_officials(
    town, as_, django_assert_max_num_queries
):
    made, results = make_one(town, as_)
    client = as_(town.officer)
    with django_assert_max_num_queries(12):
        told = client.read(f"/inspections/{made}").json()
    assert (told["title"]["zh"], told["person"]["name"], told["presence"]["judged"]) == (
        "基础管理与用电消防", "王格", "there",
    )  # fmt: skip
    (_, second) = told["results"]
    assert [photo["id"] for photo in second["photos"]] == results[1]["photos"]
    assert second["hazard"]["number"] == Hazard.objects.get().number
    row = client.read("/inspections", unit=town.unit.pk).json()["inspections"][0]
    assert (row["passed"], row["failed"], row["skipped"], row["hazards"]) == (1, 1, 0, 1)
    own = as_(town.head)
    assert own.read(f"/inspections/{made}").json()["presence"] is None
    assert own.read("/inspections", unit=town.unit.pk).json()["inspections"][0]["presence"] is None
    assert as_(town.far_inspector).read(f"/inspections/{made}").status_code == 404
    assert as_(town.far_inspector).read("/inspections", unit=town.unit.pk).status_code == 404


def test_its_photos_are_shown_to_its_readers(town, as_, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    shot = make_upload(town.inspector)
    result = {"item": "c01", "result": "pass", "photos": [str(shot)]}
    assert send(as_(town.inspector), inspection(town.unit, [result])).status_code == 200
    from safegrid.store.access import viewer_of_user
    from safegrid.store.queries.uploads import upload_in_sight

    seen = {who: upload_in_sight(viewer_of_user(getattr(town, who).pk), shot) is not None
            for who in ("officer", "head", "far_inspector")}  # fmt: skip
    assert seen == {"officer": True, "head": True, "far_inspector": False}


def test_older_inspections_come_by_pages(town, as_, monkeypatch):
    from safegrid.store.queries import inspections as read

    monkeypatch.setattr(read, "PAGE", 2)
    client = as_(town.inspector)
    made = [send(client, inspection(town.unit, [passed("c01")])).json()["id"] for _ in range(3)]
    first = client.read("/inspections", unit=town.unit.pk).json()
    assert [row["id"] for row in first["inspections"]] == made[:0:-1]
    rest = client.read("/inspections", unit=town.unit.pk, before=first["next"]).json()
    assert ([row["id"] for row in rest["inspections"]], rest["next"]) == (made[:1], None)
