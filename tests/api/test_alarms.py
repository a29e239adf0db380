"""Alarms over HTTP: from the ring to the review, who sees and does what, and what becomes of the levels."""

import pytest

from factories import make_person, make_upload, recount
from live.facts import truth
from safegrid.domain import counts
from safegrid.domain.events import Noticed, decode, tally
from safegrid.domain.roles import Role
from safegrid.store.models import Alarm, AlarmStep, Duty, Hazard, Notice, Outbox, RiskPoint, Upload

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MANUAL = {"kind": "officer", "severity": "manual", "title": "氨味刺鼻", "text": "厂区西侧有氨味"}


@pytest.fixture
def rung(town, as_):
    """A high-high alarm at the point, raised by the inspector."""
    body = MANUAL | {"severity": "hh", "point": town.point.pk}
    return as_(town.inspector).send("/alarms", body).json()


def card(client, alarm):
    return client.read(f"/alarms/{alarm}").json()


def go(client, alarm, command, **fields):
    version = Alarm.objects.get(pk=alarm).version
    return client.send(f"/alarms/{alarm}/{command}", {"version": version} | fields)


def test_raising_answers_with_what_the_screen_applies_at_once(town, rung):
    ops = {(op["o"], op["e"]): op["d"] for op in rung["ops"]}
    alarm = ops["upsert", "alarm"]
    assert (alarm["state"], alarm["severity"], alarm["confirmed"]) == ("raised", "hh", False)
    point = ops["upsert", "point"]
    assert (point["live"], point["firm"]) == (1, 4), "a claim colours the point alone"
    assert Alarm.objects.get().number.startswith("BJ411002-")


def test_from_the_ring_to_the_review(town, as_, rung, django_assert_max_num_queries):
    desk, alarm = as_(town.command), rung["id"]
    with django_assert_max_num_queries(26):
        shown = card(desk, alarm)
    assert [c["name"] for c in shown["commands"]] == ["acknowledge"]
    assert [c["code"] for c in shown["clocks"]] == ["ack"]
    assert shown["confidence"] == "high"
    assert shown["raised_by"] == "王格"

    taken = go(desk, alarm, "acknowledge").json()
    assert next(op["d"]["handler"] for op in taken["ops"] if op["e"] == "alarm") == "陈指挥"
    assert {c["name"] for c in card(desk, alarm)["commands"]} == {
        "judge_false", "judge_hazard", "judge_accident", "evacuate", "notify",
    }  # fmt: skip

    judged = go(desk, alarm, "judge-hazard", claimed="major", category="leak", text="法兰泄漏")
    assert judged.status_code == 200, judged.json()
    hazard = Hazard.objects.get()
    assert (hazard.state, hazard.source, hazard.major) == ("reported", "inspection", True)
    assert RiskPoint.objects.get(pk=town.point.pk).firm == 1, "judged to be real: the level is firm"
    assert card(desk, alarm)["hazard"] == {"id": hazard.pk, "name": hazard.number}

    assert go(desk, alarm, "dispatch", person=town.inspector.pk, note="带检测仪").status_code == 200
    told = Notice.objects.get(person=town.inspector, code="alarm_dispatched")
    assert told.text == "带检测仪"
    assert go(as_(town.inspector), alarm, "arrive").status_code == 200
    assert go(desk, alarm, "resolve", report="已关阀").status_code == 200
    assert not Alarm.objects.get().active
    done = go(desk, alarm, "review", opinion="处置及时").json()
    assert next(op["d"]["state"] for op in done["ops"] if op["e"] == "alarm") == "reviewed"
    steps = card(desk, alarm)["steps"]
    assert [s["command"] for s in steps] == [
        "raise", "acknowledge", "judge_hazard", "dispatch", "arrive", "resolve", "review",
    ]  # fmt: skip
    assert [s["actor"] for s in steps][:2] == ["王格", "陈指挥"]
    assert steps[3]["note"] == {"person": town.inspector.pk, "note": "带检测仪"}
    assert desk.read("/alarms").json()["alarms"] == []
    assert [a["id"] for a in desk.read("/alarms", state="all").json()["alarms"]] == [alarm]


@pytest.mark.parametrize("severity", ["hh", "h", "manual"])
def test_what_a_judgement_tells_adds_up_to_the_rows(town, as_, severity):
    """A hazard is made within the alarm's own action; its point is told of once, or the counts would drift."""
    before = truth()
    desk = as_(town.command)
    alarm = desk.send("/alarms", MANUAL | {"severity": severity, "point": town.point.pk}).json()["id"]
    go(desk, alarm, "acknowledge")
    judged = go(desk, alarm, "judge-hazard", claimed="major", category="leak", text="x").json()
    points = [op["d"]["v"] for op in judged["ops"] if op["e"] == "point"]
    assert len(points) == len(set(points))
    go(desk, alarm, "judge-accident", deaths=0, injuries=1, text="x")
    moved = [tally(decode(row.kind, row.payload)) for row in Outbox.objects.all()]
    assert counts.add([(before, 1), *((t, 1) for t in moved)]) == truth()


