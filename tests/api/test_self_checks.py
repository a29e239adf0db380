"""Self-checks: by the unit's own checklists, each failed item a hazard, the period made good."""

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import make_person, make_upload
from safegrid.actions import checklists, tallies
from safegrid.domain.roles import Role
from safegrid.domain.times import china_day
from safegrid.store.models import CellTally, Enterprise, Hazard, SelfCheck
from safegrid.store.queries.self_checks import overdue_units

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def lists(db):
    checklists.load()


def listed(town, as_, code="common"):
    return next(
        c for c in as_(town.safety).read("/checklists", unit=town.unit.pk).json() if c["code"] == code
    )


def body(town, used, **changes):
    """A self-check in which everything passes. `changes`: item to what its result is instead."""
    now = timezone.now()
    results = [{"item": i["id"], "result": "pass"} | changes.get(i["id"], {}) for i in used["items"]]
    return {
        "unit": town.unit.pk,
        "checklist": {"code": used["code"], "version": used["version"]},
        "began_at": (now - timedelta(minutes=20)).isoformat(),
        "ended_at": now.isoformat(),
        "results": results,
    }


def five(**more):
    until = (timezone.now() + timedelta(days=5)).isoformat()
    return {
        "category": "fire", "text": "通道堆放杂物", "responsible": "李工", "measures": "清理", "time_limit": until,
        "funds": 0, "contingency": "专人看护",
    } | more  # fmt: skip


def late(town):
    Enterprise.objects.filter(pk=town.unit.pk).update(created_at=timezone.now() - timedelta(days=400))


def test_a_check_in_which_all_is_well(town, as_):
    late(town)
    before = as_(town.safety).read(f"/enterprise/{town.unit.pk}").json()["check"]
    assert before["state"] == "overdue"
    made = as_(town.safety).send("/self-checks", body(town, listed(town, as_)))
    assert made.status_code == 200, made.content
    assert made.json()["hazards"] == []
    after = as_(town.safety).read(f"/enterprise/{town.unit.pk}").json()["check"]
    assert (after["state"], after["missed"]) == ("done", 0)
    shown = as_(town.officer).read(f"/self-checks/{made.json()['id']}").json()
    assert shown["failed"] == 0
    assert shown["results"][0]["what"] == listed(town, as_)["items"][0]["what"]


def test_the_cells_counter_follows_at_once(town, as_):
    late(town)
    Enterprise.objects.filter(pk=town.far_unit.pk).update(created_at=timezone.now() - timedelta(days=400))
    tallies.settle()
    c1, c4 = town.city["c1"].pk, town.city["c4"].pk
    assert overdue_units(china_day(timezone.now())) == {c1: 1, c4: 1}
    as_(town.safety).send("/self-checks", body(town, listed(town, as_)))
    told = dict(CellTally.objects.filter(column="selfcheck_overdue").values_list("cell_id", "n"))
    assert told == {c1: 0, c4: 1}
    assert tallies.settle() == 0


def test_a_failed_item_becomes_the_units_own_hazard(town, as_):
    used = listed(town, as_)
    item = used["items"][0]["id"]
    sent = body(town, used, **{item: {"result": "fail", "hazard": five(fixer=town.safety.pk)}})
    made = as_(town.safety).send("/self-checks", sent, Idempotency_Key="k")
    assert made.status_code == 200, made.content
    again = as_(town.safety).send("/self-checks", sent, Idempotency_Key="k")
    assert again.json() == made.json()
    hazard = Hazard.objects.get()
    assert (hazard.state, hazard.self_found, hazard.unit_id) == ("rectifying", True, town.unit.pk)
    assert SelfCheck.objects.get().results[0]["hazard"] == hazard.pk


def test_a_major_finding_is_reported_and_stays_the_authoritys(town, as_):
    used = listed(town, as_)
    item = used["items"][0]["id"]
    major = {"klass": "major", "category": "fire", "text": "消防水源中断", "point": town.point.pk}
    no_photo = as_(town.safety).send(
        "/self-checks", body(town, used, **{item: {"result": "fail", "hazard": major}})
    )
    assert no_photo.json()["code"] == "NO_PHOTO"
    assert not SelfCheck.objects.exists()
    major["photos"] = [str(make_upload(town.safety))]
    made = as_(town.safety).send(
        "/self-checks", body(town, used, **{item: {"result": "fail", "hazard": major}})
    )
    assert made.status_code == 200, made.content
    hazard = Hazard.objects.get()
    assert (hazard.state, hazard.major, hazard.self_found, hazard.point_id) == (
        "reported",
        True,
        False,
        town.point.pk,
    )
    assert hazard.source == "self"


