"""One action, one transaction: what it changed and the events that tell of it are written together or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from safegrid.domain.drawn import Drawn
from safegrid.domain.events import Box, Changed, Event
from safegrid.domain.refusals import Refusal
from safegrid.store import outbox

BOUNDARY_LOCK = 7_001


class Refused(Exception):  # noqa: N818 - not an error: it carries a refusal out of a transaction, undoing it
    """Ends a unit of work without a trace."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


@dataclass
class Work:
    """The events of a running action, in order."""

    actor: str
    cause: str
    events: list[Event] = field(default_factory=list)

    def emit(self, event: Event) -> None:
        self.events.append(event)

    def changed(self, before: Drawn | None, after: Drawn | None, *boxes: Box) -> None:
        """Tell that an object was made, changed or taken off the map; silent if it looks the same."""
        shown = after or before
        if shown is None or before == after:
            return
        self.emit(
            Changed(
                entity=shown.entity,
                id=shown.id,
                v=after.v if after else shown.v + 1,
                before=before,
                after=after,
                boxes=tuple(dict.fromkeys(boxes)),
                cause=self.cause,
            )
        )


@contextmanager
def unit_of_work(actor: str, cause: str) -> Iterator[Work]:
    """Run an action. Its events reach the outbox at the end, in the same transaction; an exception undoes both."""
    with transaction.atomic():
        work = Work(actor, cause)
        yield work
        outbox.put(work.events, actor)


def hold_boundaries() -> datetime:
    """Keep the boundaries as they are until the transaction ends, and return the time after any wait.

    Two statements on purpose: `now()` taken before waiting for a publisher would be earlier than what it published.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [BOUNDARY_LOCK])
    return clock()


def hold_boundaries_alone() -> datetime:
    """Wait until nobody determines an owner, keep everybody from it until the transaction ends, and return the time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [BOUNDARY_LOCK])
    return clock()


def clock() -> datetime:
    """The database's time at this moment, not at the transaction's start."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
    assert isinstance(moment, datetime)
    return moment
