"""Multiplying the points of a city: each new one near an old one, owned by the community that it falls into."""

import io
from collections.abc import Iterator

import numpy as np
import psycopg2
import shapely
from numpy.typing import NDArray
from psycopg2.extensions import connection

from safegrid.domain.events import Box, Bulk, encode
from safegrid.domain.ownership import OwnerIndex
from safegrid_bench import sql

from .console import step

CHUNK = 100_000
NEAR_DEGREES = 0.006
"""Standard deviation of the distance to the point that is copied: about 600 m, a village."""
Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


def fill(url: str, more: int, seed: int) -> None:
    """Add `more` points, and leave one event of them all for the sequencer."""
    database = psycopg2.connect(url)
    with database, database.cursor() as at:
        at.execute(sql.text("fill_settings"))
        at.execute(sql.text("indexes"))
        indexes = at.fetchall()
        at.execute("SELECT COALESCE(max(id), 0) + 1 FROM store_riskpoint")
        (first,) = at.fetchone() or (1,)
    with step("风险点", f"{more} more points"):
        if more > CHUNK // 2:
            _execute(database, *(f'DROP INDEX "{name}"' for name, _ in indexes))
        for start, places in _places(database, first, more, seed):
            _insert(database, start, places)
    with step("索引与计数", "indexes and counts"):
        if more > CHUNK // 2:
            _execute(database, *(definition for _, definition in indexes))
        _tell(database, first, more)
    database.close()


def owner_index(database: connection) -> OwnerIndex:
    """The communities in force under a search tree."""
    with database.cursor() as at:
        at.execute(sql.text("fill_communities"))
        rows = at.fetchall()
    return OwnerIndex.of([(cell, code, shapely.from_wkb(bytes(shape))) for cell, code, shape in rows])


def _places(
    database: connection, first: int, more: int, seed: int
) -> Iterator[tuple[int, tuple[Longs, Floats, Floats, Longs]]]:
    """Chunks of (source, longitude, latitude, owner), every place inside the city."""
    with database.cursor() as at:
        at.execute(sql.text("fill_sources"))
        table = np.array(at.fetchall(), dtype=np.float64)
    chance, index, done = np.random.default_rng(seed), owner_index(database), 0
    while done < more:
        picked = chance.integers(0, len(table), min(CHUNK, int((more - done) * 1.05) + 64))
        lon = table[picked, 1] + chance.normal(0, NEAR_DEGREES, len(picked))
        lat = table[picked, 2] + chance.normal(0, NEAR_DEGREES, len(picked))
        owner = index.owners(lon, lat)
        inside = np.flatnonzero(owner)[: more - done]
        yield (
            first + done,
            (table[picked[inside], 0].astype(np.int64), lon[inside], lat[inside], owner[inside]),
        )
        done += len(inside)


def _insert(database: connection, start: int, places: tuple[Longs, Floats, Floats, Longs]) -> None:
    rows = zip(*(column.tolist() for column in places), strict=True)
    text = "".join(f"{start + n}\t{s}\t{x!r}\t{y!r}\t{c}\n" for n, (s, x, y, c) in enumerate(rows))
    with database, database.cursor() as at:
        at.execute(sql.text("fill_begin"))
        at.copy_expert("COPY bench_place FROM STDIN", io.StringIO(text))
        at.execute(sql.text("fill_points"))
        at.execute("DROP TABLE bench_place")


def _tell(database: connection, first: int, more: int) -> None:
    """One bulk event, so that the sequencer counts the new points."""
    with database, database.cursor() as at:
        at.execute(sql.text("fill_end"))
        at.execute(sql.text("fill_tally"), {"first": first})
        tally = tuple(at.fetchall())
        cells = tuple(sorted({cell for cell, _, _ in tally}))
        everywhere: tuple[Box, ...] = ()
        event = Bulk(first, ("point",), cells, everywhere, tally, more, "bench.fill")
        at.execute(sql.text("fill_tell"), {"batch": first, "payload": encode(event)})


def _execute(database: connection, *statements: str) -> None:
    with database, database.cursor() as at:
        for statement in statements:
            at.execute(statement)