def test_a_false_alarm_leaves_the_point_as_it_was(town, as_, rung):
    desk = as_(town.command)
    go(desk, rung["id"], "acknowledge")
    assert go(desk, rung["id"], "judge-false").json()["code"] == "NO_REASON"
    ops = go(desk, rung["id"], "judge-false", reason="仪表故障").json()["ops"]
    assert next(op["d"]["live"] for op in ops if op["e"] == "point") == 4
    point = RiskPoint.objects.get(pk=town.point.pk)
    assert (point.live, point.firm) == (4, 4)


def test_an_accident_reddens_for_good_and_starts_its_clocks(town, as_, rung):
    desk, alarm = as_(town.command), rung["id"]
    go(desk, alarm, "acknowledge")
    assert go(desk, alarm, "judge-accident", deaths=1, injuries=3, text="闪爆").status_code == 200
    shown = card(desk, alarm)
    assert [c["code"] for c in shown["clocks"]] == [
        "ack",
        "accident_unit",
        "accident_county",
        "accident_city",
    ]
    assert (shown["accident"]["deaths"], shown["accident"]["text"]) == (1, "闪爆")
    assert go(as_(town.head), alarm, "report-up", text="已报县应急局").status_code == 200
    assert [c["done"] is not None for c in card(desk, alarm)["clocks"]] == [True, True, False, False]
    for command, fields in (
        ("dispatch", {"person": town.inspector.pk}), ("arrive", {}), ("resolve", {"report": "x"}),
        ("review", {"opinion": "x"}),
    ):  # fmt: skip
        assert go(desk, alarm, command, **fields).status_code == 200
    point = RiskPoint.objects.get(pk=town.point.pk)
    assert (point.live, point.firm) == (1, 1)
    assert {r["code"] for r in point.reasons if r["binding"]} == {"ACCIDENT"}


def test_only_whose_duty_it_is(town, as_, rung):
    alarm = rung["id"]
    assert go(as_(town.inspector), alarm, "acknowledge").json()["code"] == "NOT_YOUR_DUTY"
    assert go(as_(town.far_inspector), alarm, "acknowledge").status_code == 404
    assert as_(town.far_inspector).read(f"/alarms/{alarm}").status_code == 404
    assert as_(town.far_inspector).read("/alarms").json()["alarms"] == []
    assert as_(town.system).read(f"/alarms/{alarm}").status_code == 404
    known = go(as_(town.head), alarm, "acknowledge").json()
    assert next(op["d"]["state"] for op in known["ops"] if op["e"] == "alarm") == "raised"
    assert card(as_(town.command), alarm)["unit_acknowledged"]
    assert as_(None).read("/alarms").status_code == 401


def test_two_desks_do_not_take_it_twice(town, as_, rung):
    first = as_(town.command).send(f"/alarms/{rung['id']}/acknowledge", {"version": 1})
    second = as_(town.committee).send(f"/alarms/{rung['id']}/acknowledge", {"version": 1})
    assert (first.status_code, second.status_code) == (200, 409)
    assert second.json()["code"] == "STALE_VERSION"


def test_a_repeated_request_acts_once(town, as_):
    desk = as_(town.command)
    body = MANUAL | {"unit": town.unit.pk}
    answers = [desk.send("/alarms", body, Idempotency_Key="k1").json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert Alarm.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"severity": "lost"}, 422),
        ({"kind": "sensor"}, 422),
        ({"title": ""}, 422),
        ({"point": 999_999}, 404),
        ({"lon": 10.0, "lat": 10.0}, 422),
        ({}, 422),
        ({"photos": ["00000000-0000-0000-0000-000000000000"], "lon": 113.85, "lat": 34.05}, 422),
    ],
)
def test_what_cannot_be_raised(town, as_, changes, status):
    assert as_(town.command).send("/alarms", MANUAL | changes).status_code == status
    assert not Alarm.objects.exists()


def test_a_photo_is_seen_with_its_alarm(town, as_):
    photo = str(make_upload(town.inspector))
    made = as_(town.inspector).send("/alarms", MANUAL | {"point": town.point.pk, "photos": [photo]}).json()
    assert [p["id"] for p in card(as_(town.command), made["id"])["photos"]] == [photo]
    assert Upload.objects.get().alarm_id == made["id"]
    assert as_(town.far_inspector).read(f"/uploads/{photo}").status_code == 404


def test_an_alarm_on_open_ground_has_no_unit(town, as_):
    lon, lat = town.city.spot("c2")
    made = as_(town.command).send("/alarms", MANUAL | {"lon": lon, "lat": lat, "kind": "public"}).json()
    shown = card(as_(town.command), made["id"])
    assert (shown["cell"], shown["unit"], shown["point"]) == (town.city["c2"].pk, 0, 0)
    assert (shown["reading"], shown["confidence"]) == (None, "low")


