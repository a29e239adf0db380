"""A small city in a database of its own, and the processes that serve it.

Tests of the sequencer alone get fresh ground each (`city`). Tests of running processes share ground, log and processes
for a whole module (`ground`, `worker`, `web`), as life does; each makes people and points of its own.
"""

import psycopg2
import pytest
from django.core.management import call_command

from factories import make_city
from live.facts import empty_log
from live.processes import Web, Worker, until
from live.screen import Screen, log_in
from safegrid.store.models import SequencerState


@pytest.fixture
def city(transactional_db):
    made = make_city()
    empty_log()
    return made


@pytest.fixture
def connect(database_url):
    """Opens connections that are not Django's; all are closed at the end."""
    opened = []

    def open_one():
        opened.append(psycopg2.connect(database_url))
        return opened[-1]

    yield open_one
    for connection in opened:
        connection.close()


@pytest.fixture(scope="module")
def ground(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        made = make_city()
        empty_log()
        yield made
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("processes")


@pytest.fixture(scope="module")
def worker(ground, database_url, folder):
    process = Worker(database_url, folder)
    try:
        process.start()
        alive = SequencerState.objects.filter(heartbeat__isnull=False)
        until(alive.exists, 30, what=process.output)
        yield process
    finally:
        process.end()


@pytest.fixture(scope="module")
def web(worker, database_url, folder):
    process = Web(database_url, folder)
    try:
        process.start()
        until(lambda: process.health()[0] == 200, what=process.health)
        yield process
    finally:
        process.end()


@pytest.fixture
def screen(web):
    """Opens screens of people (or of sessions); all are closed at the end."""
    opened = []

    def open_one(who, **how):
        session = who if hasattr(who, "session_key") else log_in(who)
        opened.append(Screen(web, session))
        return opened[-1].open(**how).wait_open()

    yield open_one
    for one in opened:
        one.close()
