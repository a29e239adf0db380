"""A small city in a database of its own, and the processes that serve it.

Tests of the sequencer alone get fresh ground each (`city`). Tests of running processes share ground, log and processes
for a whole module (`ground`, `worker`, `web`), as life does; each makes people and points of its own.
"""

import os

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings, setup_databases, teardown_databases

from databases import renamed
from factories import make_city
from live.facts import empty_log
from live.processes import KEY, Web, Worker, until
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
    for one in opened:
        one.close()


@pytest.fixture(scope="session")
def test_database(django_db_setup, django_db_blocker):
    """pytest-django makes its database only if a test that runs is marked for it; those of processes are not."""
    named = settings.DATABASES["default"]
    if named["NAME"] == named["TEST"]["NAME"]:
        yield
        return
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
        yield
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def database_url(test_database):
    """The URL of the tests' database, for processes that a test starts."""
    return renamed(os.environ["DATABASE_URL"], settings.DATABASES["default"]["NAME"])


@pytest.fixture(scope="module")
def ground(test_database, django_db_blocker):
    # The processes read sessions and tokens that the tests make.
    with django_db_blocker.unblock(), override_settings(SECRET_KEY=KEY):
        assert connection.settings_dict["NAME"].startswith("test_")
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
