"""A unit's own page: dossier, records, points with signed assessments, and its users."""

import pytest
from django.contrib.gis.geos import LineString, Point

from factories import add_duty, make_person, make_point, make_unit, make_upload, viewer
from safegrid.actions import own_unit
from safegrid.domain.roles import Role
from safegrid.store.models import (
    Assessment,
    ControlMeasure,
    DossierChange,
    Duty,
    Enterprise,
    Outbox,
    RiskPoint,
    Site,
    UnitRecord,
    User,
)
from safegrid.store.queries.uploads import upload_in_sight

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PLAN = {"kind": "plan", "title": "综合应急预案", "on": "2026-01-10", "until": "2029-01-09"}
POINT = {
    "name": "喷漆房", "category": "fire", "control_level": 2, "manager": "李工", "accident_types": ["08"],
    "measures": [{"kind": "engineering", "text": "可燃气体报警与联锁排风", "check_items": ["报警有效"]}],
}  # fmt: skip


@pytest.fixture
def worker(town):
    return make_person(Role.ENT_W, unit=town.unit, name="吴工")


def place(town):
    site = town.unit.sites.get()
    return {"lon": round(site.geom.x + 0.001, 6), "lat": site.geom.y}


def test_a_person_finds_the_units_that_they_belong_to(town, as_):
    assert as_(town.head).read("/enterprise").json()["units"] == [
        {"id": town.unit.pk, "name": town.unit.name, "role": "ENT_H"}
    ]
    for person in (town.officer, town.committee, town.command, town.system):
        assert as_(person).read("/enterprise").json() == {"units": []}


def test_nobody_else_has_a_page_of_it(town, as_, worker):
    other = make_person(Role.ENT_H, unit=town.far_unit)
    for person in (other, town.officer, town.committee, town.system, make_person(name="无职")):
        for path in ("", "/records", "/points", "/people"):
            answer = as_(person).read(f"/enterprise/{town.unit.pk}{path}")
            assert answer.status_code == 404, (person.name, path)
    for path in ("", "/records", "/points", "/people"):
        assert as_(worker).read(f"/enterprise/{town.unit.pk}{path}").status_code == 200


def test_the_front_page_says_what_is_there_and_what_lacks(town, as_):
    shown = as_(town.safety).read(f"/enterprise/{town.unit.pk}").json()
    assert shown["role"] == "ENT_S"
    assert set(shown["may"]) == {"report_hazard", "self_hazard", "assess_point", "assign_duties"}
    assert shown["proposes"] == ["edit_unit"]
    lacking = {(one["part"], one["code"]) for one in shown["complete"]["lacking"]}
    assert ("records", "drill") in lacking
    assert ("base", "address") in lacking
    assert ("points", "registered") not in lacking
    assert 0 < shown["complete"]["percent"] < 100
    assert shown["check"]["state"] == "exempt"  # it was registered within this period
    assert shown["figures"]["points"] == 1


def test_a_worker_sees_no_dossier_and_no_personal_records(town, as_, worker):
    UnitRecord.objects.create(unit=town.unit, kind="certificate", title="电工", person="马师傅", number="T1")
    UnitRecord.objects.create(unit=town.unit, kind="card", title="喷漆岗", note="通风")
    shown = as_(worker).read(f"/enterprise/{town.unit.pk}").json()
    assert (shown["complete"], shown["expiring"], shown["changes"]) == (None, [], [])
    assert shown["may"] == ["report_hazard"]
    listed = as_(worker).read(f"/enterprise/{town.unit.pk}/records").json()
    assert {one["kind"] for one in listed["records"]} == {"card"}
    assert {one["code"] for one in listed["kinds"]} == {"plan", "drill", "card"}


def test_the_front_page_reads_within_its_budget(town, as_, django_assert_max_num_queries):
    client = as_(town.head)
    with django_assert_max_num_queries(14):
        assert client.read(f"/enterprise/{town.unit.pk}").status_code == 200


# ── base data ──


def version_of(unit):
    return Enterprise.objects.get(pk=unit.pk).version


