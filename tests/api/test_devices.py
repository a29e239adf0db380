"""Sensors over HTTP: registered, sending in any order, ringing once, shut out."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from safegrid.store.models import Alarm, Device, Notice, Reading, RiskPoint

pytestmark = [pytest.mark.django_db, pytest.mark.database]
GAS = {"name": "氨气 1#", "parameter": "gas", "unit": "ppm", "high": 20, "high_high": 35, "hysteresis": 2}


@pytest.fixture
def sensor(town, as_):
    """A gas sensor at the point, and how it sends."""
    made = as_(town.department).send("/devices", GAS | {"point": town.point.pk}).json()
    return Sensor(made["id"], made["token"])


class Sensor:
    def __init__(self, id_, token):
        self.id, self.token = id_, token
        self.now = timezone.now()

    def send(self, *values, token=None):
        """Values as (minutes before now, value)."""
        rows = [
            {"at": (self.now - timedelta(minutes=m)).isoformat(), "value": v, "id": f"r{i}"}
            for i, (m, v) in enumerate(values)
        ]
        return self.raw({"readings": rows}, token)

    def raw(self, body, token=None):
        return Client(enforce_csrf_checks=True).post(
            "/api/readings", body, content_type="application/json",
            headers={"authorization": f"Bearer {token or self.token}"},
        )  # fmt: skip


def results(answer):
    return [r["result"] for r in answer.json()["results"]]


def test_a_reading_over_high_high_rings_and_reddens_the_point(town, as_, sensor):
    assert results(sensor.send((3, 5), (2, 12))) == ["stored", "stored"]
    assert not Alarm.objects.exists()
    answer = sensor.send((1, 41.5))
    assert answer.json()["alarm"] is True
    alarm = Alarm.objects.get()
    assert (alarm.kind, alarm.severity, alarm.state) == ("sensor", "hh", "raised")
    assert "气体浓度高高报" in alarm.title
    assert "41.5 ppm" in alarm.title
    point = RiskPoint.objects.get(pk=town.point.pk)
    assert (point.live, point.firm) == (1, 4)
    shown = as_(town.command).read(f"/alarms/{alarm.pk}").json()
    assert (shown["reading"]["value"], shown["reading"]["threshold"], shown["reading"]["unit"]) == (
        41.5,
        35,
        "ppm",
    )
    assert shown["confidence"] == "medium"
    assert Notice.objects.filter(alarm=alarm, code="alarm_raised", person=town.command).exists()


def test_high_rings_and_worsens_by_a_step_and_high_high_rings_again(town, sensor):
    sensor.send((9, 21))
    assert RiskPoint.objects.get(pk=town.point.pk).live == 3
    sensor.send((8, 18.5), (7, 22))
    assert Alarm.objects.count() == 1
    sensor.send((6, 36))
    assert list(Alarm.objects.order_by("pk").values_list("severity", flat=True)) == ["h", "hh"]
    sensor.send((5, 30), (4, 50))
    assert Alarm.objects.count() == 2


def test_what_is_sent_twice_is_kept_once(sensor):
    first, second = sensor.send((2, 40)), sensor.send((2, 40), (1, 41))
    assert results(first) == ["stored"]
    assert results(second) == ["repeated", "stored"]
    assert Reading.objects.count() == 2
    assert Alarm.objects.count() == 1
    assert results(sensor.send((0.5, 1), (0.5, 1))) == ["stored", "repeated"]


def test_late_readings_are_kept_and_move_nothing(town, sensor):
    sensor.send((1, 5))
    assert results(sensor.send((10, 99), (20, 50))) == ["late", "late"]
    assert Reading.objects.count() == 3
    assert not Alarm.objects.exists()
    assert Device.objects.get().last_value == 5


def test_the_order_in_a_batch_does_not_matter(sensor):
    assert results(sensor.send((1, 4), (3, 3), (2, 60))) == ["stored", "stored", "stored"]
    alarm = Alarm.objects.get()
    assert alarm.reading_value == 60
    assert (Device.objects.get().band, Device.objects.get().last_value) == ("normal", 4)


def test_a_clock_that_runs_ahead_is_refused_row_by_row(sensor):
    answer = sensor.send((-1, 40), (-10, 99), (1, 3)).json()
    assert [(r["result"], r["code"], r["id"]) for r in answer["results"]] == [
        ("stored", "", "r0"), ("refused", "FUTURE_CLOCK", "r1"), ("stored", "", "r2"),
    ]  # fmt: skip
    assert Reading.objects.count() == 2


@pytest.mark.parametrize("token", ["", "x", "wrong-token"])
def test_no_stranger_sends(sensor, token):
    answer = Client().post(
        "/api/readings", {"readings": []}, content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )  # fmt: skip
    assert answer.status_code == 401
    assert answer.json()["code"] == "NOT_LOGGED_IN"


def test_a_log_in_is_no_token(town, as_):
    assert as_(town.command).send("/readings", {"readings": []}).status_code == 401


@pytest.mark.parametrize(
    "row",
    [
        {"at": "yesterday", "value": 1},
        {"at": "2026-01-01T00:00:00", "value": 1},
        {"at": "2026-01-01T00:00:00Z", "value": "much"},
        {"at": "2026-01-01T00:00:00Z", "value": 1e13},
        {"at": "2026-01-01T00:00:00Z"},
    ],
)
def test_bad_rows_are_named(sensor, row):
    answer = sensor.raw({"readings": [{"at": "2026-01-01T00:00:00Z", "value": 1}, row]})
    assert answer.status_code == 422
    assert any(name.startswith("readings.1") for name in answer.json()["fields"])
    assert not Reading.objects.exists()
    assert sensor.raw({"readings": []}).status_code == 422


def test_a_batch_costs_the_same_however_long(sensor, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        assert sensor.send(*[(n, 10) for n in range(300)]).status_code == 200


def test_who_registers_sensors(town, as_):
    for person in (town.officer, town.inspector, town.head, town.command, town.system):
        answer = as_(person).send("/devices", GAS | {"point": town.point.pk})
        assert answer.json()["code"] in {"NOT_YOUR_DUTY", "NOT_FOUND"}
    assert as_(town.department).send("/devices", GAS | {"point": town.far_point.pk}).status_code == 404
    assert (
        as_(town.department)
        .send("/devices", GAS | {"point": town.point.pk, "high_high": 19})
        .json()["fields"]
    )
    assert (
        as_(town.department).send("/devices", GAS | {"point": town.point.pk, "parameter": "x"}).status_code
        == 422
    )
    assert not Device.objects.exists()


def test_the_token_is_shown_once_and_never_listed(town, as_, sensor):
    body = GAS | {"point": town.point.pk, "name": "氨气 2#"}
    answers = [as_(town.department).send("/devices", body, Idempotency_Key="d").json() for _ in range(2)]
    assert answers[0]["token"]
    assert answers[1] == {"id": answers[0]["id"], "token": None}
    listed = as_(town.head).read("/devices")
    assert sensor.token not in listed.content.decode()
    assert [d["name"] for d in listed.json()["devices"]] == ["氨气 1#", "氨气 2#"]
    assert as_(town.far_inspector).read("/devices").json()["devices"] == []
    of_admin = as_(town.security).read("/devices").json()["devices"][0]
    assert (of_admin["point"], of_admin["last_value"]) == (None, None)


def test_a_revoked_sensor_is_heard_no_more(town, as_, sensor):
    assert as_(town.officer).send(f"/devices/{sensor.id}/revoke").status_code == 403
    assert as_(town.far_inspector).send(f"/devices/{sensor.id}/revoke").status_code == 404
    assert as_(town.security).send(f"/devices/{sensor.id}/revoke").status_code == 200
    assert sensor.send((1, 50)).status_code == 401
    assert as_(town.security).send(f"/devices/{sensor.id}/revoke").status_code == 404


def test_a_silent_sensor_is_marked_before_it_is_lost(town, as_, sensor, django_assert_max_num_queries):
    Device.objects.update(created_at=sensor.now - timedelta(days=9))
    desk = as_(town.command)

    def seen():
        return desk.read(f"/points/{town.point.pk}").json()["sensors"][0]

    sensor.send((3 * 60 + 59, 5))
    assert (seen()["silent"], seen()["silent_for"], seen()["last_value"]) == (False, 3, 5)
    assert desk.read("/devices", silent=True).json()["devices"] == []
    Device.objects.update(last_at=sensor.now - timedelta(hours=5))
    assert (seen()["silent"], seen()["silent_for"], seen()["lost"]) == (True, 5, False)
    with django_assert_max_num_queries(6):
        (listed,) = desk.read("/devices", silent=True).json()["devices"]
    assert (listed["point"]["id"], listed["silent_for"]) == (town.point.pk, 5)
    assert as_(town.far_inspector).read("/devices", silent=True).json()["devices"] == []
    # One that sends once a day is not missed after four hours.
    Device.objects.update(silent_hours=24 * 6)
    assert seen()["silent"] is False
    assert desk.read("/devices", silent=True).json()["devices"] == []
    Device.objects.update(silent_hours=24, revoked_at=sensor.now)
    assert desk.read("/devices", silent=True).json()["devices"] == []
    assert desk.read(f"/points/{town.point.pk}").json()["sensors"] == []
