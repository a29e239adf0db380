"""The field pack: everything of one's own ground, nothing of anybody else's, and nothing twice over the air."""

import json
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from api.field_kit import failed, inspection, passed
from factories import add_duty, make_person, make_point, make_unit
from safegrid.actions import checklists, plans
from safegrid.api.schemas.field_pack import FieldPack
from safegrid.domain.roles import Role
from safegrid.store.access import viewer_of_user
from safegrid.store.models import (
    ControlMeasure,
    Duty,
    Enterprise,
    EventLog,
    Hazard,
    RiskPoint,
    Takeover,
    User,
)
from safegrid.store.queries import field_pack as read_pack

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def lists(db):
    checklists.load()


def read(client, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get("/api/field/pack", headers=named)


def test_an_inspector_gets_the_ground_the_units_and_what_to_check(town, as_, django_assert_max_num_queries):
    client = as_(town.inspector)
    read(client)  # plans the day
    with django_assert_max_num_queries(45):
        answer = read(client)
    assert answer.status_code == 200, answer.content
    pack = answer.json()
    assert (pack["viewer"]["key"], pack["viewer"]["name"]) == (f"user:{town.inspector.pk}", "王格")
    assert [(cell["id"], cell["shape"]["type"]) for cell in pack["cells"]] == [
        (town.city["c1"].pk, "MultiPolygon")
    ]
    (unit,) = pack["units"]
    assert (unit["id"], unit["name"], unit["cell"]) == (town.unit.pk, "鑫源机械有限公司", town.city["c1"].pk)
    (point,) = pack["points"]
    assert point["measures"] == [
        {
            "id": ControlMeasure.objects.get(point=town.point).pk, "kind": "engineering",
            "text": "液位报警与紧急切断", "check": ["报警有效"],
        }
    ]  # fmt: skip
    assert pack["checklists_of"] == {
        str(town.unit.pk): ["common", "ammonia", "hazchem", "machinery", "measures"]
    }
    assert [one["code"] for one in pack["checklists"]] == ["common", "ammonia", "hazchem", "machinery"]
    assert pack["boundary"] == town.city.version.pk
    assert pack["visits"]["visits"] == []
    assert pack["hazards"] == []
    assert pack["takeovers"] == []
    assert [clock["cell"] for clock in pack["clocks"]] == [town.city["c1"].pk]
    assert pack["presence_metres"] == 200
    assert pack["deadline"] == {"usual": 15, "most": 30}


def test_it_tells_who_may_order_at_once_and_who_may_propose(town, as_):
    both = ["order_general", "fix_on_spot"]
    for person, may, proposes in ((town.inspector, [], both), (town.officer, both, [])):
        (unit,) = read(as_(person)).json()["units"]
        assert (unit["may"], unit["proposes"]) == (may, proposes)


def test_it_has_the_shape_that_it_promises(town, as_):
    as_(town.inspector).send("/inspections", inspection(town.unit, [failed(town.inspector, "c06")]))
    pack = read(as_(town.inspector)).json()
    assert FieldPack.model_validate(pack).model_dump(mode="json") == pack


def test_nothing_of_other_ground_and_no_phone_is_in_it(town, as_):
    text = read(as_(town.inspector)).content.decode()
    assert "远山" not in text
    phones = Enterprise.objects.values_list("principal_phone", flat=True)
    managers = RiskPoint.objects.values_list("manager_phone", flat=True)
    assert not [phone for phone in (*phones, *managers) if phone in text]


def test_a_pack_is_of_the_ground_of_field_duties_alone(town, as_):
    add_duty(town.inspector, Role.SUP, town.city["city"])
    pack = read(as_(town.inspector)).json()
    assert [cell["id"] for cell in pack["cells"]] == [town.city["c1"].pk]
    assert [unit["id"] for unit in pack["units"]] == [town.unit.pk]


def test_an_officer_gets_the_township(town, as_):
    pack = read(as_(town.officer)).json()
    assert [cell["id"] for cell in pack["cells"]] == [town.city["c1"].pk, town.city["c2"].pk]


@pytest.mark.parametrize(
    ("who", "status"),
    [("leader", 403), ("department", 403), ("command", 403), ("head", 403), ("safety", 403), ("system", 403)],
)
def test_who_walks_no_ground_gets_none(town, as_, who, status):
    assert read(as_(getattr(town, who))).status_code == status
    assert read(as_()).status_code == 401


def test_a_duty_for_one_industry_opens_no_ground(town, as_):
    other = make_unit(town.city, "c2", industry="E", name="别的行业")
    Duty.objects.filter(person=town.officer).update(industry="C")
    client = as_(town.officer)
    assert read(client).status_code == 403
    assert client.read("/visits/today").json()["visits"] == []
    add_duty(town.officer, Role.INS, town.city["c1"])
    text = read(client).content.decode()
    assert (other.name in text, "鑫源机械有限公司" in text) == (False, True)


def test_an_officer_of_a_county_gets_none(town, as_):
    Duty.objects.filter(person=town.officer).update(cell=town.city["a"])
    assert read(as_(town.officer)).status_code == 403


def test_a_hazard_that_waits_for_the_viewer_comes_with_its_commands(town, as_):
    body = inspection(town.unit, [failed(town.inspector, "c06")])
    as_(town.inspector).send("/inspections", body)
    (mine,) = read(as_(town.officer)).json()["hazards"]
    named = {command["name"]: command["evidence_only"] for command in mine["commands"]}
    assert named["verify"] is False
    (seen,) = read(as_(town.inspector)).json()["hazards"]
    assert all(command["evidence_only"] for command in seen["commands"])
    assert seen["text"] == "出口被货物堵住"


def test_open_takeovers_are_in_it(town, as_):
    as_(town.inspector).send("/inspections", inspection(town.unit, [failed(town.inspector, "c06")]))
    planner = make_person(Role.PLN, town.city["a"])
    plan = plans.create(viewer_of_user(planner.pk), plans.NewPlan("方案", (town.city["t1"].pk,)))
    Takeover.objects.create(plan=plan, hazard=Hazard.objects.get(), target=town.city["c1"], at=timezone.now())
    (task,) = read(as_(town.inspector)).json()["takeovers"]
    assert task["hazard"]["id"] == Hazard.objects.get().pk


def test_it_ends_after_three_days_or_with_the_duty(town, as_):
    pack = read(as_(town.inspector)).json()
    made, ends = (datetime.fromisoformat(pack[name]) for name in ("made_at", "expires_at"))
    assert ends - made == timedelta(hours=72)
    soon = timezone.now() + timedelta(hours=5)
    Duty.objects.filter(person=town.inspector).update(ends_at=soon)
    assert datetime.fromisoformat(read(as_(town.inspector)).json()["expires_at"]) == soon


def test_the_same_pack_is_not_sent_twice(town, as_, django_assert_max_num_queries):
    client = as_(town.inspector)
    first = read(client)
    with django_assert_max_num_queries(16):
        again = read(client, If_None_Match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert datetime.fromisoformat(again["X-Pack-Expires"]) >= datetime.fromisoformat(first["X-Pack-Expires"])
    assert again["Cache-Control"] == "private, no-store"


def test_what_happens_elsewhere_moves_the_position_and_sends_nothing(town, as_):
    client = as_(town.inspector)
    first = read(client)
    EventLog.objects.create(
        seq=900_001, kind="duties", payload="{}", created_at=timezone.now(), hash="0" * 64
    )
    again = read(client, If_None_Match=first["ETag"])
    assert again.status_code == 304
    assert again["ETag"] != first["ETag"]
    assert read(client, If_None_Match=again["ETag"]).status_code == 304


def change_duty(town):
    add_duty(town.inspector, Role.INS, town.city["c2"])
    User.objects.filter(pk=town.inspector.pk).update(access_version=2)


@pytest.mark.parametrize(
    "change",
    [
        change_duty,
        lambda town: make_unit(town.city, "c1") and EventLog.objects.create(
            seq=900_002, kind="changed", payload="{}", created_at=timezone.now(), hash="0" * 64
        ),
    ],
    ids=["another duty", "another unit"],
)  # fmt: skip
def test_what_changes_here_is_sent(town, as_, change):
    client = as_(town.inspector)
    first = read(client)
    change(town)
    again = read(client, If_None_Match=first["ETag"])
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


def test_a_visit_that_was_made_is_sent_though_no_event_tells_of_it(town, as_):
    Enterprise.objects.update(created_at=timezone.now() - timedelta(days=400))
    client = as_(town.inspector)
    first = read(client)
    (visit,) = first.json()["visits"]["visits"]
    assert visit["state"] == "planned"
    client.send("/inspections", inspection(town.unit, [passed("c01")]))
    again = read(client, If_None_Match=first["ETag"])
    assert again.json()["visits"]["visits"][0]["state"] == "done"
    assert again.json()["units"][0]["inspected_at"] is not None


def test_a_visit_that_was_skipped_is_sent_too(town, as_):
    Enterprise.objects.update(created_at=timezone.now() - timedelta(days=400))
    client = as_(town.inspector)
    first = read(client)
    (visit,) = first.json()["visits"]["visits"]
    client.send(f"/visits/{visit['id']}/skip", {"reason": "停业"})
    again = read(client, If_None_Match=first["ETag"])
    assert again.json()["visits"]["visits"][0]["state"] == "skipped"


def test_another_persons_etag_says_nothing(town, as_):
    first = read(as_(town.officer))
    assert read(as_(town.inspector), If_None_Match=first["ETag"]).status_code == 200
    twin = make_person(Role.INS, town.city["c1"])
    mine = read(as_(town.inspector))
    assert read(as_(twin), If_None_Match=mine["ETag"]).status_code == 200


def test_an_area_that_is_too_large_is_refused_with_words(town, as_, monkeypatch):
    monkeypatch.setattr(read_pack, "MOST_UNITS", 1)
    assert read(as_(town.inspector)).status_code == 200
    make_unit(town.city, "c1")
    answer = read(as_(town.inspector))
    assert (answer.status_code, answer.json()["code"]) == (413, "PACK_TOO_BIG")
    assert "2" in answer.json()["message"]["zh"]
    monkeypatch.setattr(read_pack, "MOST_UNITS", 10)
    monkeypatch.setattr(read_pack, "MOST_POINTS", 1)
    make_point(town.city, "c1")
    assert read(as_(town.inspector)).json()["code"] == "PACK_TOO_BIG"


def test_retired_points_and_closed_units_are_left_out(town, as_):
    RiskPoint.objects.filter(pk=town.point.pk).update(retired_at=timezone.now())
    Enterprise.objects.filter(pk=town.unit.pk).update(closed_at=timezone.now())
    pack = read(as_(town.inspector)).json()
    assert (pack["units"], pack["points"], pack["checklists_of"], pack["checklists"]) == ([], [], {}, [])
    assert json.dumps(pack["visits"]["visits"]) == "[]"