def test_the_heads_correction_counts_at_once(town, as_):
    path, before = f"/enterprise/{town.unit.pk}", version_of(town.unit)
    answer = as_(town.head).send(
        f"{path}/dossier", {"version": version_of(town.unit), "address": "魏文路 1 号", "workers": 80}
    )
    assert answer.status_code == 200, answer.content
    assert answer.json()["state"] == "done"
    unit = Enterprise.objects.get(pk=town.unit.pk)
    assert (unit.address, unit.workers, unit.version) == ("魏文路 1 号", 80, before + 1)
    assert Outbox.objects.filter(entity="unit", entity_id=unit.pk).exists()
    again = as_(town.head).send(f"{path}/dossier", {"version": before, "workers": 81})
    assert (again.status_code, again.json()["code"]) == (409, "STALE_VERSION")
    same = as_(town.head).send(f"{path}/dossier", {"version": unit.version, "workers": 80})
    assert same.json()["code"] == "NOTHING_CHANGED"


def test_a_safety_officers_correction_waits_for_the_head(town, as_):
    path = f"/enterprise/{town.unit.pk}"
    body = {"version": version_of(town.unit), "scale": "小型", "principal_phone": "13811112222"}
    made = as_(town.safety).send(f"{path}/dossier", body)
    assert made.json()["state"] == "waiting"
    assert made.json()["after"]["principal_phone"] == "138****2222"
    assert Enterprise.objects.get(pk=town.unit.pk).scale == ""
    decide = f"/enterprise/changes/{made.json()['id']}/decide"
    assert as_(town.safety).send(decide, {"yes": True}).status_code == 403
    other = make_person(Role.ENT_H, unit=town.far_unit)
    assert as_(other).send(decide, {"yes": True}).status_code == 404
    assert as_(town.head).send(decide, {"yes": False}).json()["code"] == "NO_REASON"
    assert as_(town.head).send(decide, {"yes": True}).json()["state"] == "done"
    unit = Enterprise.objects.get(pk=town.unit.pk)
    assert (unit.scale, unit.principal_phone) == ("小型", "13811112222")
    assert as_(town.head).send(decide, {"yes": True}).json()["code"] == "ALREADY_DECIDED"


def test_what_decides_who_supervises_it_is_not_the_units_to_change(town, as_):
    body = {
        "version": version_of(town.unit),
        "industry": "A",
        "name": "别的名字",
        "danger_class": "A",
        "affiliation": "city",
    }
    answer = as_(town.head).send(f"/enterprise/{town.unit.pk}/dossier", body)
    assert answer.json()["code"] in {"NOTHING_CHANGED", "BAD_INPUT"}
    assert Enterprise.objects.get(pk=town.unit.pk).industry == "C"
    assert not DossierChange.objects.exists()


# ── records ──


def test_a_record_is_kept_corrected_and_taken_away(town, as_):
    client, path = as_(town.safety), f"/enterprise/{town.unit.pk}/records"
    made = client.send(path, PLAN, Idempotency_Key="one")
    assert made.status_code == 200, made.content
    assert client.send(path, PLAN, Idempotency_Key="one").json()["id"] == made.json()["id"]
    assert UnitRecord.objects.count() == 1
    row = f"/enterprise/records/{made.json()['id']}"
    body = {k: v for k, v in PLAN.items() if k != "kind"} | {
        "version": 1,
        "title": "专项预案",
        "number": "YJ-1",
    }
    assert client.send(row, body).json()["title"] == "专项预案"
    assert client.send(row, body).json()["code"] == "STALE_VERSION"
    assert client.send(f"{row}/remove", {"version": 2}).status_code == 200
    assert client.read(path).json()["records"] == []
    assert UnitRecord.objects.get().removed_by_id == town.safety.pk


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": ""}, "FIELD_MISSING"),
        ({"until": "2025-01-01"}, "RECORD_DAYS"),
        ({"kind": "poem"}, "RECORD_KIND"),
        ({"until": "soon"}, "BAD_INPUT"),
    ],
)
def test_a_record_that_is_not_right_is_refused(town, as_, change, code):
    answer = as_(town.safety).send(f"/enterprise/{town.unit.pk}/records", PLAN | change)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_only_those_who_keep_the_books_write_records(town, as_, worker):
    path = f"/enterprise/{town.unit.pk}/records"
    other = make_person(Role.ENT_S, unit=town.far_unit)
    assert as_(worker).send(path, PLAN).status_code == 403
    assert as_(other).send(path, PLAN).status_code == 404
    assert as_(town.officer).send(path, PLAN).status_code == 404
    made = as_(town.head).send(path, PLAN).json()
    assert as_(other).send(f"/enterprise/records/{made['id']}/remove", {"version": 1}).status_code == 404


