"""Sensors stand at dangerous points, every desk has somebody, and nothing rings in a new city."""

import pytest

from safegrid.actions import alarm_sweeps
from safegrid.actions.kiosks import hash_of
from safegrid.actions.readings import take
from safegrid.domain.readings import Reading
from safegrid.ingest.demo.desks import HALF_DAY
from safegrid.ingest.demo.logins import SENSOR_ALARM, SENSOR_TOKEN
from safegrid.store.models import Alarm, Device, GridCell, Notice, RiskPoint, Shift, User

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_sensors_stand_at_red_and_orange_points(loaded_city):
    assert Device.objects.count() > 30
    assert set(RiskPoint.objects.filter(devices__isnull=False).values_list("base", flat=True)) <= {1, 2}
    for device in Device.objects.all():
        assert device.last_value < (device.high or device.high_high)


def test_every_desk_has_one_person_at_every_hour(loaded_city):
    now = loaded_city.now
    for cell in GridCell.objects.filter(level__lte=2):
        for hours in (0, 6, 12, 24):
            at = now + hours / 12 * HALF_DAY
            assert Shift.objects.filter(cell=cell, starts_at__lte=at, ends_at__gt=at).count() == 1, (
                cell,
                hours,
            )
    city = Shift.objects.get(cell__level=1, starts_at__lte=now, ends_at__gt=now)
    assert (city.person.username, city.deputy.username) == ("zhihui", "anwei")


def test_nothing_rings_by_itself_and_the_known_sensor_does(loaded_city):
    assert not Alarm.objects.exists()
    assert alarm_sweeps.escalate() + alarm_sweeps.lose_silent() + alarm_sweeps.end_levels() == 0
    device = Device.objects.get(token_hash=hash_of(SENSOR_TOKEN))
    taken = take(device.pk, [Reading(loaded_city.now + HALF_DAY / 4320, SENSOR_ALARM)])
    alarm = Alarm.objects.get(pk=taken.alarm)
    assert alarm.severity == "hh"
    assert alarm.unit is not None
    zhihui = User.objects.get(username="zhihui")
    assert Notice.objects.filter(alarm=alarm, person=zhihui, code="alarm_raised").exists()
