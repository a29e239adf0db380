"""The clock marks what is late, once, and nobody has to do anything for it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from factories import add_duty, make_city, make_person, make_point, make_unit, make_upload, viewer
from safegrid.actions.hazards import Outcome, create, run
from safegrid.actions.places import Where
from safegrid.actions.sweeps import _late, count_duties, mark_overdue, rerate_expired
from safegrid.domain.events import decode, tally
from safegrid.domain.hazards import Cmd, Command
from safegrid.domain.roles import Role
from safegrid.store import packs
from safegrid.store.models import Hazard, Outbox, RiskPoint

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def city():
    return make_city()


def ordered_hazard(city, *, deadline):
    unit = make_unit(city, "c1")
    point = make_point(city, "c1", unit=unit, level=4)
    officer = make_person(Role.DEP, city["a"])
    fields = {
        "claimed": "general",
        "category": "fire",
        "text": "消防通道堵塞",
        "found_at": timezone.now().isoformat(),
        "photos": [str(make_upload(officer))],
    }
    made = create(viewer(officer), Where(point=point.pk), Command(Cmd.REPORT, fields))
    assert isinstance(made, Outcome)
    for name, given in (
        ("verify", {"class": "general", "basis": "x", "responsible_unit": "x", "responsible_person": "x"}),
        ("order", {"order_number": "1", "demands": "清理", "deadline": deadline.isoformat()}),
    ):
        step = run(viewer(officer), made.hazard, Command(Cmd(name), given))
        assert isinstance(step, Outcome), step
    return Hazard.objects.get(pk=made.hazard), point


def set_back(hazard, days):
    """Let time pass: move the hazard's deadline into the past, as the database's clock cannot be moved."""
    late = timezone.now() - timedelta(days=days)
    hazard.refresh_from_db()
    hazard.facts["deadline"] = late.isoformat()
    Hazard.objects.filter(pk=hazard.pk).update(deadline=late, facts=hazard.facts)


def test_a_passed_deadline_is_told_once_and_worsens_the_point(city):
    hazard, point = ordered_hazard(city, deadline=timezone.now() + timedelta(days=5))
    assert mark_overdue() == 0
    set_back(hazard, 1)
    assert mark_overdue() == 1
    hazard.refresh_from_db()
    point.refresh_from_db()
    assert (hazard.overdue, point.live) == (1, 3)
    before = Outbox.objects.count()
    assert mark_overdue() == 0
    assert Outbox.objects.count() == before
    set_back(hazard, 16)
    assert mark_overdue() == 1
    point.refresh_from_db()
    assert point.live == 2


def test_the_version_in_the_facts_is_the_version_of_the_row(city):
    hazard, _ = ordered_hazard(city, deadline=timezone.now() + timedelta(days=5))
    set_back(hazard, 1)
    mark_overdue()
    hazard.refresh_from_db()
    assert hazard.facts["version"] == hazard.version == 4


def test_a_residual_level_that_ran_out_stops_counting(city):
    point = make_point(city, "c1", level=2)
    reason = {"code": "RESIDUAL", "candidate": 3, "binding": True, "provisional": False, "params": {}}
    RiskPoint.objects.filter(pk=point.pk).update(
        residual=3,
        residual_until=timezone.now() - timedelta(hours=1),
        base=3,
        live=3,
        firm=3,
        reasons=[reason],
    )
    assert rerate_expired() == 1
    point.refresh_from_db()
    assert (point.base, point.live) == (2, 2)
    assert rerate_expired() == 0


def test_duties_are_counted_when_they_begin_and_end(city):
    leader, officer = make_person(), make_person()
    now = timezone.now()
    ends = add_duty(leader, Role.LEAD, city["c1"], until=now - timedelta(minutes=1))
    ends.__class__.objects.filter(pk=ends.pk).update(counted=True)
    begins = add_duty(officer, Role.OFF, city["c2"])
    begins.__class__.objects.filter(pk=begins.pk).update(counted=False)
    add_duty(make_person(), Role.OFF, city["c3"], since=now + timedelta(days=1)).__class__.objects.filter(
        starts_at__gt=now
    ).update(counted=False)
    assert count_duties() == 2
    told = decode("duties", Outbox.objects.get(kind="duties").payload)
    assert tally(told) == {city["c1"].pk: {"leaders": -1}, city["c2"].pk: {"officers": 1}}
    assert count_duties() == 0


def test_a_duty_ends_at_midnight_without_a_write(city):
    midnight = timezone.now().replace(microsecond=0) + timedelta(hours=3)
    person = make_person(Role.INS, city["c1"], until=midnight)
    assert viewer(person).scope.cells == {city["c1"].pk}
    assert viewer(person).scope.valid_until == midnight
    with time_machine.travel(midnight, tick=False):
        assert viewer(person).scope.cells == frozenset()


def test_an_accepted_hazard_is_not_looked_at_again_for_its_listing(city):
    hazard, _ = ordered_hazard(city, deadline=timezone.now() + timedelta(days=5))
    passed = timezone.now() - timedelta(days=1)
    Hazard.objects.filter(pk=hazard.pk).update(state="accepted", listing=2, listing_deadline=passed)
    assert not _late(timezone.now(), packs.current()).exists()
    Hazard.objects.filter(pk=hazard.pk).update(state="reinspected")
    assert _late(timezone.now(), packs.current()).get().pk == hazard.pk


def test_a_new_assessment_that_is_long_late_worsens_the_point(city):
    point = make_point(city, "c1", level=4)
    days = packs.current().trigger("ASSESS_EXPIRED").numbers["late_days"]

    def ran_out(ago):
        RiskPoint.objects.filter(pk=point.pk).update(residual=4, residual_until=timezone.now() - ago)
        changed = rerate_expired()
        point.refresh_from_db()
        return changed, point.live

    assert ran_out(timedelta(days=days, hours=23)) == (0, 4)
    assert ran_out(timedelta(days=days + 1, hours=1)) == (1, 3)
    assert rerate_expired() == 0