def photos_of(client, town):
    return {
        row["id"]: row["photos"]
        for row in client.read(f"/enterprise/{town.unit.pk}/records").json()["records"]
    }


def test_photos_show_a_record_to_those_who_may_read_it(town, as_, worker):
    card, licence = make_upload(town.safety), make_upload(town.safety)
    path = f"/enterprise/{town.unit.pk}/records"
    made = as_(town.safety).send(
        path, {"kind": "card", "title": "喷漆岗", "note": "通风", "photos": [str(card)]}
    )
    assert made.json()["photos"] == [str(card)]
    kept = {"kind": "permit", "title": "许可", "number": "X", "until": "2190-01-01", "photos": [str(licence)]}
    assert as_(town.head).send(path, kept).json()["code"] == "FIELD_BAD"  # somebody else's photo
    assert not UnitRecord.objects.filter(kind="permit").exists()
    as_(town.safety).send(path, kept)
    other = make_person(Role.ENT_H, unit=town.far_unit)
    everybody = (town.head, town.safety, worker, other, town.officer, town.committee, town.command)
    seen = {
        photo: [person for person in everybody if upload_in_sight(viewer(person), photo) is not None]
        for photo in (card, licence)
    }
    assert seen == {card: [town.head, town.safety, worker], licence: [town.head, town.safety]}
    again = as_(town.safety).send(path, {"kind": "card", "title": "别的", "note": "x", "photos": [str(card)]})
    assert again.json()["code"] == "FIELD_BAD"  # one photo, one record
    row = f"/enterprise/records/{made.json()['id']}"
    as_(town.safety).send(f"{row}/remove", {"version": 1})
    assert upload_in_sight(viewer(town.head), card) is None


def test_a_colleague_corrects_a_record_and_its_photos_stay(town, as_):
    first, second = make_upload(town.safety), make_upload(town.head)
    path = f"/enterprise/{town.unit.pk}/records"
    body = {"title": "喷漆岗", "note": "通风"}
    made = as_(town.safety).send(path, {"kind": "card", **body, "photos": [str(first)]}).json()
    row, head = f"/enterprise/records/{made['id']}", as_(town.head)
    assert head.send(row, body | {"version": 1}).json()["photos"] == [str(first)]
    both = head.send(row, body | {"version": 2, "photos": [str(first), str(second)]}).json()
    assert both["photos"] == photos_of(head, town)[made["id"]] == [str(first), str(second)]
    assert head.send(row, body | {"version": 3, "photos": [str(second)]}).json()["photos"] == [str(second)]
    assert upload_in_sight(viewer(town.head), first) is None
    assert head.send(row, body | {"version": 4, "photos": []}).json()["photos"] == []


def test_records_with_photos_read_within_their_budget(town, as_, django_assert_max_num_queries):
    path = f"/enterprise/{town.unit.pk}/records"
    for n in range(4):
        photo = str(make_upload(town.safety))
        as_(town.safety).send(path, {"kind": "card", "title": f"岗{n}", "note": "x", "photos": [photo]})
    client = as_(town.head)
    with django_assert_max_num_queries(7):
        assert len(photos_of(client, town)) == 4


def test_what_runs_out_is_said_on_the_front_page(town, as_):
    UnitRecord.objects.create(unit=town.unit, kind="permit", title="许可", number="X", until="2020-01-01")
    UnitRecord.objects.create(unit=town.unit, kind="permit", title="长期", number="Y", until="2190-01-01")
    shown = as_(town.head).read(f"/enterprise/{town.unit.pk}").json()["expiring"]
    assert [(one["title"], one["standing"]) for one in shown] == [("许可", "expired")]


# ── risk points ──


def registered(town, as_, **more):
    answer = as_(town.safety).send(f"/enterprise/{town.unit.pk}/points", POINT | place(town) | more)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_point_is_registered_where_it_lies_and_told_to_the_map(town, as_):
    made = registered(town, as_)
    point = RiskPoint.objects.get(pk=made["id"])
    assert (point.cell_id, point.unit_id, point.base, point.live) == (town.city["c1"].pk, town.unit.pk, 0, 0)
    assert point.measures.get().text == "可燃气体报警与联锁排风"
    assert Outbox.objects.filter(entity="point", entity_id=point.pk).exists()
    listed = as_(town.head).read(f"/enterprise/{town.unit.pk}/points").json()["points"]
    assert {one["name"] for one in listed} == {"喷漆房", "氨罐一号"}


