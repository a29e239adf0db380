"""What a wall starts with beside the snapshot: what was at midnight, the last hours, what happened last."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from safegrid.domain import counts
from safegrid.domain.counts import COLUMNS
from safegrid.domain.drawn import Drawn
from safegrid.domain.events import Changed
from safegrid.domain.ledger import NOTHING, Moved, Period, beginnings, changed, hour_of, last_hours, moved
from safegrid.domain.scope import Scope, sees, sees_cell
from safegrid.store import sql
from safegrid.store.models import CellCount, DayChange, HourChange, LogPosition

from .log import LogRow, read_after, read_recent, read_tip
from .steady import one_moment

Row = TypeVar("Row", CellCount, DayChange, HourChange)
LOOK_BACK = 400
RECENT = 14


@dataclass(frozen=True)
class Since:
    """Counts at a beginning by column, and hazards found and closed since then."""

    code: Period
    start: datetime
    was: Mapping[str, int]
    moved: Moved


@dataclass(frozen=True)
class Told:
    """One change of the last ones; `before` is None where the viewer may not know it."""

    at: datetime
    before: Drawn | None
    after: Drawn


@dataclass(frozen=True)
class Told24:
    """Everything together, as of one position of the log. `hours`: by beginning, oldest first."""

    now: datetime
    since: Sequence[Since]
    hours: Sequence[tuple[datetime, Moved]]
    recent: Sequence[Told]


def wall_start(scope: Scope) -> Told24 | None:
    """Read what a wall of this area starts with; None before any sequencer has run."""
    with one_moment():
        with connection.cursor() as cursor:
            tip = read_tip(cursor)
            if tip is None:
                return None
            position = LogPosition.objects.filter(name="ledger").values_list("seq", flat=True).first() or 0
            # What the worker has not taken in yet is seconds old; after a long stop it may be more.
            rest = read_after(cursor, position, upto=tip.seq, limit=LOOK_BACK * 100)
            recent = read_recent(cursor, LOOK_BACK)
        return Told24(
            tip.now, _since(scope, tip.now, rest), _hours(scope, tip.now, rest), _recent(scope, recent)
        )


def _since(scope: Scope, now: datetime, rest: Sequence[LogRow]) -> list[Since]:
    if scope.cells is not None and not scope.cells:
        return []
    starts = beginnings(now)
    kept = _kept_changes(scope, starts)
    current = _current(scope)
    found = []
    for place, (code, start) in enumerate(starts.items()):
        late = [row for row in rest if row.at >= start]
        change = Counter({name: values[place] for name, values in kept.items()})
        change.update(_summed(scope, late))
        was = {name: current[name] - change[name] for name in COLUMNS}
        found.append(Since(code, start, was, _kept_moved(scope, start) + _moved(scope, late)))
    return found


def _kept_changes(scope: Scope, starts: Mapping[Period, datetime]) -> dict[str, tuple[int, int, int]]:
    days = {str(code): start.date() for code, start in starts.items()}
    cells = None if scope.cells is None else sorted(scope.cells)
    with connection.cursor() as cursor:
        cursor.execute(sql.text("ledger_since"), days | {"cells": cells})
        return {COLUMNS[i - 1]: (day, month, quarter) for i, day, month, quarter in cursor.fetchall()}


def _kept_moved(scope: Scope, start: datetime) -> Moved:
    days = _in_sight(DayChange.objects.filter(day__gte=start.date()), scope)
    total = days.aggregate(opened=Sum("opened", default=0), closed=Sum("closed", default=0))
    return Moved(total["opened"], total["closed"])


def _current(scope: Scope) -> Counter[str]:
    total: Counter[str] = Counter()
    for row in _in_sight(CellCount.objects.all(), scope).values_list("n", flat=True):
        total.update(counts.from_row(row))
    return total


def _summed(scope: Scope, rows: Iterable[LogRow]) -> dict[str, int]:
    """What rows that the worker has not taken in yet did to the counts."""
    total: Counter[str] = Counter()
    for cell, columns in counts.add((changed(row.event), 1) for row in rows).items():
        if sees_cell(scope, cell):
            total.update(columns)
    return total


def _moved(scope: Scope, rows: Iterable[LogRow]) -> Moved:
    total = NOTHING
    for row in rows:
        found = moved(row.event)
        if found and sees_cell(scope, found[0]):
            total += found[1]
    return total


def _hours(scope: Scope, now: datetime, rest: Sequence[LogRow]) -> list[tuple[datetime, Moved]]:
    starts = last_hours(now)
    kept = _in_sight(HourChange.objects.filter(hour__gte=starts[0]), scope).values("hour")
    sums = {row["hour"]: Moved(row["o"], row["c"]) for row in kept.annotate(o=Sum("opened"), c=Sum("closed"))}
    late: dict[datetime, list[LogRow]] = {}
    for row in rest:
        late.setdefault(hour_of(row.at), []).append(row)
    return [(hour, sums.get(hour, NOTHING) + _moved(scope, late.get(hour, ()))) for hour in starts]


def _recent(scope: Scope, rows: Iterable[LogRow]) -> list[Told]:
    """The last changes in sight, oldest first."""
    found = []
    for row in rows:
        event = row.event
        if isinstance(event, Changed) and event.after is not None and sees(scope, event.after):
            before = event.before if sees(scope, event.before) else None
            found.append(Told(row.at, before, event.after))
        if len(found) == RECENT:
            break
    return found[::-1]


def _in_sight(rows: QuerySet[Row], scope: Scope) -> QuerySet[Row]:
    return rows.filter(Q() if scope.cells is None else Q(cell_id__in=scope.cells))
