"""Reading the event log: in order, never past what the caller has confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from safegrid.domain.events import Event, decode
from safegrid.store import sql

EVERYTHING = 2**62


class Cursor(Protocol):
    """What the driver's cursor and Django's have in common."""

    def execute(self, query: str, params: Any = ..., /) -> Any: ...  # noqa: ANN401 - the driver's types
    def fetchall(self) -> list[tuple[Any, ...]]: ...
    def fetchone(self) -> tuple[Any, ...] | None: ...


@dataclass(frozen=True, slots=True)
class LogRow:
    """One event at its place in the log."""

    seq: int
    at: datetime
    event: Event

    @property
    def kind(self) -> str:
        return self.event.kind


@dataclass(frozen=True, slots=True)
class Tip:
    """End of the log. `heartbeat_age`: seconds since the sequencer last wrote, None if it never did."""

    epoch: str
    seq: int
    heartbeat_age: float | None
    now: datetime


class Follower(Protocol):
    """Somebody who is told of every event of the log, in order, in the tail's thread.

    May be told of an event twice (after an error), never skips one.
    """

    def begin(self, epoch: str, seq: int, recent: Sequence[LogRow]) -> None:
        """Start from `seq`, forgetting everything before: first start, or the log was replaced by another."""

    def follow(self, rows: Sequence[LogRow]) -> None:
        """Take the next events."""


def read_tip(cursor: Cursor) -> Tip | None:
    """Return the end of the log; None before the first sequencer has started."""
    cursor.execute(sql.text("log_tip"))
    row = cursor.fetchone()
    return None if row is None else Tip(*row)


def read_after(cursor: Cursor, after: int, *, upto: int = EVERYTHING, limit: int = 1_000) -> list[LogRow]:
    """Read events `after` < seq <= `upto`, at most `limit`."""
    cursor.execute(sql.text("log_read"), {"after": after, "upto": upto, "limit": limit})
    return _rows(cursor)


def read_cuts(cursor: Cursor, after: int, upto: int) -> list[LogRow]:
    """Read the bulk and boundary events of a span."""
    cursor.execute(sql.text("log_cuts"), {"after": after, "upto": upto})
    return _rows(cursor)


def read_recent(cursor: Cursor, limit: int) -> list[LogRow]:
    """Read the newest changes of objects, newest first."""
    cursor.execute(sql.text("log_recent"), {"limit": limit})
    return _rows(cursor)


def position_before(cursor: Cursor, seq: int, seconds: float) -> int:
    """Return the position that lies `seconds` before the event `seq`."""
    cursor.execute(sql.text("log_before"), {"seq": seq, "seconds": seconds})
    row = cursor.fetchone()
    return int(row[0]) if row else 0


def _rows(cursor: Cursor) -> list[LogRow]:
    return [LogRow(seq, at, decode(kind, payload)) for seq, at, kind, payload in cursor.fetchall()]
