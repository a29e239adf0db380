"""The same request twice has one effect."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from factories import make_upload
from safegrid.actions.idempotency import KEEP, forget_old
from safegrid.store.models import Hazard, IdempotencyKey, User

pytestmark = [pytest.mark.database]


def body_of(town, **changes):
    return {
        "point": town.point.pk,
        "claimed": "general",
        "category": "leak",
        "text": "渗漏",
        "found_at": "2026-01-01T08:00:00+08:00",
        "photos": [str(make_upload(town.inspector))],
    } | changes


@pytest.mark.django_db
def test_a_repeated_report_is_answered_as_the_first_was(town, as_):
    client, body = as_(town.inspector), body_of(town)
    first = client.send("/hazards", body, Idempotency_Key="k-1")
    again = client.send("/hazards", body, Idempotency_Key="k-1")
    assert (again.status_code, again.json()) == (200, first.json())
    assert Hazard.objects.count() == 1


@pytest.mark.django_db
def test_the_same_key_for_something_else_conflicts(town, as_):
    client, body = as_(town.inspector), body_of(town)
    client.send("/hazards", body, Idempotency_Key="k-1")
    other = client.send("/hazards", body | {"text": "别的"}, Idempotency_Key="k-1")
    assert (other.status_code, other.json()["code"]) == (409, "IDEMPOTENCY_CONFLICT")


@pytest.mark.django_db
def test_a_later_try_of_the_same_record_is_the_same_request(town, as_):
    client, body = as_(town.inspector), body_of(town)
    first = client.send("/hazards", body | {"sent_at": "2026-01-01T09:00:00+08:00"}, Idempotency_Key="k-1")
    again = client.send("/hazards", body | {"sent_at": "2026-01-01T17:30:00+08:00"}, Idempotency_Key="k-1")
    assert (again.status_code, again.json()) == (200, first.json())
    other = body | {"text": "别的", "sent_at": "2026-01-01T17:30:00+08:00"}
    assert client.send("/hazards", other, Idempotency_Key="k-1").json()["code"] == "IDEMPOTENCY_CONFLICT"


@pytest.mark.django_db
def test_keys_of_two_people_do_not_meet(town, as_):
    body = {"username": "a1", "name": "甲"}
    as_(town.system).send("/people", body, Idempotency_Key="k-1")
    refused = as_(town.inspector).send("/people", body, Idempotency_Key="k-1")
    assert refused.json()["code"] == "NOT_YOUR_DUTY"


@pytest.mark.django_db
def test_a_refusal_leaves_the_key_free(town, as_):
    client, body = as_(town.inspector), body_of(town)
    assert client.send("/hazards", body | {"photos": []}, Idempotency_Key="k-1").status_code == 422
    assert client.send("/hazards", body, Idempotency_Key="k-1").status_code == 200


@pytest.mark.django_db
def test_a_password_is_not_kept_with_the_key(town, as_):
    client, body = as_(town.system), {"username": "a1", "name": "甲"}
    first = client.send("/people", body, Idempotency_Key="k-1").json()
    again = client.send("/people", body, Idempotency_Key="k-1").json()
    assert again == {"id": first["id"], "password": None}
    assert first["password"] not in str(IdempotencyKey.objects.get().body)
    assert User.objects.filter(username="a1").count() == 1


@pytest.mark.django_db
def test_a_key_that_is_too_long_is_refused(town, as_):
    answer = as_(town.system).send("/people", {"username": "a1", "name": "甲"}, Idempotency_Key="k" * 81)
    assert answer.json()["code"] == "BAD_REQUEST"


@pytest.mark.django_db
def test_old_keys_are_forgotten(town):
    IdempotencyKey.objects.create(viewer="user:1", key="old", fingerprint="", status=200, body={})
    assert forget_old() == 0
    assert forget_old(timezone.now() + KEEP) == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_time_have_one_effect(town, as_):
    body = body_of(town)
    clients = [as_(town.inspector) for _ in range(4)]
    ready, answers = threading.Barrier(4), []

    def send(client):
        ready.wait()
        answers.append(client.send("/hazards", body, Idempotency_Key="k-1").json())
        connection.close()

    threads = [threading.Thread(target=send, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Hazard.objects.count() == 1
    assert len({a["id"] for a in answers}) == 1
    assert len(answers) == 4
