"""The clock passes alarms on, notices silence, and lets levels end; each once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import make_city, make_person, make_point, make_unit, viewer
from safegrid.actions import alarm_sweeps as sweeps
from safegrid.actions import alarms, readings
from safegrid.actions.places import Where
from safegrid.actions.readings import take
from safegrid.domain import counts
from safegrid.domain.alarm_types import AlarmCmd, AlarmCommand
from safegrid.domain.events import Changed, decode
from safegrid.domain.readings import Reading
from safegrid.domain.roles import Role
from safegrid.store.models import Alarm, AlarmStep, Device, Notice, Outbox, RiskPoint, Shift
from safegrid.store.models import Reading as Kept

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HH = {"kind": "officer", "severity": "hh", "title": "氨味"}
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Desk:
    def __init__(self):
        self.city = make_city()
        self.unit = make_unit(self.city, "c1")
        self.point = make_point(self.city, "c1", unit=self.unit, level=2)
        self.commander = make_person(Role.CMD, self.city["city"], name="陈指挥")
        self.deputy = make_person(Role.CMD, self.city["city"], name="傅班")
        self.office = make_person(Role.SUP, self.city["a"], name="杜办")
        self.inspector = make_person(Role.INS, self.city["c1"], name="王格")
        now = timezone.now()
        for cell in ("city", "a"):
            Shift.objects.create(
                cell=self.city[cell], person=self.commander, deputy=self.deputy, starts_at=now - HOUR,
                ends_at=now + 8 * HOUR,
            )  # fmt: skip

    def ring(self, **changes):
        command = AlarmCommand(AlarmCmd.RAISE, HH | changes)
        made = alarms.create(viewer(self.commander), Where(point=self.point.pk), command)
        assert isinstance(made, alarms.Outcome), made
        return Alarm.objects.get(pk=made.alarm)

    def call(self):
        """Somebody calls of a place where there is neither unit nor point."""
        lon, lat = self.city.spot("c1")
        made = alarms.create(
            viewer(self.commander), Where(lon=lon, lat=lat), AlarmCommand(AlarmCmd.RAISE, HH)
        )
        assert isinstance(made, alarms.Outcome), made
        return Alarm.objects.get(pk=made.alarm)

    def go(self, alarm, *commands, **fields):
        given = {"reason": "x", "deaths": 0, "injuries": 1, "text": "x", "person": self.inspector.pk,
                 "report": "x", "opinion": "x"} | fields  # fmt: skip
        for name in commands:
            done = alarms.run(viewer(self.commander), alarm.pk, AlarmCommand(AlarmCmd(name), given))
            assert isinstance(done, alarms.Outcome), (name, done)
        alarm.refresh_from_db()

    def sensor(self, **changes):
        limits = {"high": 20, "high_high": 35, "hysteresis": 2}
        return Device.objects.create(
            name="氨气", token_hash=f"h{Device.objects.count()}", point=self.point, parameter="gas", unit="ppm",
            **limits | changes,
        )  # fmt: skip


@pytest.fixture
def desk():
    return Desk()


def told(code):
    return sorted(Notice.objects.filter(code=code).values_list("person__name", flat=True))


def wait(alarm, minutes):
    """Let time pass: move the alarm into the past, as the database's clock cannot be moved."""
    Alarm.objects.filter(pk=alarm.pk).update(raised_at=timezone.now() - minutes * MINUTE)


def test_an_alarm_rings_at_the_desk_then_the_deputy_then_the_county(desk):
    alarm = desk.ring()
    assert told("alarm_raised") == ["陈指挥"]
    wait(alarm, 4.9)
    assert sweeps.escalate() == 0
    wait(alarm, 5.1)
    assert (sweeps.escalate(), sweeps.escalate()) == (1, 0)
    assert told("alarm_deputy") == ["傅班"]
    wait(alarm, 15.1)
    assert (sweeps.escalate(), sweeps.escalate()) == (1, 0)
    assert told("alarm_county") == ["杜办"]
    alarm.refresh_from_db()
    assert (alarm.escalated, alarm.state) == (2, "raised")
    assert list(alarm.steps.values_list("command", flat=True)) == ["raise", "escalate", "escalate"]
    desk.go(alarm, "acknowledge")
    assert sweeps.escalate() == 0


