"""PostGIS backend whose connections come from a bounded, blocking pool of this process.

Under ASGI each request runs in a thread of its own and Django keeps one connection per thread: 200 requests would hold
200 server processes. Here "open" takes a connection from the pool (waiting if all are busy) and "close", which Django
does at the end of each request, rolls back and returns it.
"""

import threading
import time
from typing import Any

import psycopg2
from django.contrib.gis.db.backends.postgis import base
from django.db.utils import OperationalError
from psycopg2 import extensions
from typing_extensions import override

WAIT_SECONDS = 20.0
CHECK_IDLE_AFTER = 30.0


class Pool:
    """At most `size` connections; the most recently used idle one is taken first."""

    def __init__(self, size: int) -> None:
        self._free = threading.BoundedSemaphore(size)
        self._idle: list[tuple[Any, float]] = []
        self._lock = threading.Lock()
        self._generation = 0
        self.size = size

    def take(self) -> tuple[Any, int]:
        """Return an idle connection or None (the caller opens one), and the pool's generation.

        Raises OperationalError if none came free in time.
        """
        if not self._free.acquire(timeout=WAIT_SECONDS):
            raise OperationalError(
                f"all {self.size} database connections stayed busy for {WAIT_SECONDS:.0f} s"
            )
        with self._lock:
            while self._idle:
                connection, since = self._idle.pop()
                if _alive(connection, since):
                    return connection, self._generation
            return None, self._generation

    def give_back(self, connection: Any, generation: int) -> None:  # noqa: ANN401 - psycopg2 connection
        """Roll back and keep the connection, or drop it if it broke or the pool was emptied meanwhile."""
        try:
            if not connection.closed:
                connection.rollback()
        except psycopg2.Error:
            connection.close()
        with self._lock:
            if connection.closed or generation != self._generation:
                connection.close()
            else:
                self._idle.append((connection, time.monotonic()))
        self._free.release()

    def cancel(self) -> None:
        """Give a place back that was taken for a connection which could not be opened."""
        self._free.release()

    def empty(self) -> None:
        """Close what is idle now and, on return, what is in use."""
        with self._lock:
            self._generation += 1
            for connection, _ in self._idle:
                connection.close()
            self._idle.clear()


_pools: dict[str, Pool] = {}
_pools_lock = threading.Lock()


def _alive(connection: Any, since: float) -> bool:  # noqa: ANN401 - psycopg2 connection
    if connection.closed:
        return False
    if time.monotonic() - since < CHECK_IDLE_AFTER:
        return True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        connection.rollback()
    except psycopg2.Error:
        connection.close()
        return False
    return True


class DatabaseWrapper(base.DatabaseWrapper):
    """One pool per database name, so that the tests' database has its own."""

    _generation = 0

    def _pool(self) -> Pool:
        with _pools_lock:
            name = f"{self.alias}:{self.settings_dict['NAME']}"
            if name not in _pools:
                _pools[name] = Pool(int(self.settings_dict.get("POOL_SIZE", 12)))
            return _pools[name]

    @override
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        pool = self._pool()
        connection, self._generation = pool.take()
        try:
            if connection is None:
                connection = super().get_new_connection(conn_params)
            else:
                self.isolation_level = extensions.ISOLATION_LEVEL_READ_COMMITTED
                connection.autocommit = True
        except BaseException:
            pool.cancel()
            raise
        return connection

    # Private in Django, but the one place where every way of closing ends (no type stub knows it).
    def _close(self) -> None:
        if self.connection is not None:
            self._pool().give_back(self.connection, self._generation)

    @override
    def close_pool(self) -> None:
        self._pool().empty()
