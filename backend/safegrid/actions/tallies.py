"""Columns of the counts that nothing drawn makes up: told of by differences to what the log was told last.

Whoever changes what a column rests on may tell of it at once (`tell`); what only time changes is found by the sweep
(`settle`), all cells in one event. Both hold the rows of `CellTally` that they change, so nothing is told twice.
"""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from safegrid.domain.counts import Tally, add
from safegrid.domain.events import Tallied, flat
from safegrid.domain.times import china_day
from safegrid.store.among import among
from safegrid.store.models import CellTally
from safegrid.store.queries import self_checks, surveys

from .transaction import Work, unit_of_work

ACTOR = "system:sweep"
EVERY = 30.0
"""Seconds between two looks at the sources; a new day in China is looked at at once."""
Numbers = Mapping[int, int]
"""Community to number; one that is absent has 0."""


@dataclass(frozen=True)
class Source:
    """A column, and what it should say on a day in China, by a query of its own."""

    column: str
    truth: Callable[[date], Numbers]


SOURCES: tuple[Source, ...] = (
    Source("survey_overdue", surveys.overdue_communities),
    Source("selfcheck_overdue", self_checks.overdue_units),
)
_looked: list[tuple[date, float]] = []


def tell(work: Work, column: str, numbers: Numbers) -> None:
    """Tell what some communities have in a column now, where the log was told otherwise."""
    held = _locked(column, numbers)
    _write(work, column, held, numbers)


def forget(work: Work, cells: Collection[int]) -> None:
    """Take communities that are no more out of every column."""
    for source in SOURCES:
        tell(work, source.column, dict.fromkeys(cells, 0))


def fill(day: date) -> Tally:
    """Count every column of a city that is loaded at once; the caller tells of it. Returns what there is to count."""
    terms: Tally = {}
    for source in SOURCES:
        truth = source.truth(day)
        CellTally.objects.bulk_create(
            CellTally(cell_id=cell, column=source.column, n=n) for cell, n in sorted(truth.items())
        )
        terms = add([(terms, 1), ({cell: {source.column: n} for cell, n in truth.items()}, 1)])
    return terms


def settle(now: datetime | None = None) -> int:
    """Bring every column in line with the day; one event for all cells of a column. Returns how many cells turned."""
    return sum(_settle(source, china_day(now or timezone.now())) for source in SOURCES)


def settle_now_and_then() -> int:
    """`settle`, for the worker: at the beginning of each day, and every half minute."""
    day, at = china_day(timezone.now()), time.monotonic()
    if _looked and _looked[0][0] == day and at - _looked[0][1] < EVERY:
        return 0
    turned = settle()
    _looked[:] = [(day, at)]
    return turned


def _settle(source: Source, day: date) -> int:
    told = CellTally.objects.filter(column=source.column)
    wrong = _differ(dict(told.values_list("cell_id", "n")), source.truth(day))
    if not wrong:
        return 0
    with unit_of_work(ACTOR, f"tally.{source.column}") as work:
        held = _locked(source.column, wrong)
        # Read again: whoever told of one of these cells meanwhile has let go of its row.
        truth = source.truth(day)
        return _write(work, source.column, held, {cell: truth.get(cell, 0) for cell in wrong})


def _differ(told: Numbers, truth: Numbers) -> list[int]:
    return sorted(cell for cell in {*told, *truth} if told.get(cell, 0) != truth.get(cell, 0))


def _locked(column: str, cells: Collection[int]) -> list[CellTally]:
    """The rows of some cells, made where they are missing, locked in the order of the cells."""
    there = CellTally.objects.filter(among("cell_id", cells), column=column)
    missing = sorted(set(cells) - set(there.values_list("cell_id", flat=True)))
    CellTally.objects.bulk_create(
        [CellTally(cell_id=cell, column=column) for cell in missing], ignore_conflicts=True
    )
    return list(there.select_for_update().order_by("cell_id"))


def _write(work: Work, column: str, held: list[CellTally], numbers: Numbers) -> int:
    turned = [row for row in held if row.n != numbers[row.cell_id]]
    change = add([({row.cell_id: {column: numbers[row.cell_id] - row.n}}, 1) for row in turned])
    if not change:
        return 0
    for n in {numbers[row.cell_id] for row in turned}:
        same = [row.pk for row in turned if numbers[row.cell_id] == n]
        CellTally.objects.filter(among("pk", same)).update(n=n)
    work.emit(Tallied(flat(change), work.cause))
    return len(turned)