def test_after_a_long_sleep_the_county_is_called_at_once(desk):
    wait(desk.ring(), 60)
    assert (sweeps.escalate(), sweeps.escalate()) == (1, 0)
    assert (told("alarm_deputy"), told("alarm_county")) == ([], ["杜办"])


def test_an_empty_desk_is_answered_by_who_commands_there(desk):
    Shift.objects.all().delete()
    desk.ring()
    assert told("alarm_raised") == ["傅班", "杜办", "陈指挥"]


def test_a_taken_alarm_is_not_passed_on(desk):
    alarm = desk.ring()
    desk.go(alarm, "acknowledge")
    wait(alarm, 60)
    Outbox.objects.all().delete()
    assert sweeps.escalate() == 0
    assert not Outbox.objects.exists()


def test_a_level_ends_when_it_is_over_and_the_readings_were_normal(desk):
    device, now = desk.sensor(), timezone.now()
    take(device.pk, [Reading(now - 3 * MINUTE, 50)])
    alarm = Alarm.objects.get()
    told = {"claimed": "general", "category": "leak"}
    desk.go(alarm, "acknowledge", "judge_hazard", "dispatch", "arrive", "resolve", **told)
    assert sweeps.end_levels() == 0
    take(device.pk, [Reading(now - 2 * MINUTE, 1)])
    assert sweeps.end_levels() == 0
    assert RiskPoint.objects.get().live == 1
    Device.objects.update(normal_since=now - 31 * MINUTE)
    assert (sweeps.end_levels(), sweeps.end_levels()) == (1, 0)
    assert RiskPoint.objects.get().live == 2
    assert not Alarm.objects.get().active


def test_normal_readings_do_not_end_an_alarm_that_nobody_handled(desk):
    device, now = desk.sensor(), timezone.now()
    take(device.pk, [Reading(now - 2 * HOUR, 50), Reading(now - HOUR, 1)])
    assert sweeps.end_levels() == 0
    point = RiskPoint.objects.get()
    assert (point.live, point.firm) == (1, 2)


def test_a_silent_sensor_of_a_dangerous_point_rings_once_and_comes_back(desk):
    device, now = desk.sensor(silent_hours=24), timezone.now()
    take(device.pk, [Reading(now - 30 * HOUR, 1)])
    assert (sweeps.lose_silent(), sweeps.lose_silent()) == (1, 0)
    alarm = Alarm.objects.get()
    assert (alarm.kind, alarm.severity, alarm.reading_value) == ("sweep", "lost", 1)
    assert "信号中断 30 小时" in alarm.title
    assert {r["code"] for r in RiskPoint.objects.get().reasons} >= {"SENSOR_LOST"}
    take(device.pk, [Reading(now, 2)])
    assert not Device.objects.get().lost
    assert "SENSOR_LOST" not in {r["code"] for r in RiskPoint.objects.get().reasons}


def test_silence_counts_from_the_registration_and_a_blue_point_does_not_ring(desk):
    device = desk.sensor()
    RiskPoint.objects.update(inherent=4, base=4, live=4, firm=4)
    assert sweeps.lose_silent() == 0
    Device.objects.update(created_at=timezone.now() - 25 * HOUR)
    assert sweeps.lose_silent() == 1
    device.refresh_from_db()
    assert device.lost
    assert not Alarm.objects.exists()
    assert RiskPoint.objects.get().live == 4


def test_a_sensor_lost_early_worsens_its_point_after_the_packs_hours(desk):
    device, now = desk.sensor(silent_hours=2), timezone.now()
    take(device.pk, [Reading(now - 3 * HOUR, 1)])
    assert sweeps.lose_silent() == 1
    assert "SENSOR_LOST" not in {r["code"] for r in RiskPoint.objects.get().reasons}
    Device.objects.update(last_at=now - 25 * HOUR)
    assert (sweeps.lose_silent(), sweeps.lose_silent()) == (1, 0)
    assert "SENSOR_LOST" in {r["code"] for r in RiskPoint.objects.get().reasons}