def test_a_point_lies_near_the_unit(town, as_):
    lon, lat = town.city.spot("c4")
    body = POINT | {"lon": lon, "lat": lat}
    answer = as_(town.safety).send(f"/enterprise/{town.unit.pk}/points", body)
    assert answer.json()["code"] == "POINT_TOO_FAR"
    answer = as_(town.safety).send(f"/enterprise/{town.unit.pk}/points", body | {"lon": 0, "lat": 0})
    assert answer.json()["code"] == "BAD_PLACE"


def test_a_point_is_moved_within_the_units_surroundings(town, as_):
    made = registered(town, as_)
    path, client = f"/enterprise/points/{made['id']}", as_(town.safety)
    there = {"lon": round(made["lon"] + 0.002, 6), "lat": made["lat"]}
    told = Outbox.objects.count()
    moved = client.send(path, POINT | there | {"version": 1})
    assert moved.status_code == 200, moved.content
    assert (moved.json()["lon"], moved.json()["shape"], moved.json()["version"]) == (there["lon"], "point", 2)
    point = RiskPoint.objects.get(pk=made["id"])
    assert (point.geom.x, point.owner_point.x, point.site) == (
        there["lon"],
        there["lon"],
        town.unit.sites.get(),
    )
    assert Outbox.objects.count() > told
    stays = client.send(path, POINT | {"version": 2})
    assert (stays.json()["lon"], stays.json()["version"]) == (there["lon"], 3)
    lon, lat = town.city.spot("c4")
    for place_, code in (({"lon": lon, "lat": lat}, "POINT_TOO_FAR"), ({"lon": 0, "lat": 0}, "BAD_PLACE")):
        refused = client.send(path, POINT | place_ | {"version": 3})
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert RiskPoint.objects.get(pk=made["id"]).geom.x == there["lon"]


def test_a_line_is_not_moved_as_if_it_were_a_point(town, as_):
    made = registered(town, as_)
    pipe = LineString((made["lon"], made["lat"]), (made["lon"] + 0.001, made["lat"]), srid=4326)
    RiskPoint.objects.filter(pk=made["id"]).update(geom=pipe)
    body = POINT | {"version": 1, "lon": made["lon"], "lat": made["lat"]}
    refused = as_(town.safety).send(f"/enterprise/points/{made['id']}", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "POINT_HAS_SHAPE")


def test_a_point_that_crosses_into_another_community_is_counted_there(town, as_):
    made = registered(town, as_)
    edge = town.city.spot("c2")
    Site.objects.create(unit=town.unit, geom=Point(*edge, srid=4326), cell=town.city["c2"], main=False)
    body = POINT | {"version": 1, "lon": edge[0], "lat": edge[1]}
    assert as_(town.safety).send(f"/enterprise/points/{made['id']}", body).status_code == 200
    point = RiskPoint.objects.get(pk=made["id"])
    assert (point.cell_id, point.site.cell_id) == (town.city["c2"].pk, town.city["c2"].pk)


def test_an_assessment_counts_once_the_head_has_signed_it(town, as_):
    made = registered(town, as_)
    before = {"method": "LEC", "inputs": {"l": 6, "e": 6, "c": 15}}
    wanted = before | {"after": {"l": 1, "e": 6, "c": 15}, "verified": [made["measures"][0]["id"]]}
    path = f"/enterprise/points/{made['id']}/assess"
    waiting = as_(town.safety).send(path, wanted)
    assert waiting.status_code == 200, waiting.content
    assert (waiting.json()["inherent"], waiting.json()["residual"]) == (1, 2)  # at most one step better
    assert RiskPoint.objects.get(pk=made["id"]).base == 0
    sign = f"/enterprise/{town.unit.pk}/assessments/decide"
    body = {"ids": [waiting.json()["id"]], "yes": True}
    assert as_(town.safety).send(sign, body).status_code == 403
    signed = as_(town.head).send(sign, body)
    assert signed.status_code == 200, signed.content
    point = RiskPoint.objects.get(pk=made["id"])
    assert (point.method, point.inherent, point.residual, point.base, point.live) == ("LEC", 1, 2, 2, 2)
    assert point.residual_until is not None
    assert Enterprise.objects.get(pk=town.unit.pk).live == 2
    assert as_(town.head).send(sign, body).json()["code"] == "ALREADY_DECIDED"


