"""A small city in a database of its own, and the processes that serve it."""

import psycopg2
import pytest

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


@pytest.fixture
def worker(city, database_url, tmp_path):
    process = Worker(database_url, tmp_path)
    process.start()
    until(lambda: SequencerState.objects.filter(heartbeat__isnull=False).exists(), what=process.output)
    yield process
    process.end()


@pytest.fixture
def web(worker, database_url, tmp_path):
    process = Web(database_url, tmp_path)
    process.start()
    until(lambda: process.health()[0] == 200, what=process.health)
    yield process
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
