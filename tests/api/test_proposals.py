"""The census from the field: proposals on units, who decides, and what follows (H1, G15)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import make_person, make_upload, viewer
from safegrid.domain.events import Changed, decode
from safegrid.domain.roles import Role
from safegrid.store.models import (
    Department,
    DepartmentDuty,
    Duty,
    Enterprise,
    Notice,
    Outbox,
    RiskPoint,
    UnitProposal,
)
from safegrid.store.queries.uploads import upload_in_sight

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SHOP = {"name": "老王五金店", "industry": "F5226", "type": "shop", "head": "老王", "phone": "13700001234"}


def body(town, kind="new", **more):
    now = timezone.now().isoformat()
    lon, lat = town.city.spot("c1")
    about = {"fields": SHOP, "lon": lon, "lat": lat} if kind == "new" else {"unit": town.unit.pk}
    return {"kind": kind, "made_at": now, "sent_at": now, **about, **more}


def sent(client, given):
    answer = client.send("/unit-proposals", given)
    assert answer.status_code == 200, answer.json()
    return answer.json()


def decided(client, made, yes=True, reason=""):
    return client.send(f"/unit-proposals/{made['id']}/decide", {"yes": yes, "reason": reason})


def test_a_new_unit_gets_its_departments_and_the_officer_knows_them_before(town, as_):
    city, t1, a = town.city["city"], town.city["t1"], town.city["a"]
    for name, kind, cell in [
        ("西大街道办事处", "territorial", t1), ("魏都区安全生产委员会办公室", "general", a), ("魏都区商务局", "industry", a),
        ("许昌市商务局", "industry", city), ("魏都区消防救援大队", "special", a),
    ]:  # fmt: skip
        Department.objects.create(name=name, kind=kind, cell=cell)
    made = sent(as_(town.inspector), body(town))
    expected = {
        "territorial": "西大街道办事处", "general": "魏都区安全生产委员会办公室", "industry": "魏都区商务局",
        "special": "魏都区消防救援大队",
    }  # fmt: skip
    (waiting,) = as_(town.officer).read("/unit-proposals", state="waiting").json()["proposals"]
    assert {one["kind"]: one["name"] for one in waiting["departments"]} == expected
    assert made["departments"] == waiting["departments"]
    assert decided(as_(town.officer), made).json()["departments"] == []
    duties = DepartmentDuty.objects.filter(unit__name="老王五金店").select_related("department")
    assert {duty.kind: duty.department.name for duty in duties} == expected


def test_a_new_unit_is_on_the_map_when_an_officer_confirms_it(town, as_):
    photo = make_upload(town.inspector)
    made = sent(as_(town.inspector), body(town, photos=[str(photo)]))
    assert (made["state"], made["entered_by"], made["may_decide"]) == ("waiting", "town", False)
    assert not Enterprise.objects.filter(name="老王五金店").exists()
    assert upload_in_sight(viewer(town.officer), photo) is not None
    assert upload_in_sight(viewer(town.head), photo) is None
    officer = as_(town.officer)
    (waiting,) = officer.read("/unit-proposals", state="waiting").json()["proposals"]
    assert (waiting["name"], waiting["may_decide"], waiting["cell"]["name"]) == (
        "老王五金店",
        True,
        "平定街社区",
    )
    order = [change["field"] for change in waiting["changes"]]
    assert order == ["name", "industry", "type", "affiliation", "head", "phone"]
    shown = {change["field"]: change["to"] for change in waiting["changes"]}
    assert (shown["type"], shown["phone"], shown["industry"]) == ("商铺", "137****1234", "F5226")
    told = Notice.objects.get(person=town.officer)
    assert (told.code, told.text) == ("proposal_new", "老王五金店")
    answer = decided(officer, made).json()
    unit = Enterprise.objects.get(name="老王五金店")
    assert (answer["state"], answer["unit"]["id"], answer["decided_by"]["name"]) == (
        "accepted",
        unit.pk,
        "简官",
    )
    assert (unit.industry, unit.principal_phone) == ("F", "13700001234")
    events = [decode(row.kind, row.payload) for row in Outbox.objects.filter(kind="changed").order_by("id")]
    first = next(event for event in events if isinstance(event, Changed))
    assert (first.entity, first.before, first.after.cell) == ("unit", None, town.city["c1"].pk)
    assert as_(town.inspector).read(f"/units/{unit.pk}").status_code == 200
    assert Notice.objects.get(person=town.inspector).code == "proposal_accepted"
    again = decided(officer, made)
    assert (again.status_code, again.json()["code"]) == (409, "PROPOSAL_DECIDED")
    assert Enterprise.objects.filter(name="老王五金店").count() == 1


def test_a_correction_says_what_was_and_what_is(town, as_):
    made = sent(as_(town.inspector), body(town, "correct", fields={"head": "钱总", "workers": 7}))
    Enterprise.objects.filter(pk=town.unit.pk).update(principal="孙总")
    (waiting,) = as_(town.officer).read("/unit-proposals").json()["proposals"]
    heads = {change["field"]: change for change in waiting["changes"]}["head"]
    assert (heads["was"], heads["now"], heads["to"]) == ("赵总", "孙总", "钱总")
    assert decided(as_(town.officer), made).status_code == 200
    unit = Enterprise.objects.get(pk=town.unit.pk)
    assert (unit.principal, unit.workers, unit.industry) == ("钱总", 7, "C")


def test_closing_needs_a_reason_and_takes_the_points_along(town, as_):
    refused = as_(town.inspector).send("/unit-proposals", body(town, "close"))
    assert (refused.status_code, refused.json()["code"]) == (422, "NO_REASON")
    made = sent(as_(town.inspector), body(town, "close", reason="已搬走"))
    assert decided(as_(town.officer), made).json()["state"] == "accepted"
    assert RiskPoint.objects.get(pk=town.point.pk).retired_at is not None
    late = as_(town.inspector).send("/unit-proposals", body(town, "close", reason="再报"))
    assert late.json()["code"] == "UNIT_CLOSED"
    strange = as_(town.far_inspector).send("/unit-proposals", body(town, "close", reason="再报"))
    assert strange.status_code == 404


def test_no_takes_a_reason_and_changes_nothing(town, as_):
    made = sent(as_(town.inspector), body(town, "close", reason="已搬走"))
    officer = as_(town.officer)
    assert decided(officer, made, yes=False).json()["code"] == "NO_REASON"
    answer = decided(officer, made, yes=False, reason="仍在经营").json()
    assert (answer["state"], answer["answer"]) == ("rejected", "仍在经营")
    assert Enterprise.objects.get(pk=town.unit.pk).closed_at is None
    assert Notice.objects.get(person=town.inspector).code == "proposal_rejected"


def test_the_department_decides_on_what_it_leads(town, as_):
    Enterprise.objects.filter(pk=town.unit.pk).update(affiliation="county")
    made = sent(as_(town.inspector), body(town, "correct", fields={"head": "钱总"}))
    assert made["entered_by"] == "department"
    refused = decided(as_(town.officer), made)
    assert (refused.status_code, refused.json()["code"]) == (403, "NOT_YOUR_DUTY")
    assert decided(as_(town.department), made).status_code == 200


def test_who_sees_and_who_may(town, as_):
    made = sent(as_(town.inspector), body(town, "correct", fields={"head": "钱总"}))
    seen = {
        name: [row["id"] for row in as_(person).read("/unit-proposals").json()["proposals"]] == [made["id"]]
        for name, person in town.everyone().items()
    }
    shown = {"inspector", "officer", "leader", "department", "colleague", "committee", "command"}
    assert {name for name, found in seen.items() if found} == shown
    for person, status in ((town.inspector, 403), (town.leader, 403), (town.command, 403), (town.head, 404)):
        assert decided(as_(person), made).status_code == status
    for person, status in (
        (town.far_inspector, 404),
        (town.system, 404),
        (town.leader, 403),
        (town.command, 403),
    ):
        assert as_(person).send("/unit-proposals", body(town)).status_code == status
    # An enterprise may propose for itself, and sees that alone.
    photo = str(make_upload(town.safety))
    own = sent(as_(town.safety), body(town, "correct", fields={"workers": 30}, photos=[photo]))
    assert [row["id"] for row in as_(town.safety).read("/unit-proposals").json()["proposals"]] == [own["id"]]
    assert as_(town.safety).send("/unit-proposals", body(town)).status_code in (403, 404)
    assert as_().read("/unit-proposals").status_code == 401


def test_what_a_unit_says_of_itself_is_seen_by_its_keepers_and_decided_by_an_officer(town, as_):
    photo, worker = make_upload(town.safety), make_person(Role.ENT_W, unit=town.unit)
    said = body(town, "correct", fields={"name": "鑫源精密有限公司"}, reason="已更名")
    bare = as_(town.safety).send("/unit-proposals", said)
    assert (bare.status_code, bare.json()["code"]) == (422, "NO_PHOTO")
    assert (
        as_(worker).send("/unit-proposals", said | {"photos": [str(make_upload(worker))]}).status_code == 403
    )
    sent(as_(town.inspector), body(town, "correct", fields={"head": "钱总"}))
    made = sent(as_(town.safety), said | {"photos": [str(photo)]})
    assert (made["by_unit"], made["may_decide"]) == (True, False)
    for person in (town.head, town.safety):
        rows = as_(person).read("/unit-proposals", unit=town.unit.pk).json()["proposals"]
        assert [row["id"] for row in rows] == [made["id"]], person.name
        assert upload_in_sight(viewer(person), photo) is not None
    assert as_(worker).read("/unit-proposals").json()["proposals"] == []
    stranger = make_person(Role.ENT_H, unit=town.far_unit)
    assert as_(stranger).read("/unit-proposals", unit=town.unit.pk).json()["proposals"] == []
    assert decided(as_(town.head), made).status_code == 403  # nobody confirms what they say of themselves
    rows = as_(town.officer).read("/unit-proposals", unit=town.unit.pk).json()["proposals"]
    assert [row["by_unit"] for row in rows] == [True, False]
    answer = decided(as_(town.officer), made, yes=False, reason="执照看不清").json()
    assert (answer["state"], answer["decided_by"]["name"], answer["answer"]) == (
        "rejected",
        "简官",
        "执照看不清",
    )
    told = Notice.objects.filter(code="proposal_rejected").values_list("person_id", flat=True)
    assert set(told) == {town.head.pk, town.safety.pk}
    assert as_(town.head).read("/unit-proposals").json()["proposals"][0]["decided_by"]["name"] == "简官"


def test_a_unit_proposes_its_own_place_and_its_own_end(town, as_):
    lon, lat = town.city.spot("c1")
    photos = [[str(make_upload(town.head))] for _ in range(2)]
    moved = body(town, "correct", fields={}, lon=lon + 0.002, lat=lat, photos=photos[0])
    assert decided(as_(town.officer), sent(as_(town.head), moved)).status_code == 200
    assert town.unit.sites.get().geom.x == pytest.approx(lon + 0.002)
    gone = body(town, "close", reason="已停业", photos=photos[1])
    assert decided(as_(town.officer), sent(as_(town.head), gone)).json()["state"] == "accepted"
    assert Enterprise.objects.get(pk=town.unit.pk).closed_at is not None


def test_bad_input(town, as_):
    client = as_(town.inspector)

    def refused(**more):
        answer = client.send("/unit-proposals", body(town, **more))
        return answer.status_code, answer.json()["code"]

    assert refused(fields={"industry": "F5226"}) == (422, "FIELD_MISSING")
    assert refused(fields=SHOP | {"uscc": "123"}) == (422, "FIELD_BAD")
    assert refused(lon=None) == (422, "BAD_PLACE")
    assert refused(lon=0.0, lat=0.0) == (422, "BAD_PLACE")
    assert refused(kind="correct", fields={}) == (422, "NOTHING_CHANGED")
    assert refused(kind="correct", unit=10**15)[0] == 404
    assert refused(photos=[str(make_upload(town.officer))]) == (422, "FIELD_BAD")
    assert refused(kind="burn")[0] == 422
    assert UnitProposal.objects.count() == 0


def test_a_credit_code_that_is_taken_is_told_to_who_decides(town, as_):
    Enterprise.objects.filter(pk=town.far_unit.pk).update(uscc="91350100M000100Y43")
    made = sent(as_(town.inspector), body(town, fields=SHOP | {"uscc": "91350100M000100Y43"}))
    answer = decided(as_(town.officer), made)
    assert (answer.status_code, answer.json()["code"]) == (409, "USCC_TAKEN")
    assert UnitProposal.objects.get().state == "waiting"


def test_what_lay_on_the_phone_while_the_duty_ended_is_taken(town, as_):
    now = timezone.now()
    Duty.objects.filter(person=town.inspector).update(ends_at=now - timedelta(minutes=5))
    client = as_(town.inspector)
    late = {"made_at": (now - timedelta(hours=1)).isoformat(), "sent_at": now.isoformat()}
    assert client.send("/unit-proposals", body(town, **late)).status_code == 200
    assert client.send("/unit-proposals", body(town)).status_code == 404


def test_sent_twice_it_is_kept_once(town, as_):
    given = body(town)
    for _ in range(2):
        assert as_(town.inspector).send("/unit-proposals", given, Idempotency_Key="p1").status_code == 200
    assert UnitProposal.objects.count() == 1


def test_query_budget(town, as_, django_assert_max_num_queries):
    for n in range(3):
        made = sent(as_(town.inspector), body(town, fields=SHOP | {"name": f"店{n}"}))
    client = as_(town.officer)
    with django_assert_max_num_queries(7):
        assert len(client.read("/unit-proposals").json()["proposals"]) == 3
    with django_assert_max_num_queries(50):
        assert decided(client, made).status_code == 200


def test_a_person_of_two_duties_decides_by_the_one_that_may(town, as_):
    both = make_person(Role.INS, town.city["c1"])
    Duty.objects.create(
        person=both, role="OFF", cell=town.city["c1"], starts_at=timezone.now() - timedelta(days=1)
    )
    made = sent(as_(both), body(town))
    assert made["may_decide"]
    assert decided(as_(both), made).status_code == 200