def test_a_better_level_rests_on_verified_measures(town, as_):
    made = registered(town, as_)
    wanted = {"method": "LS", "inputs": {"l": 5, "s": 5}, "after": {"l": 1, "s": 5}}
    path = f"/enterprise/points/{made['id']}/assess"
    assert as_(town.safety).send(path, wanted).json()["code"] == "MEASURES_UNVERIFIED"
    foreign = ControlMeasure.objects.get(point=town.far_point).pk
    assert as_(town.safety).send(path, wanted | {"verified": [foreign]}).json()["code"] == "FIELD_BAD"
    sent = as_(town.safety).send(path, wanted | {"verified": [made["measures"][0]["id"]]}).json()
    as_(town.head).send(f"/enterprise/{town.unit.pk}/assessments/decide", {"ids": [sent["id"]], "yes": True})
    assert RiskPoint.objects.get(pk=made["id"]).base == 2
    version = RiskPoint.objects.get(pk=made["id"]).version
    edited = as_(town.safety).send(
        f"/enterprise/points/{made['id']}", POINT | {"version": version, "measures": []}
    )
    assert edited.status_code == 200, edited.content
    assert RiskPoint.objects.get(pk=made["id"]).base == 1  # what it rested on is gone


def test_a_second_assessment_takes_the_place_of_the_first(town, as_):
    path = f"/enterprise/points/{town.point.pk}/assess"
    first = as_(town.safety).send(path, {"method": "LS", "inputs": {"l": 1, "s": 1}}).json()
    second = as_(town.safety).send(path, {"method": "LS", "inputs": {"l": 5, "s": 5}}).json()
    assert Assessment.objects.get(pk=first["id"]).state == "replaced"
    back = as_(town.head).send(
        f"/enterprise/{town.unit.pk}/assessments/decide",
        {"ids": [second["id"]], "yes": False, "words": "重算"},
    )
    assert back.json()["assessments"][0]["state"] == "refused"
    assert RiskPoint.objects.get(pk=town.point.pk).inherent == 4


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"method": "LEC", "inputs": {"l": 5, "e": 6, "c": 15}}, "INPUT_NOT_ALLOWED"),
        ({"method": "LEC", "inputs": {"l": 6, "e": 6}}, "INPUT_MISSING"),
        ({"method": "MHI", "inputs": {"l": 6}}, "BAD_INPUT"),
    ],
)
def test_inputs_are_those_of_the_pack(town, as_, wanted, code):
    answer = as_(town.safety).send(f"/enterprise/points/{town.point.pk}/assess", wanted)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_nobody_signs_what_they_computed(town, as_):
    add_duty(town.head, Role.ENT_S, unit=town.unit)
    sent = (
        as_(town.head)
        .send(f"/enterprise/points/{town.point.pk}/assess", {"method": "LS", "inputs": {"l": 1, "s": 1}})
        .json()
    )
    answer = as_(town.head).send(
        f"/enterprise/{town.unit.pk}/assessments/decide", {"ids": [sent["id"]], "yes": True}
    )
    assert answer.json()["code"] == "SAME_PERSON"


def test_points_of_others_are_not_there(town, as_, worker):
    body = {"method": "LS", "inputs": {"l": 1, "s": 1}}
    far = town.far_point.pk
    assert as_(town.safety).send(f"/enterprise/points/{far}/assess", body).status_code == 404
    assert as_(town.safety).send(f"/enterprise/points/{far}", POINT | {"version": 1}).status_code == 404
    assert as_(town.safety).send(f"/enterprise/points/{far}/retire", {"version": 1}).status_code == 404
    history = f"/enterprise/{town.unit.pk}/points/{far}/assessments"
    assert as_(town.safety).read(history).status_code == 404
    assert as_(worker).send(f"/enterprise/points/{town.point.pk}/assess", body).status_code == 403
    assert as_(town.officer).send(f"/enterprise/points/{town.point.pk}/assess", body).status_code == 404


