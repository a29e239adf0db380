"""Duties: whatever is done, the counts that events carry fit the rows, and every change tells the person's screens."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.utils import timezone

from factories import make_city, make_person, viewer
from live.processes import until
from safegrid.actions.duties import NewDuty, assign, end, hand_over
from safegrid.actions.duty_rights import Post
from safegrid.domain import counts
from safegrid.domain.events import decode, tally
from safegrid.domain.refusals import Refusal
from safegrid.store.models import Duty, Outbox, User

pytestmark = [pytest.mark.django_db, pytest.mark.database]
POSTS = {"LEAD": "leaders", "OFF": "officers"}


def told():
    """Sum of what the events say about people on duty."""
    return counts.add((tally(decode(row.kind, row.payload)), 1) for row in Outbox.objects.all())


def there():
    """People on duty at communities, from the rows."""
    now = timezone.now()
    rows = Duty.objects.filter(role__in=POSTS, cell__level=4, starts_at__lte=now)
    running = [d for d in rows if d.ends_at is None or d.ends_at > now]
    return counts.add([({d.cell_id: {POSTS[d.role]: 1}}, 1) for d in running])


@pytest.mark.parametrize("seed", range(6))
def test_after_any_sequence_the_events_sum_up_to_the_rows(seed):
    city, dice = make_city(), random.Random(seed)
    chief = viewer(make_person("ADM_SEC", city["city"]))
    people = [make_person() for _ in range(4)]
    for _ in range(25):
        duties = list(Duty.objects.filter(person__in=people))
        match dice.choice(["assign", "assign", "end", "hand_over"]):
            case "assign":
                post = Post(dice.choice(["LEAD", "OFF", "INS"]), city[dice.choice(["c1", "c2"])].pk)
                begin = (
                    timezone.now() + timedelta(days=dice.choice([0, 0, 2])) if dice.random() < 0.5 else None
                )
                assign(chief, NewDuty(dice.choice(people).pk, post, begin))
            case "end" if duties:
                end(chief, dice.choice(duties).pk)
            case "hand_over" if duties:
                hand_over(chief, dice.choice(duties).pk, dice.choice(people).pk)
    assert told() == there()
    changes = Outbox.objects.filter(kind="access").count()
    assert sum(
        User.objects.filter(pk__in=[p.pk for p in people]).values_list("access_version", flat=True)
    ) == (len(people) + changes)


def test_a_duty_that_has_not_begun_ends_without_having_been():
    city = make_city()
    chief, person = viewer(make_person("ADM_SEC", city["city"])), make_person()
    tomorrow = timezone.now() + timedelta(days=1)
    made = assign(chief, NewDuty(person.pk, Post("OFF", city["c1"].pk), tomorrow))
    ended = end(chief, made.pk)
    assert (ended.starts_at, ended.ends_at, ended.counted) == (tomorrow, tomorrow, False)
    assert told() == {}


def test_somebody_who_is_gone_gets_no_duty():
    city = make_city()
    chief, person = viewer(make_person("ADM_SEC", city["city"])), make_person()
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert assign(chief, NewDuty(person.pk, Post("OFF", city["c1"].pk))) == Refusal("NOT_FOUND")


@pytest.mark.parametrize(
    ("role", "where", "fits"),
    [
        ("INS", "c1", True), ("INS", "t1", False), ("OFF", "city", False), ("OFF", "a", True), ("LEAD", "city", True),
        ("DEP", "c1", False), ("SUP", "t1", True), ("CMD", "t1", False), ("ADM_SYS", "a", False), ("PUB", "c1", False),
        ("ENT_S", "c1", False),
    ],
)  # fmt: skip
def test_a_role_fits_some_levels_only(role, where, fits):
    city = make_city()
    chief, person = viewer(make_person("ADM_SEC", city["city"])), make_person()
    made = assign(chief, NewDuty(person.pk, Post(role, city[where].pk)))
    assert (made != Refusal("BAD_POST")) == fits


def test_an_industry_is_a_departments_matter():
    city = make_city()
    chief, person = viewer(make_person("ADM_SEC", city["city"])), make_person()
    assert assign(chief, NewDuty(person.pk, Post("OFF", city["c1"].pk, industry="C"))) == Refusal("BAD_POST")
    assert isinstance(assign(chief, NewDuty(person.pk, Post("DEP", city["a"].pk, industry="C"))), Duty)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", ["end", "hand_over"])
def test_whoever_changes_duties_locks_the_person_before_the_duty(change):
    """As shutting a person out does; the other way round two administrators would wait for each other for ever."""
    city = make_city()
    chief, person = viewer(make_person("ADM_SEC", city["city"])), make_person()
    duty = assign(chief, NewDuty(person.pk, Post("OFF", city["c1"].pk)))
    task = (
        partial(end, chief, duty.pk)
        if change == "end"
        else partial(hand_over, chief, duty.pk, make_person().pk)
    )
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=person.pk)
            changing = other.submit(_in_thread, task)
            until(_waits_for_us)
            Duty.objects.select_for_update(nowait=True).get(pk=duty.pk)
        assert isinstance(changing.result(10), Duty)


def _in_thread(task):
    try:
        return task()
    finally:
        connection.close()


def _waits_for_us():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks AS wait JOIN pg_locks AS held USING (transactionid)"
            " WHERE NOT wait.granted AND held.granted AND held.pid = pg_backend_pid()"
        )
        return cursor.fetchone()[0]
