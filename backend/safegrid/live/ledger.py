"""Keeps changes by day and hour from the log. Runs in the worker; goes on from its position, so that every event counts once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction

from safegrid.domain import counts
from safegrid.domain.ledger import NOTHING, Moved, changed, hour_of, moved
from safegrid.domain.times import china_day
from safegrid.store.models import DayChange, HourChange, LogPosition
from safegrid.store.queries.log import LogRow, read_after

NAME = "ledger"
CHUNK = 1_000


@dataclass
class Changes:
    """What a span of the log changed: counts by (day, community), hazards found and closed by both clocks."""

    counted: dict[date, list[tuple[counts.Tally, int]]] = field(default_factory=dict)
    by_day: dict[tuple[date, int], Moved] = field(default_factory=dict)
    by_hour: dict[tuple[datetime, int], Moved] = field(default_factory=dict)


def follow() -> int:
    """Take in everything that the log has beyond the position; return how many events."""
    total = 0
    while taken := _step():
        total += taken
    return total


@transaction.atomic
def _step() -> int:
    position, _ = LogPosition.objects.select_for_update().get_or_create(name=NAME)
    with connection.cursor() as cursor:
        rows = read_after(cursor, position.seq, limit=CHUNK)
    if not rows:
        return 0
    changes = changes_of(rows)
    _write_days(changes)
    _write_hours(changes)
    position.seq = rows[-1].seq
    position.save()
    return len(rows)


def changes_of(rows: Sequence[LogRow]) -> Changes:
    """Sum up what events changed, by the time at which the log took them."""
    changes = Changes()
    for row in rows:
        day, hour = china_day(row.at), hour_of(row.at)
        if change := changed(row.event):
            changes.counted.setdefault(day, []).append((change, 1))
        if found := moved(row.event):
            cell, what = found
            changes.by_day[day, cell] = changes.by_day.get((day, cell), NOTHING) + what
            changes.by_hour[hour, cell] = changes.by_hour.get((hour, cell), NOTHING) + what
    return changes


def _write_days(changes: Changes) -> None:
    wanted: dict[tuple[date, int], dict[str, int]] = {key: {} for key in changes.by_day}
    for day, terms in changes.counted.items():
        wanted |= {(day, cell): columns for cell, columns in counts.add(terms).items()}
    days, cells = {day for day, _ in wanted}, {cell for _, cell in wanted}
    held = {(row.day, row.cell_id): row for row in DayChange.objects.filter(day__in=days, cell_id__in=cells)}
    rows = []
    for (day, cell), columns in wanted.items():
        before = held.get((day, cell)) or DayChange(n=[])
        named = counts.from_row(before.n)
        what = changes.by_day.get((day, cell), NOTHING) + Moved(before.opened, before.closed)
        n = counts.to_row({name: n + columns.get(name, 0) for name, n in named.items()})
        rows.append(DayChange(day=day, cell_id=cell, n=n, opened=what.opened, closed=what.closed))
    DayChange.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["day", "cell_id"],
        update_fields=["n", "opened", "closed"],
    )


def _write_hours(changes: Changes) -> None:
    hours, cells = {hour for hour, _ in changes.by_hour}, {cell for _, cell in changes.by_hour}
    held = HourChange.objects.filter(hour__in=hours, cell_id__in=cells)
    known = {(row.hour, row.cell_id): Moved(row.opened, row.closed) for row in held}
    rows = []
    for (hour, cell), what in changes.by_hour.items():
        total = what + known.get((hour, cell), NOTHING)
        rows.append(HourChange(hour=hour, cell_id=cell, opened=total.opened, closed=total.closed))
    HourChange.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["hour", "cell_id"], update_fields=["opened", "closed"]
    )
