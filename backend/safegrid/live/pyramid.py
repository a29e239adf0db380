"""Keeps the pyramid of low zooms: every difference in the transaction that gives its event a place in the log.

So the pyramid is exact at each position of the log, whatever runs at once and whenever a process dies. Building it anew
starts from the points as they stand less what still waits in the outbox, read in one statement.
"""

import logging
from collections.abc import Callable, Iterable, Iterator

from psycopg2.extensions import connection, cursor
from psycopg2.extras import execute_values

from safegrid.domain.drawn import PointDrawn
from safegrid.domain.events import Bulk, Changed, Event
from safegrid.store import sql

log = logging.getLogger(__name__)

ANEW = 0.5
"""From items of so large a share of the city's points on it is quicker to build the whole pyramid anew."""
Row = tuple[float, float, int, int, int, int, int]
"""Longitude, latitude, community, firm level, base level, drawn singly as, +1 or -1."""


def follow(at: cursor, events: Iterable[Event]) -> None:
    """Take in what events changed. In the sequencer's transaction; the pyramid must be built."""
    every = list(events)
    bulks = [event for event in every if isinstance(event, Bulk) and PointDrawn.entity in event.entities]
    if bulks and sum(event.items for event in bulks) >= ANEW * _points(at):
        return build(at)
    rows = [row for event in every if isinstance(event, Changed) for row in _rows(event)]
    if not rows and not bulks:
        return None
    _tables(at)
    if rows:
        execute_values(at, sql.text("pyramid_delta"), rows, page_size=2_000)
    if bulks:
        at.execute(sql.text("pyramid_items"), {"batches": [event.batch for event in bulks]})
    return _apply(at)


def _points(at: cursor) -> int:
    at.execute(sql.text("pyramid_points"))
    (n,) = at.fetchone() or (0,)
    return int(n)


def build(at: cursor, tell: Callable[[str], None] = log.info) -> None:
    """Build the pyramid from the points. The caller holds the sequencer's state, so no event is placed meanwhile."""
    at.execute("SET LOCAL statement_timeout = 0")
    _tables(at)
    at.execute(sql.text("pyramid_clear"))
    tell("读取风险点 · reading the risk points")
    at.execute(sql.text("pyramid_source"))
    tell("逐级汇总 · summing up zoom by zoom")
    _apply(at)
    at.execute(sql.text("pyramid_drop"))
    at.execute(sql.text("pyramid_built"))
    tell("低缩放级汇总已就绪 · the pyramid of low zooms is ready")


def ensure(database: connection) -> None:
    """Build the pyramid unless it is there."""
    with database, database.cursor() as at:
        at.execute(sql.text("log_state_lock"))
        state = at.fetchone()
        if state is not None and not state[2]:
            build(at)


def rebuild(database: connection, tell: Callable[[str], None]) -> None:
    """Build it anew while everything runs. Events wait for their place in the log meanwhile, and the screens say so."""
    with database, database.cursor() as at:
        at.execute(sql.text("log_state_make"))
        at.execute(sql.text("log_state_lock"))
        build(at, tell)


def check(database: connection) -> tuple[int, int]:
    """How many buckets there are, and how many are not the sum of their points. Everything as of one moment."""
    with database, database.cursor() as at:
        at.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return differs(at)


def differs(at: cursor) -> tuple[int, int]:
    """As `check`, within a transaction of one moment."""
    at.execute("SET LOCAL statement_timeout = 0")
    _tables(at)
    at.execute(sql.text("pyramid_source"))
    at.execute(sql.text("pyramid_roll"))
    at.execute(sql.text("pyramid_differs"))
    buckets, wrong = at.fetchone() or (0, 0)
    at.execute(sql.text("pyramid_drop"))
    return buckets, wrong


def _tables(at: cursor) -> None:
    at.execute(sql.text("pyramid_tables_there"))
    if at.fetchone() == (None,):
        at.execute(sql.text("pyramid_tables"))


def _apply(at: cursor) -> None:
    at.execute(sql.text("pyramid_roll"))
    at.execute(sql.text("pyramid_apply"))
    empty = at.fetchall()
    if empty:
        execute_values(at, sql.text("pyramid_prune"), empty, page_size=2_000)
    at.execute(sql.text("pyramid_empty"))


def _rows(event: Changed) -> Iterator[Row]:
    went = _row(event.before, -1) if isinstance(event.before, PointDrawn) else None
    came = _row(event.after, 1) if isinstance(event.after, PointDrawn) else None
    if went and came and went[:-1] == came[:-1]:
        return
    yield from (row for row in (went, came) if row)


def _row(point: PointDrawn, sign: int) -> Row:
    single = 1 if 1 in (point.live, point.base) else 2 if 2 in (point.live, point.base) else 0
    return (point.lon, point.lat, point.cell, point.firm, point.base, single, sign)
