"""The pool bounds what a burst of requests takes from the server, and gives clean connections."""

import threading

import pytest
from django.db import connection, connections

from safegrid.store.models import Department
from safegrid.store.postgis import base

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def in_threads(n, work):
    """Run `work` in n threads at once, each with a connection of its own, and return what they gave."""
    found, failures, barrier = [], [], threading.Barrier(n)

    def run():
        try:
            barrier.wait(10)
            found.append(work())
        except Exception as problem:
            failures.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not failures
    return found


def backend():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), pg_sleep(0.02)")
        return cursor.fetchone()[0]


def test_forty_threads_share_a_few_connections():
    pids = in_threads(40, backend)
    assert len(pids) == 40
    assert len(set(pids)) <= connection.settings_dict["POOL_SIZE"]


def test_what_was_not_committed_is_gone_when_the_connection_comes_back():
    def leave_open():
        connection.set_autocommit(False)
        Department.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 1")

    def look():
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            return cursor.fetchone()[0], connection.get_autocommit()

    in_threads(1, leave_open)
    assert in_threads(1, look) == [("1min", True)]


def test_a_connection_that_the_server_ended_is_replaced():
    def end_myself():
        pid = backend()
        connection.connection.close()
        return pid

    (ended,) = in_threads(1, end_myself)
    assert ended not in in_threads(3, backend)


def test_waiting_for_a_busy_pool_ends_with_a_clear_error(monkeypatch):
    monkeypatch.setattr(base, "WAIT_SECONDS", 0.05)
    pool = base.Pool(1)
    assert pool.take()[0] is None
    with pytest.raises(base.OperationalError, match="stayed busy"):
        pool.take()
    pool.cancel()
    assert pool.take()[0] is None
