"""The tail: one thread of each web process that reads the log in order and tells its followers."""

import logging
import os
import select
import threading
import time
from collections.abc import Sequence

import psycopg2
from psycopg2.extensions import connection

from safegrid.store.postgis.direct import connect
from safegrid.store.queries.log import Follower, LogRow, Tip, read_after, read_tip

log = logging.getLogger(__name__)

CHUNK = 1_000
RECENT = 5_000
POLL_SECONDS = 1.0
RECONNECT_SECONDS = 0.5
STALE_SECONDS = 5.0


class LogReplacedError(Exception):
    """The log is not a continuation of what was read (a restore)."""


class Tail:
    """Reads on from where it was after every interruption; LISTEN only wakes it sooner than the poll each second."""

    def __init__(self, url: str, followers: Sequence[Follower]) -> None:
        self._url = url
        self._followers = list(followers)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._wake_read = self._wake_write = -1
        self._begun = False
        self._met = float("-inf")
        self.epoch = ""
        self.position = 0
        self.confirmed_at = float("-inf")
        self.sequencer_at = float("-inf")

    def start(self) -> None:
        """Start the thread; it needs no database yet."""
        self._wake_read, self._wake_write = os.pipe()
        self._thread = threading.Thread(target=self._run, name="tail", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread and wait for it."""
        if self._thread is None:
            return
        self._stop.set()
        os.write(self._wake_write, b"x")
        self._thread.join(timeout=10)
        if not self._thread.is_alive():
            os.close(self._wake_write)
            os.close(self._wake_read)

    def lag(self) -> float:
        """Seconds since everything committed to the log was known to have been handed on."""
        return time.monotonic() - self.confirmed_at

    def fresh(self) -> bool:
        """Whether this process knows the log's end and the sequencer still writes it."""
        return self.lag() <= STALE_SECONDS and time.monotonic() - self.sequencer_at <= STALE_SECONDS

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._session()
            except (psycopg2.Error, LogReplacedError) as error:
                log.warning("tail reads the log again: %s", str(error).strip() or type(error).__name__)
            except Exception:
                # The position has not moved: its followers get the same events again.
                log.exception("a follower of the log failed")
            self._stop.wait(RECONNECT_SECONDS)

    def _session(self) -> None:
        database = connect(self._url, "safegrid-tail", options="-c statement_timeout=30000")
        try:
            database.autocommit = True
            with database.cursor() as at:
                at.execute("LISTEN safegrid_log")
            self._meet(database)
            while not self._stop.is_set():
                self._drain(database)
                if self._wait(database):
                    self._meet(database)
        finally:
            database.close()

    def _meet(self, database: connection) -> None:
        """Look at the log's end: is it still the same log, and does the sequencer live?"""
        self._met = asked = time.monotonic()
        with database.cursor() as at:
            tip = read_tip(at)
        if tip is None:
            return
        if tip.heartbeat_age is not None:
            self.sequencer_at = asked - max(0.0, tip.heartbeat_age)
        if not self._begun or tip.epoch != self.epoch or tip.seq < self.position:
            self._begin(database, tip)

    def _begin(self, database: connection, tip: Tip) -> None:
        with database.cursor() as at:
            recent = read_after(at, max(0, tip.seq - RECENT), upto=tip.seq, limit=RECENT)
        for follower in self._followers:
            follower.begin(tip.epoch, tip.seq, recent)
        self.epoch, self.position, self._begun = tip.epoch, tip.seq, True

    def _drain(self, database: connection) -> None:
        while self._begun:
            asked = time.monotonic()
            with database.cursor() as at:
                rows = read_after(at, self.position, limit=CHUNK)
            if rows:
                self._hand_on(rows)
            if len(rows) < CHUNK:
                self.confirmed_at = asked
                return

    def _hand_on(self, rows: Sequence[LogRow]) -> None:
        if rows[-1].seq - self.position != len(rows):
            self._begun = False
            raise LogReplacedError(f"the log has a gap after {self.position}")
        for follower in self._followers:
            follower.follow(rows)
        self.position = rows[-1].seq

    def _wait(self, database: connection) -> bool:
        """Wait for a notification; True once a second, when the log's end is due to be looked at."""
        remaining = self._met + POLL_SECONDS - time.monotonic()
        if remaining <= 0:
            return True
        select.select([database.fileno(), self._wake_read], [], [], remaining)
        database.poll()
        del database.notifies[:]
        return False
