"""What a screen missed: from a little before its token up to where the live stream takes over."""

import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db import connection

from safegrid.domain.scope import Scope
from safegrid.domain.state import addressee, cuts
from safegrid.store.access import Viewer
from safegrid.store.queries.log import LogRow, position_before, read_after, read_cuts, read_tip
from safegrid.store.resume import Resume

from .batch import Batch, batch_of, latest
from .database import in_thread

BEFORE_SECONDS = 30.0
"""Tiles may have been fetched this long before the snapshot: what changed meanwhile is told again."""
WINDOW_SECONDS = 24 * 3600
WINDOW_EVENTS = 100_000
CHUNK = 2_000
SHARED = 32
"""Replays that are kept encoded."""


@dataclass(frozen=True)
class Span:
    """Events `after` < seq <= `upto`, from memory if `rows` is given."""

    after: int
    upto: int
    rows: Sequence[LogRow] | None = None


class Shared:
    """What spans in memory mean to an area of sight, encoded once: after a restart everybody asks for the same at once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], list[Batch]] = OrderedDict()

    def batches(self, rows: Sequence[LogRow], scope: Scope) -> list[Batch]:
        if not rows:
            return []
        # By the moments too, not by numbers alone: another log has other rows of the same numbers.
        first, last = rows[0], rows[-1]
        key = (scope.hash, scope.mask, first.seq, first.at, last.seq, last.at)
        found = self._kept.get(key)
        if found is None:
            found = [latest(batch_of(some, scope).parts) for some in _sliced(rows)]
            self._kept[key] = found
            if len(self._kept) > SHARED:
                self._kept.popitem(last=False)
        return found


def too_old(resume: Resume, position: int) -> bool:
    """Decide whether the token lies outside the replay window."""
    return position - resume.seq > WINDOW_EVENTS or time.time() - resume.at > WINDOW_SECONDS


async def prepare(resume: Resume, scope: Scope, recent: Sequence[LogRow], position: int) -> Span | str:
    """Find the span to replay, or the reason why the screen must start afresh."""
    if too_old(resume, position):
        return "too_old"
    upto = max(position, resume.seq)
    rows = in_memory(recent, resume.seq)
    if rows is not None:
        span = Span(rows[0].seq - 1 if rows else resume.seq, upto, rows)
        missed: Sequence[LogRow] = [row for row in rows if row.seq > resume.seq]
    else:
        found = await in_thread(lambda: _from_log(resume.seq, upto))
        if found is None:
            return "epoch"  # the token is ahead of the log: an older copy of it was restored
        span, missed = found
    return next((reason for row in missed if (reason := cuts(row.event, scope))), span)


async def batches(span: Span, viewer: Viewer) -> AsyncIterator[Batch]:
    """Yield what was missed, in order, the latest op of each entity per chunk."""
    if span.rows is not None:
        for batch in _shared.batches(span.rows, viewer.scope):
            yield batch
        yield latest(batch_of(_addressed(span.rows, viewer.key), viewer.scope, viewer.key).parts)
        return
    after = span.after
    while after < span.upto:
        rows, batch = await in_thread(partial(_chunk, after, span.upto, viewer))
        if not rows:
            return
        yield batch
        after = rows[-1].seq


def in_memory(recent: Sequence[LogRow], seq: int) -> list[LogRow] | None:
    """Rows from `BEFORE_SECONDS` before the event `seq` to the last one; None if memory does not reach back so far."""
    if not recent or not recent[0].seq <= seq <= recent[-1].seq:
        return None
    start = recent[seq - recent[0].seq].at - timedelta(seconds=BEFORE_SECONDS)
    if recent[0].at >= start and recent[0].seq > 1:
        return None
    return [row for row in recent if row.at >= start]


def _from_log(seq: int, upto: int) -> tuple[Span, list[LogRow]] | None:
    with connection.cursor() as cursor:
        tip = read_tip(cursor)
        if tip is None or tip.seq < seq:
            return None
        after = position_before(cursor, seq, BEFORE_SECONDS)
        return Span(after, upto), read_cuts(cursor, seq, upto)


def _chunk(after: int, upto: int, viewer: Viewer) -> tuple[list[LogRow], Batch]:
    with connection.cursor() as cursor:
        rows = read_after(cursor, after, upto=upto, limit=CHUNK)
    return rows, latest(batch_of(rows, viewer.scope, viewer.key).parts)


def _addressed(rows: Sequence[LogRow], viewer: str) -> list[LogRow]:
    """What is for one viewer alone."""
    return [row for row in rows if addressee(row.event) == viewer]


def _sliced(rows: Sequence[LogRow]) -> Iterator[Sequence[LogRow]]:
    for i in range(0, len(rows), CHUNK):
        yield rows[i : i + CHUNK]


_shared = Shared()
