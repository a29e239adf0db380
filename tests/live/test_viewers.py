"""Who connects: many who come at once are read together, and nobody gets an answer older than the question."""

import asyncio
import threading

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from factories import make_city, make_person
from live.screen import hang_up, log_in
from safegrid.actions.kiosks import create, hash_of
from safegrid.domain.roles import Role
from safegrid.live import viewers as module
from safegrid.live.viewers import MOST, Viewers, read_viewers
from safegrid.store.access import viewer_of_user
from safegrid.store.models import Kiosk, User


class Book:
    """Stands in for the database: notes every reading, and holds it until `open`."""

    def __init__(self):
        self.readings, self.open, self.begun = [], threading.Event(), threading.Event()
        self.holders = {}

    def read(self, keys):
        self.begun.set()
        assert self.open.wait(5)
        self.readings.append(list(keys))
        return {key: self.holders[key] for key in keys if key in self.holders}


@pytest.fixture
def book(monkeypatch):
    made = Book()
    monkeypatch.setattr(module, "read_viewers", made.read)
    return made


async def asked(viewers, *keys):
    tasks = [asyncio.create_task(viewers.of(key)) for key in keys]
    await asyncio.sleep(0)
    return tasks


async def test_who_comes_while_others_are_read_is_read_after_them_together(book):
    viewers = Viewers()
    first = await asked(viewers, "a")
    await asyncio.to_thread(book.begun.wait, 5)
    others = await asked(viewers, "b", "c", "a")
    book.holders = {"a": "A", "b": "B"}
    book.open.set()
    assert await asyncio.gather(*first, *others) == ["A", "B", None, "A"]
    assert book.readings == [["a"], ["b", "c", "a"]]


async def test_no_answer_is_older_than_its_question(book):
    viewers = Viewers()
    book.holders = {"a": "before"}
    book.open.set()
    assert await viewers.of("a") == "before"
    book.holders = {}
    assert await viewers.of("a") is None


async def test_a_thousand_are_read_in_portions(book):
    book.open.set()
    viewers = Viewers()
    keys = [f"k{n}" for n in range(3 * MOST + 1)]
    assert await asyncio.gather(*map(viewers.of, keys)) == [None] * len(keys)
    assert [key for portion in book.readings for key in portion] == keys
    assert max(map(len, book.readings)) == MOST


async def test_a_failure_is_told_to_all_who_asked_and_to_nobody_after(book, monkeypatch):
    viewers = Viewers()

    def fail(_keys):
        raise OSError("the database is away")

    monkeypatch.setattr(module, "read_viewers", fail)
    found = await asyncio.gather(viewers.of("a"), viewers.of("b"), return_exceptions=True)
    assert [type(one) for one in found] == [OSError, OSError]
    monkeypatch.setattr(module, "read_viewers", book.read)
    book.open.set()
    assert await viewers.of("a") is None


async def test_who_hangs_up_while_being_read_disturbs_nobody(book):
    viewers = Viewers()
    gone, stays = await asked(viewers, "a", "b")
    await asyncio.to_thread(book.begun.wait, 5)
    gone.cancel()
    book.holders = {"a": "A", "b": "B"}
    book.open.set()
    assert await stays == "B"
    assert gone.cancelled()


@pytest.fixture
def city():
    return make_city()


@pytest.mark.django_db
@pytest.mark.database
def test_many_sessions_cost_as_many_statements_as_one(city, django_assert_num_queries):
    people = [make_person(Role.INS, city[cell]) for cell in ("c1", "c2", "c3", "c1")]
    keys = {log_in(person).session_key: person for person in people for _ in range(2)}
    read_viewers(list(keys)[:1])  # the cell tree is read once
    with django_assert_num_queries(3):
        found = read_viewers(list(keys))
    assert found == {key: viewer_of_user(person.pk) for key, person in keys.items()}


@pytest.mark.django_db
@pytest.mark.database
def test_each_is_read_as_alone_whoever_else_is_there(city):
    person, shut, gone, ended = (make_person(Role.INS, city["c1"]) for _ in range(4))
    User.objects.filter(pk=shut.pk).update(must_change_password=True)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    security = viewer_of_user(make_person(Role.ADM_SEC, city["city"]).pk)
    wall = Kiosk.objects.get(token_hash=hash_of(create(security, "大厅", city["t1"].pk).token))
    keys = [session.session_key for session in (*map(log_in, (person, shut, gone, ended)), hang_up(wall))]
    Session.objects.filter(session_key=keys[3]).update(expire_date=timezone.now())
    found = read_viewers([*keys, "none" * 8])
    assert {key: viewer.key for key, viewer in found.items()} == {
        keys[0]: f"user:{person.pk}",
        keys[4]: f"kiosk:{wall.pk}",
    }


@pytest.mark.django_db
@pytest.mark.database
@pytest.mark.parametrize("forged", ["a\0b", "", "x" * 5_000, "键" * 32, "\ud800"])
def test_a_forged_key_is_nobodys_and_fails_nobody_else(city, forged):
    key = log_in(make_person(Role.INS, city["c1"])).session_key
    assert read_viewers([forged, key]).keys() == {key}
