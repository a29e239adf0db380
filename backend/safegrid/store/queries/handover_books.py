"""The books of all desks 交接班记录 read again: does every signature fit?"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from safegrid.domain.handovers import Line, Signed, broken
from safegrid.store.models import Handover

CHUNK = 1_000


@dataclass(frozen=True)
class Book:
    """The book of one desk. `broken_at`: number of the first handing over that does not fit, None if all do."""

    cell: int
    name: str
    lines: int
    broken_at: int | None


def verify_books() -> list[Book]:
    """Check the book of each desk against its chain of signatures. One query.

    Lines cut off the end leave no trace in the chain: only their number shows it.
    """
    return [_verified(list(rows)) for _, rows in groupby(_rows(), lambda row: row.cell_id)]


def _verified(rows: list[Handover]) -> Book:
    at = broken(_signed(row) for row in rows)
    first = rows[0].cell
    return Book(first.pk, first.name, len(rows), None if at is None else rows[at].pk)


def _rows() -> Iterator[Handover]:
    return Handover.objects.select_related("cell").order_by("cell_id", "pk").iterator(CHUNK)


def _signed(row: Handover) -> Signed:
    line = Line(
        cell=row.cell_id,
        giver=row.giver_id,
        taker=row.taker_id,
        summary=row.summary,
        open_items=row.open_items,
        open_alarms=tuple(row.open_alarms),
        given_at=row.given_at,
    )
    return Signed(line, row.digest, row.signed_at, row.signed_digest)
