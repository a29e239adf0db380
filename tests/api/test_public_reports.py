"""The public's reports: taken in once, kept from floods, taken up by officers, and nobody learns who sent them."""

import io
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import altcha
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image

from factories import add_duty, make_person, make_upload, viewer
from safegrid.actions import identities, public_limits, public_photos
from safegrid.domain.public_reports import hash_of, read_code
from safegrid.domain.times import CHINA
from safegrid.store import packs
from safegrid.store.models import (
    AccessLog,
    EventLog,
    Hazard,
    IdempotencyKey,
    IdentityKeeper,
    Notice,
    Outbox,
    PublicCount,
    PublicReport,
    SpentChallenge,
    Upload,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PHONE, NAME = "13700004321", "举报人甲"


@pytest.fixture(autouse=True)
def quick(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(public_limits, "WORK", (3, 9))
    monkeypatch.setattr(public_limits, "COST", 1)


def solved(challenge):
    made = altcha.Challenge.from_dict(challenge)
    solution = altcha.solve_challenge(made)
    return altcha.Payload(made, solution).to_base64()


def answered(client=None):
    return solved((client or Client()).get("/api/public/challenge").json())


def picture(exif=None, size=(60, 40)):
    out = io.BytesIO()
    Image.new("RGB", size, (90, 60, 30)).save(out, "JPEG", **({"exif": exif} if exif else {}))
    return out.getvalue()


def send(town, *, key=None, challenge=None, photos=(), named=(), address="203.0.113.7", **more):
    """Report, and send the photos after it; answers with what the report was answered with. `named`: not sent."""
    lon, lat = town.city.spot("c1")
    names = [str(uuid4()) for _ in photos]
    body = {
        "lon": lon, "lat": lat, "category": "fire", "text": "仓库门口堆满纸箱，堵住了消防通道",
        "challenge": answered() if challenge is None else challenge, "photos": [*names, *named], **more,
    }  # fmt: skip
    answer = Client(REMOTE_ADDR=address).post(
        "/api/public/reports", json.dumps(body), content_type="application/json",
        headers={"Idempotency-Key": str(key or uuid4())},
    )  # fmt: skip
    if answer.status_code == 200:
        for name, photo in zip(names, photos, strict=True):
            assert add_photo(answer.json()["code"], name, photo, address).status_code == 200
    return answer


def add_photo(code, name, data, address="203.0.113.7"):
    body = {"code": code, "file": SimpleUploadedFile("x.jpg", data)}
    return Client(REMOTE_ADDR=address).post(f"/api/public/photos/{name}", body)


def ask(code, address="203.0.113.7"):
    return Client(REMOTE_ADDR=address).post(
        "/api/public/status", json.dumps({"code": code}), content_type="application/json"
    )


@pytest.fixture
def sent(town):
    answer = send(town, name=NAME, phone=PHONE, photos=[picture()])
    assert answer.status_code == 200, answer.content
    return answer.json() | {"id": PublicReport.objects.get().pk}


def take(client, report, **more):
    body = {"claimed": "general", "category": "fire", "text": "消防通道被纸箱堵塞"}
    return client.send(f"/public-reports/{report}/take", body | more)


def test_a_report_is_routed_by_its_place_and_told_to_the_officer_there(town, sent):
    report = PublicReport.objects.get()
    assert report.cell == town.city["c1"]
    assert (report.state, report.contact, sent["number"]) == ("waiting", True, report.number)
    assert sent["place"] == "魏都区 西大街道 平定街社区"
    assert list(Notice.objects.values_list("person", "code", "text")) == [
        (town.officer.pk, "public_report", report.number)
    ]
    assert Hazard.objects.count() == 0


def test_the_nearest_ground_with_an_officer_is_told_and_nobodys_ground_the_committee(town):
    near = make_person("OFF", town.city["c1"])
    office = make_person("SUP", town.city["city"])
    send(town)
    lon, lat = town.city.spot("c1", east=-0.05)
    assert send(town, lon=lon, lat=lat).json()["place"] == ""
    assert list(Notice.objects.order_by("pk").values_list("person", flat=True)) == [near.pk, office.pk]


@pytest.mark.parametrize(
    ("field", "value", "status", "code"),
    [
        ("lon", 116.4, 422, "OUTSIDE_CITY"), ("lon", 1e20, 422, "BAD_INPUT"), ("lat", "nan", 422, "BAD_INPUT"),
        ("lon", 5, 422, "BAD_PLACE"), ("category", "x", 422, "BAD_INPUT"), ("text", "  啊 ", 422, "BAD_INPUT"),
        ("text", "好" * 2_001, 422, "BAD_INPUT"), ("text", "有\u202e有\u200b有", 422, "BAD_INPUT"),
        ("text", "有\0有有有", 400, "BAD_REQUEST"),
        ("phone", "打我", 422, "BAD_INPUT"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_costs_no_challenge(town, field, value, status, code):
    challenge = answered()
    answer = send(town, challenge=challenge, **{field: value})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not PublicReport.objects.exists()
    assert send(town, challenge=challenge).status_code == 200


def test_without_a_random_key_nothing_is_taken(town):
    answer = send(town, key="1")
    assert (answer.status_code, answer.json()["code"]) == (400, "BAD_REQUEST")


def test_the_same_request_again_is_the_same_report_with_the_same_code_and_nobody_stored_it(town):
    key, challenge = uuid4(), answered()
    first = send(town, key=key, challenge=challenge, phone=PHONE)
    again = send(town, key=key, challenge=challenge, phone=PHONE)
    assert first.json() == again.json()
    assert PublicReport.objects.count() == 1
    other = send(town, key=key, challenge=challenge, text="完全不同的另一件事情")
    assert (other.status_code, other.json()["code"]) == (409, "IDEMPOTENCY_CONFLICT")
    code = read_code(first.json()["code"])
    assert PublicReport.objects.get().code_hash == hash_of(code)
    assert not IdempotencyKey.objects.exists()
    everything = [str(row) for model in (PublicReport, Outbox, Notice) for row in model.objects.values()]
    assert not any(code in row or PHONE in row or str(key) in row for row in everything)


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_make_one_report(town):
    key, challenge = uuid4(), answered()

    def one(_):
        answer = send(town, key=key, challenge=challenge)
        connection.close()
        return answer

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(one, range(50)))
    assert PublicReport.objects.count() == 1
    good = [answer.json()["code"] for answer in answers if answer.status_code == 200]
    assert len(set(good)) == 1
    refused = {a.json()["code"] for a in answers if a.status_code != 200}
    assert refused <= {"CHALLENGE_BAD", "PUBLIC_BUSY"}


def test_a_place_on_the_border_of_two_cells_belongs_to_one_of_them(town):
    lon, lat = town.city.spot("c1", east=1.0)
    assert send(town, lon=lon, lat=lat).status_code == 200
    assert PublicReport.objects.get().cell in {town.city["c1"], town.city["c2"]}


def test_a_header_that_names_another_address_moves_no_limit(town, monkeypatch):
    monkeypatch.setattr(public_limits, "LIMITS", {**public_limits.LIMITS, "status": 3})
    statuses = [
        Client(REMOTE_ADDR="203.0.113.7").post(
            "/api/public/status", json.dumps({"code": "x"}), content_type="application/json",
            headers={"X-Forwarded-For": f"198.51.100.{n}", "X-Real-IP": f"198.51.100.{n}", "Forwarded": f"for=198.51.100.{n}"},
        ).status_code
        for n in range(4)
    ]  # fmt: skip
    assert statuses == [404, 404, 404, 429]


def test_a_form_on_another_site_sends_nothing(town):
    """A form can neither set the key nor write JSON; what a script of another site sends is asked for first."""
    body = {
        "lon": "113.85",
        "lat": "34.05",
        "category": "fire",
        "text": "从别的网站提交",
        "challenge": answered(),
    }
    browser = Client(enforce_csrf_checks=True)
    assert browser.post("/api/public/reports", body).status_code == 400
    asked = browser.options(
        "/api/public/reports",
        headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"},
    )
    assert "Access-Control-Allow-Origin" not in asked
    assert not PublicReport.objects.exists()


def test_a_challenge_counts_once_and_only_as_it_was_made(town, time_machine):
    challenge = answered()
    assert send(town, challenge=challenge).status_code == 200
    again = send(town, challenge=challenge)
    assert (again.status_code, again.json()["code"]) == (403, "CHALLENGE_BAD")
    made = Client().get("/api/public/challenge").json()
    easier = {**made, "parameters": {**made["parameters"], "keyPrefix": "00"}}
    wrong = altcha.Payload(altcha.Challenge.from_dict(made), altcha.Solution(1, "00" * 32)).to_base64()
    for n, bad in enumerate(("", "x", "e30=", wrong, solved(easier), solved(made)[:-9], "WzFd" * 900)):
        assert send(town, challenge=bad, address=f"203.0.113.{n}").json()["code"] == "CHALLENGE_BAD", bad[:20]
    late = solved(made)
    time_machine.move_to(timezone.now() + public_limits.CHALLENGE_LASTS + timedelta(seconds=2))
    assert send(town, challenge=late, address="203.0.113.9").json()["code"] == "CHALLENGE_BAD"
    assert PublicReport.objects.count() == 1


def announced(town, n=1, **more):
    """A report that announces photos; its code and their names."""
    names = [str(uuid4()) for _ in range(n)]
    answer = send(town, **({"named": names} | more))
    assert answer.status_code == 200, answer.content
    return answer.json()["code"], names


def test_photos_follow_a_report_one_by_one_and_each_counts_once(town, as_):
    code, (first, second) = announced(town, 2)
    row = as_(town.officer).read("/public-reports").json()["reports"][0]
    assert (row["photos"], row["coming"]) == ([], 2)
    for _ in range(2):
        assert add_photo(code, first, picture()).json() == {"coming": 1}
    assert add_photo(code.lower().replace("-", " "), second, picture(size=(50, 50))).json() == {"coming": 0}
    row = as_(town.officer).read("/public-reports").json()["reports"][0]
    assert ([photo["id"] for photo in row["photos"]], row["coming"]) == ([first, second], 0)


@pytest.mark.django_db(transaction=True)
def test_a_photo_that_comes_five_times_at_once_is_kept_once(town):
    code, (name,) = announced(town)
    statuses, gate = [], threading.Barrier(5)

    def one():
        gate.wait()
        statuses.append(add_photo(code, name, picture()).status_code)
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (statuses, Upload.objects.count()) == ([200] * 5, 1)


def test_only_what_was_announced_is_taken_and_only_with_the_code(town, as_):
    code, (name,) = announced(town)
    other, (others,) = announced(town, text="完全不同的另一件事情")
    theirs = make_upload(town.inspector)
    for with_code, which, status, why in (
        ("0000-0000-0000-0000", name, 404, "CODE_UNKNOWN"), ("x", name, 404, "CODE_UNKNOWN"), ("", name, 404, "CODE_UNKNOWN"),
        (code, uuid4(), 404, "PHOTO_UNKNOWN"), (code, others, 404, "PHOTO_UNKNOWN"), (code, theirs, 404, "PHOTO_UNKNOWN"),
    ):  # fmt: skip
        answer = add_photo(with_code, which, picture())
        assert (answer.status_code, answer.json()["code"]) == (status, why)
    assert Upload.objects.filter(owner=None).count() == 0
    claimed, _ = announced(town, named=[str(theirs)])
    assert add_photo(claimed, theirs, picture()).json()["code"] == "PHOTO_UNKNOWN"
    assert Upload.objects.get(uuid=theirs).owner == town.inspector
    assert add_photo(other, others, picture()).status_code == 200


def test_a_photo_that_comes_too_late_is_refused_and_nobody_waits_for_it(town, as_):
    code, (name,) = announced(town)
    PublicReport.objects.update(received_at=timezone.now() - public_photos.AFTER - timedelta(minutes=1))
    answer = add_photo(code, name, picture())
    assert (answer.status_code, answer.json()["code"]) == (410, "PHOTO_LATE")
    assert as_(town.officer).read("/public-reports").json()["reports"][0]["coming"] == 0


def bomb():
    out = io.BytesIO()
    Image.new("L", (5_001, 5_001)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (bomb(), "FILE_TOO_BIG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "FILE_TYPE"),
        (b"\xff\xd8\xff<svg onload=alert(1)>", "FILE_BROKEN"),
        (b"GIF89a" + b"0" * 40, "FILE_TYPE"), (b"%PDF-1.7", "FILE_TYPE"), (b"", "FILE_TYPE"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "FILE_BROKEN"),
        (picture()[:-400], "FILE_BROKEN"),
    ],
)  # fmt: skip
def test_what_is_no_photo_is_refused_once_and_not_awaited_any_more(town, as_, data, why):
    code, (name,) = announced(town)
    assert add_photo(code, name, data).json()["code"] == why
    assert add_photo(code, name, picture()).json()["code"] == "PHOTO_UNKNOWN"
    assert not Upload.objects.exists()
    assert as_(town.officer).read("/public-reports").json()["reports"][0]["coming"] == 0


def test_what_hides_behind_a_picture_is_gone_after_it(town, tmp_path):
    code, (name,) = announced(town)
    hidden = b"<script>alert(1)</script>PK\x03\x04"
    assert add_photo(code, name, picture() + hidden).status_code == 200
    kept = (tmp_path / Upload.objects.get().file).read_bytes()
    assert b"script" not in kept
    assert b"PK\x03\x04" not in kept


def test_more_photos_than_four_are_announced_by_nobody(town):
    answer = send(town, named=[str(uuid4()) for _ in range(5)])
    assert (answer.status_code, answer.json()["code"]) == (422, "TOO_MANY_PHOTOS")


def test_one_address_sends_so_many_photos_an_hour(town, monkeypatch):
    monkeypatch.setattr(public_limits, "LIMITS", {**public_limits.LIMITS, "photo": 2})
    code, (name,) = announced(town)
    answers = [add_photo(code, name, picture()).status_code for _ in range(3)]
    assert answers == [200, 200, 429]


def test_one_address_sends_ten_an_hour_and_its_neighbours_go_on(town):
    for n in range(public_limits.LIMITS["report"]):
        assert send(town, text=f"第 {n} 件不同的事情").status_code == 200
    answer = send(town)
    assert (answer.status_code, answer.json()["code"]) == (429, "PUBLIC_BUSY")
    assert 1 <= answer.json()["params"]["minutes"] <= 60
    assert send(town, address="203.0.113.8").status_code == 200
    assert send(town, address="2001:db8::1").status_code == 200
    assert not any("203.0.113" in str(row) for row in PublicCount.objects.values())


def test_ipv6_neighbours_in_one_network_share_their_limit(town):
    for n in range(public_limits.LIMITS["report"]):
        assert send(town, address=f"2001:db8::{n + 1}").status_code == 200
    assert send(town, address="2001:db8::ffff").status_code == 429
    assert send(town, address="2001:db8:0:1::1").status_code == 200


def test_everybody_together_is_bounded_too(town, monkeypatch):
    monkeypatch.setattr(public_limits, "LIMITS_OF_ALL", {"report": 2})
    codes = [send(town, address=f"203.0.113.{n}").status_code for n in range(3)]
    assert codes == [200, 200, 429]


def test_codes_are_not_sprayed(town, sent):
    assert ask(sent["code"]).json()["stage"] == "received"
    wrong = [ask("0000-0000-0000-0000"), ask("不是查询码"), ask("")]
    assert [(a.status_code, a.json()["code"]) for a in wrong] == [(404, "CODE_UNKNOWN")] * 3
    answers = [ask(f"{n:016d}").status_code for n in range(public_limits.LIMITS["status"])]
    assert answers[-1] == 429
    assert ask(sent["code"]).status_code == 429
    assert ask(sent["code"], "198.51.100.1").status_code == 200


def test_counts_and_challenges_are_forgotten(town, sent):
    assert public_limits.forget_old() == 0
    assert public_limits.forget_old(timezone.now() + timedelta(days=3)) >= 2
    assert not PublicCount.objects.exists()
    assert not SpentChallenge.objects.exists()


def test_only_those_who_verify_there_see_it(town, as_, sent, django_assert_max_num_queries):
    for person in (town.officer, town.department, town.committee):
        rows = as_(person).read("/public-reports").json()["reports"]
        assert [row["number"] for row in rows] == [sent["number"]], person.name
    for person in (
        town.inspector,
        town.leader,
        town.head,
        town.safety,
        town.command,
        town.far_inspector,
        town.security,
    ):
        assert as_(person).read("/public-reports").json() == {"reports": [], "keeper": False}, person.name
        assert take(as_(person), sent["id"]).status_code == 404, person.name
        assert (
            as_(person)
            .send(f"/public-reports/{sent['id']}/decline", {"reason": "x", "reply": "x"})
            .status_code
            == 404
        )
    assert as_().read("/public-reports").status_code == 401
    client = as_(town.officer)
    with django_assert_max_num_queries(8):
        row = client.read("/public-reports").json()["reports"][0]
    assert PHONE not in str(row)
    assert NAME not in str(row)
    assert row["contact"] is True
    assert client.get(row["photos"][0]["url"]).status_code == 200
    assert as_(town.head).get(row["photos"][0]["url"]).status_code == 404
    assert as_().get(row["photos"][0]["url"]).status_code == 401


def test_an_officer_makes_a_hazard_of_it_and_the_sender_follows_it(town, as_, sent):
    client = as_(town.officer)
    photo = client.read("/public-reports").json()["reports"][0]["photos"][0]
    taken = take(client, sent["id"], unit=town.unit.pk)
    assert taken.status_code == 200, taken.content
    hazard = Hazard.objects.get()
    assert (hazard.state, hazard.source, hazard.reporter, hazard.unit) == (
        "reported",
        "public",
        None,
        town.unit,
    )
    assert ask(sent["code"]).json()["stage"] == "checking"
    panel = as_(town.head).read(f"/hazards/{hazard.pk}").json()
    assert [p["id"] for p in panel["photos"]] == [photo["id"]]
    assert "简官" not in str(panel["steps"])
    again = take(as_(town.department), sent["id"])
    assert (again.status_code, again.json()["code"], again.json()["params"]["who"]) == (
        409,
        "REPORT_DECIDED",
        "简官",
    )
    verified = {
        "version": hazard.version, "class": "general", "basis": "x", "responsible_unit": "x", "responsible_person": "x",
    }  # fmt: skip
    assert client.send(f"/hazards/{hazard.pk}/verify", verified).status_code == 200
    told = ask(sent["code"]).json()
    assert told["stage"] == "treating"
    assert set(told) == {
        "number", "stage", "place", "received_at", "changed_at", "reply", "identity", "erased_on", "identity_days",
    }  # fmt: skip
    assert "鑫源" not in str(told)


def test_only_the_chosen_photos_go_along(town, as_, sent):
    client = as_(town.officer)
    url = client.read("/public-reports").json()["reports"][0]["photos"][0]["url"]
    assert take(client, sent["id"], unit=town.unit.pk, photos=[]).status_code == 200
    assert as_(town.head).get(url).status_code == 404
    assert client.get(url).status_code == 200


def test_a_hazard_that_proves_unfounded_is_told_with_its_reply(town, as_, sent):
    client = as_(town.officer)
    take(client, sent["id"])
    hazard = Hazard.objects.get()
    body = {"version": hazard.version, "reason": "内部理由", "reply": "现场已清理，感谢举报"}
    assert client.send(f"/hazards/{hazard.pk}/reject", body).status_code == 200
    told = ask(sent["code"]).json()
    assert (told["stage"], told["reply"]) == ("unfounded", "现场已清理，感谢举报")
    assert "内部理由" not in str(told)


def test_it_is_declined_with_a_reply_and_without_the_reason(town, as_, sent):
    client = as_(town.officer)
    for missing in ({"reason": "x"}, {"reply": "x"}, {"reason": " ", "reply": "x"}):
        assert client.send(f"/public-reports/{sent['id']}/decline", missing).status_code == 422
    body = {"reason": "与上一条重复", "reply": "您反映的问题已在办理"}
    assert client.send(f"/public-reports/{sent['id']}/decline", body).status_code == 200
    told = ask(sent["code"]).json()
    assert (told["stage"], told["reply"]) == ("declined", "您反映的问题已在办理")
    assert "重复" not in str(told)
    assert take(client, sent["id"]).json()["code"] == "REPORT_DECIDED"
    assert [
        r["state"] for r in client.call("get", "/public-reports", {"state": "decided"}).json()["reports"]
    ] == ["declined"]


def test_a_refused_hazard_leaves_the_report_waiting(town, as_, sent):
    client = as_(town.officer)
    assert take(client, sent["id"], unit=town.far_unit.pk).status_code == 404
    assert take(client, sent["id"], claimed="x").status_code == 422
    assert PublicReport.objects.get().state == "waiting"
    assert not Hazard.objects.exists()


def test_a_report_and_its_hazard_name_nobody_in_any_event(town, as_, sent):
    take(as_(town.officer), sent["id"])
    said = str(list(Outbox.objects.values())) + str(list(EventLog.objects.values()))
    assert not any(word in said for word in (PHONE, NAME, sent["code"], "仓库门口"))


def test_a_major_claim_of_the_public_does_not_redden_the_point(town, as_, sent):
    assert take(as_(town.officer), sent["id"], point=town.point.pk, claimed="major").status_code == 200
    town.point.refresh_from_db()
    assert town.point.live == 4


def keeper(town):
    person = make_person("SUP", town.city["city"], name="保管人")
    named = identities.name_keeper(viewer(town.security), person.pk)
    assert isinstance(named, IdentityKeeper), named
    return person


def look(client, report, reason="核实奖励发放"):
    return client.send(f"/public-reports/{report}/identity", {"reason": reason})


def test_one_named_keeper_sees_who_sent_it_and_each_look_is_logged(town, as_, sent):
    person, other = keeper(town), make_person("SUP", town.city["city"])
    for nobody in (town.officer, town.committee, other):
        answer = look(as_(nobody), sent["id"])
        assert (answer.status_code, answer.json()["code"]) == (403, "NOT_THE_KEEPER")
    for outside in (town.inspector, town.head, town.security, town.system):
        assert look(as_(outside), sent["id"]).status_code == 404
    client = as_(person)
    assert client.read("/public-reports").json()["keeper"] is True
    assert look(client, sent["id"], "x").status_code == 422
    seen = look(client, sent["id"]).json()
    assert (seen["name"], seen["phone"]) == (NAME, PHONE)
    logged = list(
        AccessLog.objects.filter(what__startswith="identity")
        .order_by("pk")
        .values_list("viewer", "what", "target")
    )
    assert logged[0] == (f"user:{town.security.pk}", "identity_keeper", f"person:{person.pk}")
    assert [what for _, what, _ in logged[1:]] == ["identity_refused"] * 3 + ["identity"]
    assert logged[-1][2] == f"public:{sent['id']} 核实奖励发放"


def test_whoever_leaves_the_office_or_is_followed_sees_no_more(town, as_, sent):
    person = keeper(town)
    duty = person.duties.get()
    duty.ends_at = timezone.now()
    duty.save()
    add_duty(person, "OFF", town.city["t1"])
    assert look(as_(person), sent["id"]).json()["code"] == "NOT_THE_KEEPER"
    second = keeper(town)
    assert IdentityKeeper.objects.filter(until=None).get().person == second
    assert look(as_(second), sent["id"]).status_code == 200


def test_only_the_security_administrator_names_and_only_the_citys_committee_is_named(town, as_):
    office = make_person("SUP", town.city["city"])
    for person in (town.committee, town.system, town.command, office):
        assert as_(person).send("/public-reports/keeper", {"person": office.pk}).status_code == 403
        assert as_(person).read("/public-reports/keeper").status_code == 403
    client = as_(town.security)
    for wrong in (town.committee.pk, town.security.pk, 0, 999_999):
        answer = client.send("/public-reports/keeper", {"person": wrong})
        assert (answer.status_code, answer.json()["code"]) == (422, "KEEPER_NO_DUTY")
    named = client.send("/public-reports/keeper", {"person": office.pk}).json()
    assert (named["keeper"]["id"], named["named_by"]) == (office.pk, town.security.name)
    assert client.read("/public-reports/keeper").json() == named


def test_what_lies_in_the_database_tells_nobody_who_sent_it(town, sent, settings):
    report = PublicReport.objects.get()
    assert all(word not in bytes(report.sealed) for word in (PHONE.encode(), NAME.encode()))
    first = settings.IDENTITY_KEYS
    settings.IDENTITY_KEYS = ["a newer one", *first]
    assert identities._opened(report)["phone"] == PHONE
    settings.IDENTITY_KEYS = ["a newer one"]
    assert identities._opened(report).code == "SEALED_WITH_ANOTHER_KEY"
    settings.IDENTITY_KEYS = first
    report.number = "JB-another"
    assert identities._opened(report).code == "SEALED_WITH_ANOTHER_KEY"


def test_who_leaves_nothing_has_nothing_to_be_opened(town, as_):
    send(town)
    report = PublicReport.objects.get()
    assert (report.contact, report.sealed) == (False, None)
    answer = look(as_(keeper(town)), report.pk)
    assert (answer.status_code, answer.json()["code"]) == (404, "NO_IDENTITY")


def test_what_the_camera_wrote_is_sealed_and_only_the_distance_told(town, as_):
    notes = Image.Exif()
    notes[0x0110] = "Spy 9"
    gps = notes.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (34.0, 3.0, 0.0), "E", (113.0, 51.0, 0.0)
    assert send(town, photos=[picture(notes)]).status_code == 200
    row = as_(town.officer).read("/public-reports").json()["reports"][0]
    assert row["metres"] < 2_000
    assert Upload.objects.get().evidence == {}
    assert as_(town.officer).get(f"{row['photos'][0]['url']}/evidence").json()["camera"] == ""
    seen = look(as_(keeper(town)), row["id"]).json()
    assert seen["photos"] == [{"lon": 113.85, "lat": 34.05, "camera": "Spy 9"}]


def in_days(days):
    return timezone.now() + timedelta(days=days)


def ended(town, as_, sent, how):
    """End a report: declined, or taken up and then rejected or put right."""
    client = as_(town.officer)
    if how == "declined":
        body = {"reason": "重复", "reply": "已在办理"}
        assert client.send(f"/public-reports/{sent['id']}/decline", body).status_code == 200
        return
    hazard = take(client, sent["id"]).json()["hazard"]["id"]
    if how == "rejected":
        body = {"version": 1, "reason": "查无此事", "reply": "现场已清理"}
        assert client.send(f"/hazards/{hazard}/reject", body).status_code == 200
    else:
        Hazard.objects.filter(pk=hazard).update(state="closed", closed_at=timezone.now())


@pytest.mark.parametrize("how", ["declined", "rejected", "closed"])
def test_who_sent_it_is_erased_some_days_after_its_end(town, as_, sent, how):
    client, days = as_(keeper(town)), packs.current().reporters.identity_days
    assert identities.erase_ended(in_days(4_000)) == 0  # while it goes on, however long that takes
    assert ask(sent["code"]).json()["erased_on"] is None
    ended(town, as_, sent, how)
    told = ask(sent["code"]).json()
    assert (told["identity"], told["identity_days"]) == ("sealed", days)
    assert abs((date.fromisoformat(told["erased_on"]) - in_days(days).astimezone(CHINA).date()).days) <= 1
    assert identities.erase_ended(in_days(days - 0.01)) == 0
    assert look(client, sent["id"]).json()["phone"] == PHONE
    assert [identities.erase_ended(in_days(days)), identities.erase_ended(in_days(days))] == [1, 0]
    report = PublicReport.objects.get()
    assert (report.sealed, report.contact) == (None, True)
    told = ask(sent["code"]).json()
    assert (told["identity"], told["erased_on"]) == ("erased", str(report.erased_at.astimezone(CHINA).date()))
    answer = look(client, sent["id"])
    assert (answer.status_code, answer.json()["code"]) == (410, "IDENTITY_ERASED")
    row = as_(town.officer).read("/public-reports", state="decided").json()["reports"][0]
    assert row["erased_at"] is not None


def test_erasing_leaves_a_line_in_the_log_that_names_nobody(town, as_, sent):
    ended(town, as_, sent, "declined")
    identities.erase_ended(in_days(181))
    logged = AccessLog.objects.get(what="identity_erased")
    assert (logged.viewer, logged.target) == ("system:sweep", f"public:{sent['id']}")
    assert not any(word in str(list(PublicReport.objects.values())) for word in (PHONE, NAME))


def test_a_pack_may_keep_it_as_long_as_the_report(town, as_, sent, monkeypatch):
    ended(town, as_, sent, "declined")
    pack = packs.current()
    for_good = replace(pack, reporters=replace(pack.reporters, identity_days=0))
    monkeypatch.setattr("safegrid.store.packs.current", lambda: for_good)
    assert identities.erase_ended(in_days(4_000)) == 0
    told = ask(sent["code"]).json()
    assert (told["identity"], told["erased_on"], told["identity_days"]) == ("sealed", None, 0)


def test_a_hazard_that_was_reopened_keeps_who_sent_it(town, as_, sent):
    ended(town, as_, sent, "closed")
    Hazard.objects.update(state="verified", closed_at=None)
    assert identities.erase_ended(in_days(400)) == 0
    assert PublicReport.objects.get().sealed is not None


def test_who_left_nothing_is_told_so(town):
    code = send(town).json()["code"]
    told = ask(code).json()
    assert (told["identity"], told["erased_on"]) == ("none", None)


def listed(town, **more):
    return Hazard.objects.create(
        number=f"YH-{uuid4().hex[:8]}", unit=town.unit, cell=town.city["c1"], geom=town.point.owner_point,
        title="储罐区", text="张三说不要公开", category="leak", state="ordered", source="other", facts={},
        found_at="2026-01-01T00:00:00Z", reported_at="2026-01-01T00:00:00Z", **more,
    )  # fmt: skip


def test_only_listed_hazards_are_published_unless_the_pack_says_more(town, monkeypatch):
    shown = listed(town, listing=2, listing_deadline=timezone.now())
    shown.steps.create(n=1, command="list", role="SUP", from_state="ordered", to_state="ordered",
                       note={"fields": {"public_text": "限期整改"}}, at=timezone.now())  # fmt: skip
    plain = listed(town, listing=0)
    Hazard.objects.filter(pk=listed(town).pk).update(state="reported")
    answer = Client().get("/api/public/published").json()
    assert answer["realtime"] is False
    assert [(h["number"], h["text"], h["unit"]) for h in answer["hazards"]] == [
        (shown.number, "限期整改", town.unit.name)
    ]
    assert "张三" not in str(answer)
    pack = packs.current()
    wider = replace(pack, publicity=replace(pack.publicity, realtime=True))
    monkeypatch.setattr("safegrid.api.routes.public.packs.current", lambda: wider)
    wide = Client().get("/api/public/published").json()
    assert {h["number"] for h in wide["hazards"]} == {shown.number, plain.number}
    other = next(h for h in wide["hazards"] if h["number"] == plain.number)
    assert (other["title"], other["unit"]) == ("", "")
    assert "张三" not in str(wide)


def test_nothing_of_the_public_sets_a_cookie_or_reads_one(town, as_):
    for answer in (
        Client().get("/api/public/published"), Client().get("/api/public/challenge"), send(town), ask("x"),
    ):  # fmt: skip
        assert not answer.cookies
    mine = as_(town.officer)
    mine.get("/api/public/published")
    assert not PublicReport.objects.filter(decided_by__isnull=False).exists()


def test_the_ground_has_counties_and_townships_and_nothing_smaller(town, django_assert_max_num_queries):
    outlines = Client().get("/api/public/ground").json()["outlines"]
    assert [one["name"] for one in outlines] == ["魏都区", "建安区", "西大街道", "东大街道", "将官池镇"]
    assert outlines[0]["shape"]["type"] == "MultiPolygon"
    with django_assert_max_num_queries(1):
        Client().get("/api/public/ground")


def test_the_page_sets_no_cookie(town, settings):
    settings.DJANGO_VITE = {"default": {"dev_mode": True}}
    answer = Client().get("/report")
    assert answer.status_code == 200
    assert not answer.cookies
