"""Hazards over HTTP: report, the way to the end, and what each may see and do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import make_person, make_upload
from safegrid.store.models import Hazard, HazardStep, RiskPoint

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def report_of(person, **changes):
    return {
        "claimed": "major",
        "category": "leak",
        "title": "阀门渗漏",
        "text": "储罐阀门渗漏,有刺激性气味",
        "found_at": timezone.now().isoformat(),
        "photos": [str(make_upload(person))],
    } | changes


@pytest.fixture
def reported(town, as_):
    """A major hazard at the point, reported by the inspector."""
    body = report_of(town.inspector, point=town.point.pk)
    return as_(town.inspector).send("/hazards", body).json()


def test_a_report_answers_with_what_the_screen_applies_at_once(town, as_, reported):
    kinds = [(op["o"], op["e"]) for op in reported["ops"]]
    assert ("upsert", "hazard") in kinds
    assert ("upsert", "point") in kinds
    point = next(op["d"] for op in reported["ops"] if op["e"] == "point")
    assert (point["live"], point["firm"]) == (1, 4)
    assert Hazard.objects.get(pk=reported["id"]).version == reported["version"] == 1


def test_ops_of_a_report_are_cut_to_the_reporters_sight(town, as_):
    body = report_of(town.head, point=town.point.pk)
    ops = as_(town.head).send("/hazards", body).json()["ops"]
    assert all(op["d"]["unit"] == town.unit.pk or op["d"]["id"] == town.unit.pk for op in ops)


def test_the_panel_shows_text_photos_steps_and_commands(town, as_, reported, django_assert_max_num_queries):
    client = as_(town.department)
    with django_assert_max_num_queries(12):
        hazard = client.read(f"/hazards/{reported['id']}").json()
    assert (hazard["state"], hazard["major"], hazard["reporter"]) == ("reported", True, "王格")
    assert len(hazard["photos"]) == 1
    assert [s["command"] for s in hazard["steps"]] == ["report"]
    verify = next(c for c in hazard["commands"] if c["name"] == "verify")
    assert verify["evidence_only"] is False
    kinds = {f["field"]: (f["type"], f["optional"]) for f in verify["required"]}
    assert kinds["class"] == ("class", False)


def test_a_hazard_goes_its_way_over_http(town, as_, reported):
    path = f"/hazards/{reported['id']}"
    verified = as_(town.department).send(
        f"{path}/verify",
        {
            "version": 1,
            "class": "major",
            "basis": "重大事故隐患判定标准第三条",
            "responsible_unit": "鑫源机械",
            "responsible_person": "齐业",
        },
    )
    assert verified.status_code == 200, verified.json()
    assert RiskPoint.objects.get(pk=town.point.pk).firm == 1
    deadline = (timezone.now() + timedelta(days=30)).isoformat()
    ordered = as_(town.department).send(
        f"{path}/order", {"version": 2, "order_number": "令1", "demands": "更换阀门", "deadline": deadline}
    )
    assert ordered.status_code == 200, ordered.json()
    history = as_(town.inspector).read(f"{path}/history").json()["entries"]
    assert [e["what"]["zh"] for e in history] == ["下达指令", "核实", "上报"]
    assert history[0]["from"]["zh"] == "待下达"
    assert history[0]["who"] == "魏华"


def test_names_of_commands_may_be_written_with_dashes(town, as_, reported):
    answer = as_(town.officer).send(f"/hazards/{reported['id']}/fix-on-spot", {"version": 1})
    assert answer.json()["code"] == "MAJOR_NOT_ON_SPOT"


def test_an_enterprise_records_what_it_found_itself(town, as_):
    body = {
        "point": town.point.pk,
        "category": "leak",
        "text": "软管老化",
        "responsible": "安全",
        "measures": "更换软管",
        "time_limit": (timezone.now() + timedelta(days=3)).isoformat(),
        "funds": 200,
        "contingency": "停用",
    }
    answer = as_(town.safety).send("/hazards/self-record", body)
    assert answer.status_code == 200, answer.json()
    hazard = Hazard.objects.get(pk=answer.json()["id"])
    assert (hazard.state, hazard.self_found) == ("rectifying", True)
    assert as_(town.inspector).send("/hazards/self-record", body).json()["code"] == "NOT_YOUR_DUTY"


def test_a_report_from_a_place_needs_no_point(town, as_):
    lon, lat = town.city.spot("c1", 0.7, 0.7)
    answer = as_(town.inspector).send("/hazards", report_of(town.inspector, lon=lon, lat=lat, accuracy=12))
    assert answer.status_code == 200, answer.json()
    assert Hazard.objects.get(pk=answer.json()["id"]).cell_id == town.city["c1"].pk


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"photos": []}, 422, "NO_PHOTO"),
        ({"claimed": "huge"}, 422, "BAD_INPUT"),
        ({"text": ""}, 422, "BAD_INPUT"),
        ({"title": "长" * 121}, 422, "BAD_INPUT"),
        ({"found_at": "yesterday"}, 422, "BAD_INPUT"),
        ({"point": None}, 422, "BAD_PLACE"),
        ({"point": None, "lon": 10.0, "lat": 10.0}, 422, "BAD_PLACE"),
        ({"photos": ["not-a-photo"]}, 422, "FIELD_BAD"),
    ],
)
def test_a_bad_report_says_what_is_wrong_and_changes_nothing(town, as_, changes, status, code):
    body = report_of(town.inspector, point=town.point.pk) | changes
    answer = as_(town.inspector).send("/hazards", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Hazard.objects.count() == 0


def test_a_second_report_of_the_same_is_told_of_the_first(town, as_, reported):
    body = report_of(town.inspector, point=town.point.pk)
    again = as_(town.inspector).send("/hazards", body)
    assert (again.status_code, again.json()["code"]) == (409, "DUPLICATE_OPEN")
    forced = as_(town.inspector).send("/hazards", body | {"override_duplicate": True})
    assert forced.status_code == 200


def test_another_area_is_not_found(town, as_, reported):
    client = as_(town.far_inspector)
    assert client.read(f"/hazards/{reported['id']}").status_code == 404
    assert client.read(f"/hazards/{reported['id']}/history").status_code == 404
    assert client.send(f"/hazards/{reported['id']}/verify", {"version": 1}).status_code == 404
    body = report_of(town.far_inspector, point=town.point.pk)
    assert client.send("/hazards", body).status_code == 404


def test_what_is_not_ones_duty_is_refused(town, as_, reported):
    answer = as_(town.head).send(f"/hazards/{reported['id']}/verify", {"version": 1})
    assert (answer.status_code, answer.json()["code"]) == (403, "NOT_YOUR_DUTY")


def test_an_inspector_may_propose(town, as_, reported):
    body = {"version": 1, "propose": True, "class": "major", "basis": "现场判断"}
    assert as_(town.inspector).send(f"/hazards/{reported['id']}/verify", body).status_code == 200
    assert Hazard.objects.get(pk=reported["id"]).state == "reported"


def test_a_stale_version_and_a_wrong_state_conflict(town, as_, reported):
    client = as_(town.department)
    stale = client.send(f"/hazards/{reported['id']}/verify", {"version": 7})
    assert (stale.status_code, stale.json()["code"]) == (409, "STALE_VERSION")
    wrong = client.send(f"/hazards/{reported['id']}/accept", {"version": 1})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "BAD_STATE")


def test_unknown_commands_are_not_found(town, as_, reported):
    for command in ("explode", "report"):
        assert (
            as_(town.department).send(f"/hazards/{reported['id']}/{command}", {"version": 1}).status_code
            == 404
        )


def test_a_missing_field_is_named_as_the_form_names_it(town, as_, reported):
    answer = as_(town.department).send(f"/hazards/{reported['id']}/verify", {"version": 1, "basis": "x"})
    assert answer.json()["code"] == "FIELD_MISSING"
    assert answer.json()["params"] == {"field": "class"}
    assert "认定类别" in answer.json()["message"]["zh"]


def test_the_list_is_filtered_and_cut_to_sight(town, as_, reported, django_assert_max_num_queries):
    client = as_(town.inspector)
    with django_assert_max_num_queries(6):
        rows = client.read("/hazards", state="open", major="true").json()["hazards"]
    assert [r["id"] for r in rows] == [reported["id"]]
    assert client.read("/hazards", state="settled").json()["hazards"] == []
    assert client.read("/hazards", cell=town.city["t1"].pk, point=town.point.pk).json()["hazards"]
    assert as_(town.far_inspector).read("/hazards").json()["hazards"] == []
    assert client.read("/hazards", state="lost").status_code == 422


def test_a_workers_name_is_told_to_nobody(town, as_):
    worker = make_person("ENT_W", unit=town.unit, name="吴名")
    made = as_(worker).send("/hazards", report_of(worker, point=town.point.pk, photos=[])).json()
    for person in (town.inspector, town.head, town.committee, town.command):
        text = as_(person).read(f"/hazards/{made['id']}").content.decode()
        text += as_(person).read(f"/hazards/{made['id']}/history").content.decode()
        text += as_(person).read(f"/points/{town.point.pk}/history").content.decode()
        assert "吴名" not in text
    assert HazardStep.objects.get().role == "ENT_W"


def test_a_unit_reads_its_orders_and_not_what_officers_tell_each_other(town, as_, reported):
    order = {"order_number": "令 1", "demands": "更换阀门", "companions": [7]}
    said = (("order", order, False), ("reject", {"reply": "内部"}, False), ("order", order, True))
    for n, (command, fields, proposed) in enumerate(said, 90):
        note = {"fields": fields, "proposed": proposed}
        HazardStep.objects.create(
            hazard_id=reported["id"], n=n, command=command, role="OFF", note=note, at=timezone.now()
        )
    path = f"/hazards/{reported['id']}"
    steps = {s["n"]: s["note"]["fields"] for s in as_(town.head).read(path).json()["steps"]}
    assert steps[90] == {"order_number": "令 1", "demands": "更换阀门"}
    assert steps[91] == steps[92] == {}
    whole = {s["n"]: s["note"]["fields"] for s in as_(town.department).read(path).json()["steps"]}
    assert whole[90] == order