def test_a_point_is_taken_off_the_map(town, as_):
    made = registered(town, as_)
    answer = as_(town.head).send(f"/enterprise/points/{made['id']}/retire", {"version": made["version"]})
    assert answer.status_code == 200, answer.content
    assert RiskPoint.objects.get(pk=made["id"]).retired_at is not None


def test_the_scales_are_those_of_the_pack(town, as_):
    rules = as_(town.safety).read("/enterprise/rules").json()
    assert rules["lec"]["l"] == [10, 6, 3, 1, 0.5, 0.2, 0.1]
    assert [band["level"] for band in rules["ls"]["bands"]] == [4, 3, 2, 1]


# ── users ──


def test_the_head_lets_people_in_and_they_can_do_what_their_post_may(town, as_):
    path = f"/enterprise/{town.unit.pk}/people"
    made = as_(town.head).send(path, {"name": "吴工", "role": "ENT_W"}, Idempotency_Key="k")
    assert made.status_code == 200, made.content
    assert (
        as_(town.head).send(path, {"name": "吴工", "role": "ENT_W"}, Idempotency_Key="k").json()["password"]
        is None
    )
    person = User.objects.get(pk=made.json()["id"])
    assert person.must_change_password
    assert person.check_password(made.json()["password"])
    assert own_unit.duties_at(viewer(person), town.unit.pk)[0].role is Role.ENT_W
    listed = as_(town.head).read(path).json()["people"]
    assert {one["name"] for one in listed} == {"齐业", "安全", "吴工"}
    assert as_(person).read(path).json()["code"] == "MUST_CHANGE_PASSWORD"


def test_who_may_let_whom_in(town, as_, worker):
    path = f"/enterprise/{town.unit.pk}/people"
    assert as_(town.safety).send(path, {"name": "甲", "role": "ENT_W"}).status_code == 200
    assert as_(town.safety).send(path, {"name": "乙", "role": "ENT_H"}).status_code == 403
    assert as_(worker).send(path, {"name": "丙", "role": "ENT_W"}).status_code == 403
    assert as_(town.officer).send(path, {"name": "丁", "role": "ENT_W"}).status_code == 404
    assert as_(town.system).send(path, {"name": "戊", "role": "ENT_W"}).status_code == 404
    assert as_(town.head).send(path, {"name": "己", "role": "SUP"}).status_code == 422
    typed = as_(town.head).send(path, {"name": "庚", "role": "ENT_W", "phone": "abc"})
    assert (typed.status_code, list(typed.json()["fields"])) == (422, ["phone"])
    assert as_(worker).read(path).json()["people"][0]["username"] == ""


def test_a_password_is_reset_only_for_ones_own_people(town, as_, worker):
    path = f"/enterprise/{town.unit.pk}/people"
    assert as_(town.safety).send(f"{path}/{worker.pk}/reset").json()["password"]
    assert as_(town.safety).send(f"{path}/{town.head.pk}/reset").status_code == 403
    assert as_(town.head).send(f"{path}/{town.head.pk}/reset").json()["code"] == "NOT_YOURSELF"
    assert as_(town.head).send(f"{path}/{town.officer.pk}/reset").status_code == 404
    add_duty(worker, Role.INS, town.city["c3"])
    assert as_(town.head).send(f"{path}/{worker.pk}/reset").json()["code"] == "ELSEWHERE_TOO"


def test_a_duty_of_the_unit_ends(town, as_, worker):
    duty = Duty.objects.get(person=worker)
    assert as_(town.safety).send(f"/duties/{duty.pk}/end").status_code == 200
    assert as_(worker).read("/enterprise").json() == {"units": []}


def test_somebody_of_two_units_sees_both_apart(town, as_):
    second = make_unit(town.city, "c2", name="第二厂")
    make_point(town.city, "c2", unit=second, name="二厂罐")
    add_duty(town.head, Role.ENT_W, unit=second)
    client = as_(town.head)
    assert [one["role"] for one in client.read("/enterprise").json()["units"]] == ["ENT_H", "ENT_W"]
    assert client.send(f"/enterprise/{second.pk}/records", PLAN).status_code == 403
    assert [p["name"] for p in client.read(f"/enterprise/{second.pk}/points").json()["points"]] == ["二厂罐"]