def test_a_failed_measure_is_a_hazard_on_that_measure(town, as_):
    used = listed(town, as_, "measures")
    item = used["items"][0]["id"]
    made = as_(town.safety).send(
        "/self-checks", body(town, used, **{item: {"result": "fail", "hazard": five()}})
    )
    assert made.status_code == 200, made.content
    hazard = Hazard.objects.get()
    assert (hazard.point_id, f"measure:{hazard.measure_id}") == (town.point.pk, item)


def test_what_is_not_right_is_refused_as_a_whole(town, as_):
    used = listed(town, as_)
    first, second = used["items"][0]["id"], used["items"][1]["id"]
    whole = body(town, used)
    cases = {
        "CHECK_INCOMPLETE": whole | {"results": whole["results"][1:]},
        "CHECKLIST_UNKNOWN": whole | {"checklist": {"code": "common", "version": "none"}},
        "CHECK_TIMES": whole
        | {"ended_at": "2026-01-01T08:00:00+08:00", "began_at": "2026-01-01T08:00:00+08:00"},
        "FAILED_NEEDS_HAZARD": body(town, used, **{first: {"result": "fail"}}),
        "FIVE_INCOMPLETE": body(
            town, used, **{first: {"result": "fail", "hazard": {"category": "fire", "text": "x"}}}
        ),
        "NOT_FOUND": body(town, used, **{first: {"result": "fail", "hazard": five(point=town.far_point.pk)}}),
        "BAD_INPUT": body(town, used, **{second: {"result": "perhaps"}}),
    }
    for code, sent in cases.items():
        answer = as_(town.safety).send("/self-checks", sent)
        assert answer.json().get("code") == code, (code, answer.content)
    assert not SelfCheck.objects.exists()
    assert not Hazard.objects.exists()


def test_who_makes_and_who_sees_them(town, as_):
    used = listed(town, as_)
    worker = make_person(Role.ENT_W, unit=town.unit)
    other = make_person(Role.ENT_S, unit=town.far_unit)
    assert as_(worker).send("/self-checks", body(town, used)).status_code == 403
    for person in (other, town.officer, town.committee):
        assert as_(person).send("/self-checks", body(town, used)).status_code == 404
    made = as_(town.head).send("/self-checks", body(town, used)).json()
    path = f"/self-checks/{made['id']}"
    assert as_(town.officer).read(path).status_code == 200
    assert len(as_(town.officer).read("/self-checks", unit=town.unit.pk).json()) == 1
    for person in (other, town.far_inspector, town.system):
        assert as_(person).read(path).status_code == 404
        assert as_(person).read("/self-checks", unit=town.unit.pk).status_code == 404


def test_a_past_check_tells_what_became_of_what_it_found(town, as_, django_assert_max_num_queries):
    used = listed(town, as_)
    item = used["items"][0]
    made = (
        as_(town.safety)
        .send("/self-checks", body(town, used, **{item["id"]: {"result": "fail", "hazard": five()}}))
        .json()
    )
    (hazard,) = made["hazards"]
    path, head = f"/self-checks/{made['id']}", as_(town.head)
    with django_assert_max_num_queries(9):
        shown = head.read(path).json()
    assert (shown["results"][0]["what"], shown["results"][0]["hazard"]) == (item["what"], hazard)
    assert [(row["id"], row["state"]) for row in shown["hazards"]] == [(hazard, "rectifying")]
    Hazard.objects.filter(pk=hazard).update(state="closed", closed_at=timezone.now())
    assert head.read(path).json()["hazards"][0]["state"] == "closed"
    well = head.send("/self-checks", body(town, used)).json()
    assert head.read(f"/self-checks/{well['id']}").json()["hazards"] == []
    # One who sees the unit and not its hazard is not told of the hazard here either.
    Hazard.objects.filter(pk=hazard).update(unit=town.far_unit, cell=town.city["c4"], point=None)
    assert head.read(path).json()["hazards"] == []
