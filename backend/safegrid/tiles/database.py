"""A few threads with a database connection each, for tiles alone.

Tiles never wait behind page requests for a connection, and their connections are set for short statements: no parallel
workers (starting them costs more than a tile), no jit, and an end after ten seconds.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import psycopg2
from django.db import connections

SIZE = 4
NAME = "safegrid tiles"
"""How these connections are called in `pg_stat_activity`."""
OPTIONS = "-c jit=off -c max_parallel_workers_per_gather=0 -c statement_timeout=10000"
T = TypeVar("T")


class TileDatabase:
    """Runs blocking work in its threads; `close` ends them and their connections, the next work starts new ones."""

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._start()

    def _start(self) -> None:
        self._threads = ThreadPoolExecutor(self._size, thread_name_prefix="tiles")
        self._local = threading.local()
        self._open: set[Any] = set()

    async def query(self, work: Callable[[Any], T]) -> T:
        """Run `work(cursor)` on a tile connection. Raises psycopg2.Error."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._with_cursor, work)

    async def orm(self, work: Callable[[], T]) -> T:
        """Run work that uses Django's models, giving its pooled connection back at the end."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, _with_orm, work)

    def close(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)
        for connection in self._open:
            connection.close()
        self._start()

    def _with_cursor(self, work: Callable[[Any], T]) -> T:
        try:
            return self._run(work)
        except (psycopg2.OperationalError, psycopg2.InterfaceError):
            # A server that restarted leaves dead connections behind: those deserve one new try.
            if self._local.connection is None or not self._local.connection.closed:
                raise
            return self._run(work)

    def _run(self, work: Callable[[Any], T]) -> T:
        with self._connection().cursor() as cursor:
            return work(cursor)

    def _connection(self) -> Any:  # noqa: ANN401 - psycopg2 connection
        connection = getattr(self._local, "connection", None)
        if connection is not None and not connection.closed:
            return connection
        self._local.connection = None
        parameters = connections["default"].get_connection_params()
        ours = {"options": f"{parameters.get('options', '')} {OPTIONS}", "application_name": NAME}
        fresh = psycopg2.connect(**(parameters | ours))
        fresh.autocommit = True
        self._local.connection = fresh
        with self._lock:
            self._open = {c for c in self._open if not c.closed} | {fresh}
        return fresh


def _with_orm(work: Callable[[], T]) -> T:
    try:
        return work()
    finally:
        connections.close_all()
