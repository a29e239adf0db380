"""Counts of a community: what the legend shows and what the cell's colour is computed from.

A count is changed by differences (`change(before, after)`), so the sequencer needs no look at the objects themselves.
The order of `COLUMNS` is the order on the wire and in `cell_count.n`; append, never reorder.
"""

from collections.abc import Iterable, Mapping

from .drawn import ALARM_SETTLED, SETTLED, AlarmDrawn, Drawn, HazardDrawn, PointDrawn, UnitDrawn

COLUMNS: tuple[str, ...] = (
    # active risk points by live level, by base level, and those whose red mark is only a claim
    *("p0", "p1", "p2", "p3", "p4"),
    *("b0", "b1", "b2", "b3", "b4"),
    "provisional",
    # units by live level, at the community of their main site
    *("u0", "u1", "u2", "u3", "u4"),
    # open hazards by state
    *("reported", "verified", "ordered", "rectifying", "submitted", "reinspected", "accepted"),
    # verified and not accepted: general and major, each in time and overdue; self-found general; self-found > 15 days overdue
    *("general", "general_overdue", "major", "major_overdue", "self_found", "self_found_late"),
    # listings of hazards and of units that are in force, and suspensions
    *("listed", "listed_overdue", "suspended"),
    # people on duty (G3: 1 leader + 2 officers), confirmed high-high alarms and accidents that act
    *("leaders", "officers", "alarms"),
    # alarms that are not settled
    "alarms_open",
    # 1 if the survey of the cell is overdue; units whose self-check is (told by `actions.tallies`)
    *("survey_overdue", "selfcheck_overdue"),
)
INDEX: Mapping[str, int] = {name: i for i, name in enumerate(COLUMNS)}
UNOWNED = 0

Tally = dict[int, dict[str, int]]
"""Community id (0 = unowned) to column to number."""


def of(drawn: Drawn | None) -> Tally:
    """Count one object: its community's columns, each 1."""
    if drawn is None:
        return {}
    if isinstance(drawn, PointDrawn):
        columns = _of_point(drawn)
    elif isinstance(drawn, UnitDrawn):
        columns = _of_unit(drawn)
    elif isinstance(drawn, AlarmDrawn):
        columns = _of_alarm(drawn)
    else:
        columns = _of_hazard(drawn)
    return {drawn.cell: dict.fromkeys(columns, 1)} if columns else {}


def _of_point(point: PointDrawn) -> list[str]:
    # A claim colours nothing but the point itself: the legend counts it apart, at its firm level.
    columns = [f"p{point.firm}", f"b{point.base}"]
    return [*columns, "provisional"] if point.provisional else columns


def _of_unit(unit: UnitDrawn) -> list[str]:
    columns = [f"u{unit.live}"]
    return [*columns, "listed_overdue" if unit.listing_overdue else "listed"] if unit.listing else columns


def _of_hazard(hazard: HazardDrawn) -> list[str]:
    if hazard.state in SETTLED:
        return []
    columns = [hazard.state]
    # An accepted hazard only waits for its delisting (domain rules §1: it ends HZ_MAJOR_OPEN).
    if hazard.state not in {"reported", "accepted"}:
        columns.append(_burden(hazard))
    if hazard.listing:
        columns.append("listed_overdue" if hazard.listing_overdue else "listed")
    if hazard.suspended:
        columns.append("suspended")
    return columns


def _of_alarm(alarm: AlarmDrawn) -> list[str]:
    # What was handled can still act: until the readings are normal, until an accident is worked up (domain rules §1, §3).
    open_ = [] if alarm.state in ALARM_SETTLED else ["alarms_open"]
    return [*open_, "alarms"] if alarm.acting else open_


def _burden(hazard: HazardDrawn) -> str:
    if hazard.major:
        return "major_overdue" if hazard.overdue else "major"
    if hazard.self_found:
        return "self_found_late" if hazard.overdue == 2 else "self_found"
    return "general_overdue" if hazard.overdue else "general"


def change(before: Drawn | None, after: Drawn | None) -> Tally:
    """Difference that replacing `before` by `after` makes; columns that do not change are left out."""
    return add([(of(after), 1), (of(before), -1)])


def add(terms: Iterable[tuple[Tally, int]]) -> Tally:
    """Sum tallies with signs, dropping zeros."""
    total: Tally = {}
    for tally, sign in terms:
        for cell, columns in tally.items():
            row = total.setdefault(cell, {})
            for column, n in columns.items():
                row[column] = row.get(column, 0) + sign * n
    return {cell: kept for cell, row in total.items() if (kept := {c: n for c, n in row.items() if n})}


def to_row(columns: Mapping[str, int]) -> list[int]:
    """Write named counts in the order of `COLUMNS`."""
    return [columns.get(name, 0) for name in COLUMNS]


def from_row(row: Iterable[int]) -> dict[str, int]:
    """Name the counts of a row; missing columns (an older row) are 0."""
    return dict.fromkeys(COLUMNS, 0) | dict(zip(COLUMNS, row, strict=False))
