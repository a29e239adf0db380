"""The one sequencer: gives committed events their place in the log and keeps the counts in the same transaction.

Order of ids is not order of commits, so nobody may read the outbox by "id greater than last"; here a row is taken once
it is visible, whenever that is, and gets the next dense number.
"""

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import psycopg2
from psycopg2.extensions import connection, cursor
from psycopg2.extras import execute_values

from safegrid.domain import counts
from safegrid.domain.events import CellsCounted, Event, decode, encode, tally
from safegrid.store import sql
from safegrid.store.postgis.direct import connect

from . import pyramid
from .chain import link

log = logging.getLogger(__name__)

LOCK_KEY = 0x5AFE_0001
BATCH = 1_000
POLL_SECONDS = 0.02
STANDBY_SECONDS = 0.5
RECONNECT_SECONDS = 0.5
HEARTBEAT_SECONDS = 1.0
SAFETY = "-c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000"


@dataclass(frozen=True)
class Taken:
    """A row of the outbox."""

    access: bool
    id: int
    kind: str
    entity: str
    entity_id: int
    payload: str
    actor: str
    created_at: datetime


class Sequencer:
    """Runs until told to stop. Of several, one is `active`; the others wait for its lock."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.active = False

    def run(self, stop: threading.Event) -> None:
        """Work until `stop`, connecting again whenever the server goes away.

        An event that cannot be understood is raised: skipping it would falsify every count after it.
        """
        while not stop.is_set():
            try:
                self._session(stop)
            except psycopg2.Error as error:
                log.warning("sequencer lost its database, trying again: %s", str(error).strip())
                stop.wait(RECONNECT_SECONDS)
            finally:
                self.active = False

    def _session(self, stop: threading.Event) -> None:
        database = connect(self._url, "safegrid-sequencer", options=SAFETY)
        try:
            database.autocommit = True
            if not _acquire(database, stop):
                return
            log.info("sequencer is active")
            with database.cursor() as at:
                at.execute(sql.text("log_state_make"))
            database.autocommit = False
            pyramid.ensure(database)
            database.autocommit = True
            self.active = True
            _serve(database, stop)
        finally:
            database.close()


def _acquire(database: connection, stop: threading.Event) -> bool:
    with database.cursor() as at:
        while not stop.is_set():
            at.execute(sql.text("log_try_lock"), {"key": LOCK_KEY})
            if at.fetchone() == (True,):
                return True
            stop.wait(STANDBY_SECONDS)
    return False


def _serve(database: connection, stop: threading.Event) -> None:
    wrote = 0.0
    while not stop.is_set():
        moved = move(database) if _waiting(database) else 0
        if moved:
            wrote = time.monotonic()
        elif time.monotonic() - wrote >= HEARTBEAT_SECONDS:
            with database.cursor() as at:
                at.execute(sql.text("log_heartbeat"))
            wrote = time.monotonic()
        if moved < BATCH:
            stop.wait(POLL_SECONDS)


def _waiting(database: connection) -> bool:
    with database.cursor() as at:
        at.execute(sql.text("log_waiting"))
        return at.fetchone() == (True,)


def move(database: connection, limit: int = BATCH) -> int:
    """Move up to `limit` rows from the outbox to the log, in one transaction; return how many."""
    database.autocommit = False
    try:
        with database, database.cursor() as at:
            return _move(at, limit)
    finally:
        if not database.closed:
            database.autocommit = True


def _move(at: cursor, limit: int) -> int:
    at.execute(sql.text("log_take"), {"limit": limit})
    taken = sorted((Taken(*row) for row in at.fetchall()), key=lambda row: (not row.access, row.id))
    if not taken:
        return 0
    at.execute(sql.text("log_state_lock"))
    state = at.fetchone()
    if state is None:
        raise RuntimeError("the sequencer's state is missing; it is made when a sequencer starts")
    seq, chain, built = state
    events = [decode(row.kind, row.payload) for row in taken]
    counted = _count(at, taken, events)
    if built:
        pyramid.follow(at, events)
    else:
        pyramid.build(at)
    if counted is not None:
        taken.append(counted)
    _append(at, taken, seq, chain)
    return len(taken) - (counted is not None)


def _append(at: cursor, rows: Sequence[Taken], seq: int, chain: str) -> None:
    """Place rows behind `seq`; all in one statement, which moves the state on and tells those who follow."""
    values = []
    for row in rows:
        seq += 1
        content = (seq, row.kind, row.entity, row.entity_id, row.payload, row.actor, row.created_at)
        chain = link(chain, content)
        values.append((*content, chain))
    execute_values(at, sql.text("log_append"), values, page_size=BATCH + 1)


def _count(at: cursor, rows: Sequence[Taken], events: Sequence[Event]) -> Taken | None:
    """Bring the counts up to date; return the event that tells of the new ones."""
    change = counts.add((tally(event), 1) for event in events)
    if not change:
        return None
    at.execute(sql.text("log_counts_read"), {"cells": list(change)})
    held = {cell: (version, row) for cell, version, row in at.fetchall()}
    cells = []
    for cell in sorted(change):
        version, row = held.get(cell, (0, ()))
        columns = counts.from_row(row)
        for column, n in change[cell].items():
            columns[column] += n
        cells.append((cell, version + 1, tuple(counts.to_row(columns))))
    execute_values(at, sql.text("log_counts_write"), [(c, v, list(n)) for c, v, n in cells], page_size=5_000)
    event = CellsCounted(tuple(cells))
    return Taken(False, 0, event.kind, "", 0, encode(event), "sequencer", max(row.created_at for row in rows))