def test_a_late_report_of_an_accident_is_told_once(desk):
    alarm = desk.ring()
    desk.go(alarm, "acknowledge", "judge_accident")
    assert sweeps.remind_of_accidents() == 0
    Alarm.objects.update(accident_at=timezone.now() - 61 * MINUTE)
    assert (sweeps.remind_of_accidents(), sweeps.remind_of_accidents()) == (1, 0)
    assert told("alarm_clock_late") == ["杜办", "陈指挥"]
    step = AlarmStep.objects.get(command="clock_late")
    assert step.note == {"clock": "accident_unit"}
    desk.go(alarm, "report_up")
    assert sweeps.remind_of_accidents() == 0


def test_an_accident_colours_until_a_reassessment_is_signed_after_thirty_days(desk):
    alarm = desk.ring()
    desk.go(alarm, "acknowledge", "judge_accident", "dispatch", "arrive", "resolve", "review")
    assert RiskPoint.objects.get().firm == 1
    assert grave_alarms() == 1, "the community stays red, as its point does"
    Alarm.objects.update(accident_at=timezone.now() - timedelta(days=31))
    assert sweeps.end_levels() == 0
    RiskPoint.objects.update(residual_until=timezone.now() + timedelta(days=364))
    assert (sweeps.end_levels(), sweeps.end_levels()) == (1, 0)
    assert RiskPoint.objects.get().live == 2
    assert grave_alarms() == 0


def test_an_accident_at_no_point_colours_for_its_days(desk):
    alarm = desk.call()
    desk.go(alarm, "acknowledge", "judge_accident", "dispatch", "arrive", "resolve", "review")
    assert grave_alarms() == 1
    Alarm.objects.update(accident_at=timezone.now() - timedelta(days=29))
    assert (sweeps.end_levels(), grave_alarms()) == (0, 1)
    Alarm.objects.update(accident_at=timezone.now() - timedelta(days=31))
    assert (sweeps.end_levels(), grave_alarms()) == (1, 0)


def grave_alarms():
    """Alarms that redden their community, as the log's events add up to."""
    told = [decode(row.kind, row.payload) for row in Outbox.objects.order_by("pk")]
    changes = [counts.change(each.before, each.after) for each in told if isinstance(each, Changed)]
    total = counts.add([(change, 1) for change in changes])
    return sum(columns.get("alarms", 0) for columns in total.values())


def test_old_readings_are_forgotten_and_their_alarm_is_kept(desk, django_assert_max_num_queries):
    device = desk.sensor()
    quiet = desk.sensor()
    now = timezone.now()
    Kept.objects.bulk_create(
        Kept(device=d, at=now - timedelta(days=days), value=1)
        for d in (device, quiet)
        for days in (89.9, 90.1, 400)
    )
    take(device.pk, [Reading(now, 99)])
    alarm = Alarm.objects.get(device=device)
    with django_assert_max_num_queries(12):
        assert readings.forget_old() == 4
    assert readings.forget_old() == 0
    kept = Kept.objects.order_by("device", "at").values_list("device_id", "at")
    assert list(kept) == [
        (device.pk, now - timedelta(days=89.9)), (device.pk, now), (quiet.pk, now - timedelta(days=89.9)),
    ]  # fmt: skip
    alarm.refresh_from_db()
    assert alarm.reading_value == 99


def test_many_old_readings_are_forgotten_bit_by_bit(desk, monkeypatch):
    monkeypatch.setattr(readings, "READINGS_AT_ONCE", 2)
    device, old = desk.sensor(), timezone.now() - timedelta(days=100)
    Kept.objects.bulk_create(Kept(device=device, at=old + timedelta(minutes=n), value=1) for n in range(5))
    assert [readings.forget_old() for _ in range(4)] == [2, 2, 1, 0]