def test_who_is_called_and_in_which_order(town, as_, rung):
    calls = card(as_(town.command), rung["id"])["call"]
    assert [c["order"] for c in calls] == list(range(1, len(calls) + 1))
    assert [c["role"]["en"] for c in calls][:1] == ["Manager of the point"]
    names = [c["name"] for c in calls]
    assert names.index("齐业") < names.index("王格") < names.index("简官")
    assert all("****" in c["phone_masked"] for c in calls if c["phone_masked"])
    reveal = next(c["reveal"] for c in calls if c["name"] == "王格")
    assert as_(town.command).send(reveal).json()["phone"] == town.inspector.phone
    nearest = card(as_(town.command), rung["id"])["nearest"]
    assert nearest["person"]["name"] == "王格"
    assert nearest["metres"] > 0


def test_who_is_proposed_may_be_sent_though_somebody_next_door_is_nearer(town, as_):
    make_person(Role.INS, town.city["c3"], name="邻格")
    desk = as_(town.command)
    lon, lat = town.city.spot("c2", 0.99, 0.5)
    alarm = desk.send("/alarms", MANUAL | {"lon": lon, "lat": lat}).json()["id"]
    go(desk, alarm, "acknowledge")
    assert go(desk, alarm, "judge_accident", deaths=0, injuries=1, text="漏氨").status_code == 200
    nearest = card(desk, alarm)["nearest"]
    assert nearest["person"]["name"] == "简官", "nobody walks this community: its township's officer"
    sent = go(desk, alarm, "dispatch", person=nearest["person"]["id"])
    assert sent.status_code == 200, sent.content
    Duty.objects.filter(person=town.officer).delete()
    assert card(desk, alarm)["nearest"] is None


def test_everybody_around_is_told_and_nobody_else(town, as_, rung):
    recount()
    desk, alarm = as_(town.command), rung["id"]
    go(desk, alarm, "acknowledge")
    Outbox.objects.all().delete()
    assert go(desk, alarm, "notify", radius=0, text="x").json()["code"] == "RADIUS_RANGE"
    assert go(desk, alarm, "notify", radius=3_000, text="关闭门窗").status_code == 200
    told = set(Notice.objects.filter(code="alarm_notify").values_list("person__name", flat=True))
    assert told == {"王格", "齐业", "安全"}
    events = [decode(row.kind, row.payload) for row in Outbox.objects.filter(kind=Noticed.kind)]
    assert {e.viewer for e in events} == {f"user:{p.pk}" for p in (town.inspector, town.head, town.safety)}
    assert card(desk, alarm)["notified"] == 3


def test_an_evacuation_is_marked_and_must_be_lifted(town, as_, rung):
    desk, alarm = as_(town.command), rung["id"]
    go(desk, alarm, "acknowledge")
    ops = go(desk, alarm, "evacuate", radius=500, basis="应急预案第三条").json()["ops"]
    assert next(op["d"]["evacuated"] for op in ops if op["e"] == "alarm") == 500
    order = card(desk, alarm)["evacuation"]
    assert (order["radius"], order["basis"], order["by"]) == (500, "应急预案第三条", "陈指挥")
    assert go(desk, alarm, "judge-false", reason="x").json()["code"] == "EVACUATION_IN_FORCE"
    assert go(desk, alarm, "lift-evacuation", reason="险情解除").status_code == 200
    assert card(desk, alarm)["evacuation"] is None


def test_what_lies_around_is_cut_to_ones_sight(town, as_, rung):
    near = as_(town.command).read(f"/alarms/{rung['id']}/around", metres=3_000).json()
    assert near["metres"] == 3_000
    assert [u["name"] for u in near["units"]["rows"]] == ["鑫源机械有限公司"]
    assert sum(near["levels"]) == near["points"]["total"] == 1
    assert near["people"]["rows"][0]["role"]["zh"]
    assert as_(town.far_inspector).read(f"/alarms/{rung['id']}/around").status_code == 404
    assert as_(town.command).read(f"/alarms/{rung['id']}/around", metres=0).status_code == 422


def test_nobody_is_sent_from_elsewhere(town, as_, rung):
    desk, alarm = as_(town.command), rung["id"]
    go(desk, alarm, "acknowledge")
    go(desk, alarm, "judge-accident", deaths=0, injuries=0, text="x")
    assert go(desk, alarm, "dispatch", person=town.far_inspector.pk).json()["code"] == "TARGET_NO_DUTY"
    assert go(desk, alarm, "dispatch", person=999_999).json()["code"] == "TARGET_NO_DUTY"
    assert go(desk, alarm, "fly").status_code == 404
    assert AlarmStep.objects.filter(command="dispatch").count() == 0


def test_the_list_pages(town, as_):
    person = make_person(Role.CMD, town.city["city"])
    base = {"kind": "officer", "severity": "manual", "state": "raised", "confidence": "high"}
    for n in range(51):
        Alarm.objects.create(
            number=f"BJ-{n}", title="x", geom=town.point.owner_point, raised_at=f"2026-01-01T00:00:{n:02d}Z",
            raised_by=person, **base,
        )  # fmt: skip
    first = as_(person).read("/alarms").json()
    assert (len(first["alarms"]), first["next"]) == (50, 50)
    assert first["alarms"][0]["number"] == "BJ-50"
    assert len(as_(person).read("/alarms", offset=50).json()["alarms"]) == 1
    assert as_(person).read("/alarms", offset=-1).status_code == 422
