"""People: passwords that are shown once, and what a deactivation takes along."""

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import PASSWORD, add_duty, make_city, make_person, viewer
from safegrid.actions.duties import end
from safegrid.actions.people import (
    ALPHABET,
    NewPassword,
    change_password,
    create,
    deactivate,
    one_time_password,
    reset,
)
from safegrid.domain.events import decode
from safegrid.domain.refusals import Refusal
from safegrid.store.models import Duty, Outbox, User

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def city():
    return make_city()


@pytest.fixture
def chief(city):
    return viewer(make_person("ADM_SYS", city["city"]))


def events():
    return [decode(row.kind, row.payload) for row in Outbox.objects.order_by("pk")]


def test_one_time_passwords_are_long_and_legible():
    made = {one_time_password() for _ in range(200)}
    assert len(made) == 200
    assert all(len(p) == 12 and set(p) <= set(ALPHABET) for p in made)
    assert not set("0O1lI") & set(ALPHABET)


def test_a_password_is_stored_as_argon2_only(chief):
    made = create(chief, username="xin", name="新", phone="")
    assert isinstance(made, NewPassword)
    user = User.objects.get(pk=made.person)
    assert user.password.startswith("argon2")
    assert user.check_password(made.password)


def test_a_department_that_does_not_exist_is_refused(chief):
    made = create(chief, username="xin", name="新", phone="", department=999)
    assert made == Refusal("NO_DEPARTMENT")
    assert not User.objects.filter(username="xin").exists()


def test_a_deactivation_ends_running_and_coming_duties_and_tells_in_order(city, chief):
    person = make_person("OFF", city["c1"])
    later = add_duty(person, "INS", city["c2"], since=timezone.now() + timedelta(days=3))
    assert deactivate(chief, person.pk) == person.pk
    assert all(d.ends_at is not None for d in Duty.objects.filter(person=person))
    assert Duty.objects.get(pk=later.pk).ends_at == later.starts_at
    assert [e.kind for e in events()] == ["duties", "access"]
    assert events()[0].tally == ((city["c1"].pk, "officers", -1),)


def test_a_reset_makes_the_old_password_useless_and_tells(city, chief):
    person = make_person("INS", city["c1"])
    made = reset(chief, person.pk)
    person.refresh_from_db()
    assert not person.check_password(PASSWORD)
    assert person.check_password(made.password)
    assert (events()[0].viewer, events()[0].version) == (f"user:{person.pk}", 2)
    assert reset(chief, 999_999) == Refusal("NOT_FOUND")


def test_a_refused_change_leaves_everything(city):
    person = make_person("INS", city["c1"])
    assert isinstance(change_password(viewer(person), "wrong", "a-long-enough-phrase", None), Refusal)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert events() == []


@pytest.mark.parametrize("role", ["ADM_SEC", "ADM_AUD"])
def test_the_system_administrator_cannot_take_over_the_other_administrators(city, chief, role):
    guarded = make_person(role, city["city"])
    assert reset(chief, guarded.pk) == Refusal("NOT_YOUR_DUTY")
    assert deactivate(chief, guarded.pk) == Refusal("NOT_YOUR_DUTY")
    assert User.objects.get(pk=guarded.pk).check_password(PASSWORD)
    security = viewer(make_person("ADM_SEC", city["city"]))
    assert isinstance(reset(security, guarded.pk), NewPassword)


def test_a_security_administrator_manages_no_ordinary_people_and_not_the_own_account(city):
    person = make_person("ADM_SEC", city["city"])
    assert reset(viewer(person), make_person("INS", city["c1"]).pk) == Refusal("NOT_YOUR_DUTY")
    assert reset(viewer(person), person.pk) == Refusal("NOT_YOURSELF")
    assert deactivate(viewer(person), person.pk) == Refusal("NOT_YOURSELF")


def test_the_last_security_administrator_stays(city):
    person = make_person("ADM_SEC", city["city"])
    duty = Duty.objects.get(person=person)
    assert end(viewer(person), duty.pk) == Refusal("NOT_YOURSELF")
    assert Duty.objects.get(pk=duty.pk).ends_at is None
