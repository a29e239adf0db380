"""The real web process and worker on a city of the bench, and a viewer of the whole city at them."""

import os
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import psycopg2

from safegrid.live.sequencer import move
from safegrid.store import sql as store_sql
from safegrid_bench import sql
from safegrid_dev import health
from safegrid_dev.application import environment
from safegrid_dev.serve import command
from safegrid_simulate.client import Person

from .processes import child, end_together, free_port, until

ROOT_APP = "safegrid.config.asgi:application"
APP = "safegrid_bench.uncached:application"
VIEWER = "zhihui"
"""The command centre: sees the whole city, as the wall does."""
PASSWORD = "safegrid-demo"  # noqa: S105 - the demo's own, public
START_SECONDS = 60.0
QUIET_SECONDS = 0.5


@dataclass(frozen=True)
class System:
    """Running processes. `database`: URL for reading along; `start_seconds`: from their start to `healthz` 200."""

    database: str
    port: int
    web: int
    worker: int
    start_seconds: float

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def backends(self, name: str) -> list[int]:
        """Process numbers of the database's servers for connections of a name."""
        return [pid for (pid,) in self.rows("backends", {"name": name})]

    def rows(self, name: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Run one of the bench's statements."""
        database = psycopg2.connect(self.database)
        try:
            with database, database.cursor() as at:
                at.execute(sql.text(name), values)
                return at.fetchall()
        finally:
            database.close()


@contextmanager
def running(database: str) -> Iterator[System]:
    """Start a worker and a web process, wait until they are fit, end them afterwards.

    Raises TimeoutError.
    """
    began = time.monotonic()
    with ExitStack() as stack:
        worker = stack.enter_context(child("worker", command("worker"), _environment(database, 0)))
        port = free_port()
        words = [APP if word == ROOT_APP else word for word in command("web", port=port)]
        web = stack.enter_context(child("web", words, _environment(database, port)))
        stack.callback(end_together, [worker, web])
        url = f"http://127.0.0.1:{port}"
        until(partial(health.is_healthy, url), START_SECONDS, "the web process becomes fit")
        system = System(database, port, web, worker, time.monotonic() - began)
        # A new city's first events are still on their way to the log, and screens would start afresh because of them.
        until(lambda: system.rows("last_event")[0][1] == 0, START_SECONDS, "the outbox is drained")
        time.sleep(QUIET_SECONDS)
        yield system


def settle(database: str) -> None:
    """Take everything that waits into the log, the counts and the pyramid, as the sequencer does; it is built once."""
    connection = psycopg2.connect(database, options="-c jit=off -c work_mem=256MB")
    connection.autocommit = True
    with connection.cursor() as at:
        at.execute(store_sql.text("log_state_make"))
        while move(connection):
            pass
        at.execute("VACUUM ANALYZE")
    connection.close()


def _environment(database: str, port: int) -> dict[str, str]:
    # The bench has its own address and speaks to nobody else's.
    own = {"SAFEGRID_ORIGINS": f"http://127.0.0.1:{port}", "DATABASE_URL": database}
    return {**os.environ, **environment(database, port), **own}


@dataclass(frozen=True)
class Viewer:
    """A logged-in viewer: cookies for sockets and tiles, and what the snapshot said."""

    cookies: str
    token: str
    scope: str
    boundary: int


def log_in(system: System) -> Viewer:
    """Log in as the command centre and take a snapshot, as a page does."""
    person = Person(system.url, VIEWER, PASSWORD)
    start = person.get("/api/snapshot")
    person.get("/tiles.json")
    return Viewer(person.cookies(), start["token"], start["scope"]["hash"], start["boundary"])


def fetch(system: System, path: str, cookies: str) -> bytes:
    """GET something. Raises URLError."""
    request = urllib.request.Request(system.url + path, headers={"Cookie": cookies})  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        body: bytes = answer.read()
        return body
