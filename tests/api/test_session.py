"""Log-in, log-out, passwords, and sessions that end by themselves."""

import json
import time

import pytest
from django.test import Client

from factories import PASSWORD
from safegrid.api.session import EXTEND_AFTER_SECONDS, extend
from safegrid.domain.events import decode
from safegrid.store.models import Outbox

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NEW = "a-much-longer-pass-phrase"


def log_in(client, username, password):
    body = json.dumps({"username": username, "password": password})
    return client.post("/api/login", body, content_type="application/json")


def test_a_person_logs_in_and_is_told_who_they_are(town, as_, django_assert_max_num_queries):
    client = as_()
    answer = log_in(client, town.inspector.username, PASSWORD)
    assert answer.status_code == 200
    assert answer.json()["name"] == "王格"
    client.read("/me")
    with django_assert_max_num_queries(6):
        me = client.read("/me").json()
    assert me["key"] == f"user:{town.inspector.pk}"
    assert me["duties"][0]["cell"]["name"] == "平定街社区"
    assert "report_hazard" in me["verbs"]
    assert "export" not in me["verbs"]


def test_the_me_of_an_enterprise_names_its_unit(town, as_):
    me = as_(town.head).read("/me").json()
    assert me["duties"][0]["unit"] == {"id": town.unit.pk, "name": "鑫源机械有限公司"}


def test_a_wrong_password_says_so_in_both_languages(town, as_):
    answer = log_in(as_(), town.inspector.username, "wrong")
    assert answer.status_code == 401
    assert answer.json()["code"] == "BAD_LOGIN"
    assert set(answer.json()["message"]) == {"zh", "en"}


def test_five_wrong_passwords_lock_the_account_and_say_for_how_long(town, as_):
    client = as_()
    for _ in range(4):
        assert log_in(client, town.inspector.username, "wrong").status_code == 401
    log_in(client, town.inspector.username, "wrong")
    answer = log_in(client, town.inspector.username, PASSWORD)
    assert answer.status_code == 429
    assert answer.json()["code"] == "LOCKED_OUT"
    assert "15" in answer.json()["message"]["zh"]


def test_a_log_in_from_another_site_is_refused(town):
    client = Client(enforce_csrf_checks=True)
    answer = log_in(client, town.inspector.username, PASSWORD)
    assert (answer.status_code, answer.json()["code"]) == (403, "CSRF_FAILED")


def test_an_action_from_another_site_is_refused(town, as_):
    client = as_(town.inspector)
    client.handler.enforce_csrf_checks = True
    answer = client.send("/logout")
    assert (answer.status_code, answer.json()["code"]) == (403, "CSRF_FAILED")


def test_nobody_is_told_anything(town, as_):
    answer = as_().read("/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "NOT_LOGGED_IN")


def test_missing_fields_are_named(town, as_):
    answer = as_().send("/login", {"username": "x"})
    assert answer.status_code == 422
    assert answer.json()["fields"] == {"password": {"zh": "必填", "en": "Required"}}


def test_logging_out_ends_this_session_and_its_sockets(town, as_):
    first, second = as_(town.inspector), as_(town.inspector)
    key = first.session.session_key
    assert first.send("/logout").status_code == 200
    assert first.read("/me").status_code == 401
    assert second.read("/me").status_code == 200
    row = Outbox.objects.get()
    event = decode(row.kind, row.payload)
    assert (event.viewer, event.session) == (f"user:{town.inspector.pk}", key)


def test_a_new_password_ends_the_other_sessions(town, as_):
    here, there = as_(town.inspector), as_(town.inspector)
    key = here.session.session_key
    assert here.send("/password", {"old": PASSWORD, "new": NEW}).status_code == 200
    assert here.read("/me").status_code == 200
    assert here.session.session_key == key
    assert there.read("/me").status_code == 401
    assert log_in(as_(), town.inspector.username, NEW).status_code == 200
    event = decode("access", Outbox.objects.get().payload)
    assert (event.version, event.session) == (2, "")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("wrong", NEW, "WRONG_PASSWORD"),
        (PASSWORD, PASSWORD, "SAME_PASSWORD"),
        (PASSWORD, "short1", "PASSWORD_TOO_SHORT"),
        (PASSWORD, "password123", "PASSWORD_TOO_COMMON"),
    ],
)
def test_a_bad_new_password_is_refused_with_its_reason(town, as_, old, new, code):
    answer = as_(town.inspector).send("/password", {"old": old, "new": new})
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert Outbox.objects.count() == 0


def test_who_must_change_the_password_can_do_nothing_else(town, as_):
    town.inspector.must_change_password = True
    town.inspector.save()
    client = as_(town.inspector)
    assert client.read("/me").json()["must_change_password"] is True
    refused = client.read(f"/points/{town.point.pk}")
    assert (refused.status_code, refused.json()["code"]) == (403, "MUST_CHANGE_PASSWORD")
    assert client.send("/password", {"old": PASSWORD, "new": NEW}).status_code == 200
    assert client.read(f"/points/{town.point.pk}").status_code == 200


def test_a_session_is_extended_at_most_once_a_minute(town, as_):
    session = as_(town.inspector).session
    now = time.time() + 3600
    assert extend(session, now)
    assert not extend(session, now + EXTEND_AFTER_SECONDS - 1)
    assert extend(session, now + EXTEND_AFTER_SECONDS + 1)


def test_reading_again_within_a_minute_does_not_write_the_session(town, as_):
    client = as_(town.inspector)
    client.read("/me")
    assert "sessionid" not in client.read("/me").cookies
