"""Tiles: the very statements that our tile path runs, run raw, beside the tile over HTTP with nothing kept.

CPU is that of whoever works for the side: raw, this thread and its database server; ours, the web process and the
servers of its tile connections. The sides take turns tile by tile.
"""

import http.client
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import psycopg2

from safegrid.domain.scope import Scope
from safegrid.store.queries import tiles as queries
from safegrid.tiles.database import NAME, OPTIONS
from safegrid_bench import sql

from .compare import Asked, Peer
from .console import step
from .figures import Number, Spread, per, ratio, total
from .processes import cpu_seconds
from .system import System, Viewer

LOW, HIGH = range(6, 14), range(14, 17)
ZOOM_SECONDS = 15.0
"""What one zoom may take: slow tiles are measured fewer times."""
SOME = 15
WHOLE_CITY = Scope(cells=None)
Tile = tuple[int, int, int]


@dataclass
class Side:
    """One side at one zoom: ms of each tile, seconds of CPU in all, bytes of each."""

    times: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    cpu: float = 0.0

    def report(self) -> dict[str, Any]:
        spread, sizes = Spread.of(self.times), Spread.of(self.sizes)
        cpu = per(1_000 * self.cpu, spread.n)
        kilobytes = {"kb": per(sizes.p50, 1024), "kb_worst": per(sizes.worst, 1024)}
        return {"n": spread.n, "p50_ms": spread.p50, "p95_ms": spread.p95, "cpu_ms": cpu, **kilobytes}


class Statements:
    """Stands in for a cursor: notes what is asked instead of asking it."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []

    def execute(self, query: str, values: Any, /) -> None:  # noqa: ANN401 - the driver's types
        self.asked.append((query, values))

    def fetchone(self) -> tuple[bytes]:
        return (b"",)


def measure(
    system: System, viewer: Viewer, zooms: list[int], count: int, compare: str = ""
) -> dict[str, Any]:
    """Compare at each zoom over `count` tiles where points are, the same for all sides.

    `compare`: address of another server's tiles with {z}, {x} and {y}, that takes its turn too.
    """
    raw = psycopg2.connect(system.database, options=f"-c jit=off {OPTIONS}")
    raw.autocommit = True
    places = _places(raw)
    line = http.client.HTTPConnection("127.0.0.1", system.port)
    peer = Peer(compare) if compare else None
    zoomed, others = {}, {}
    with step("瓦片", f"tiles at {len(zooms)} zooms"):
        for z in zooms:
            others[z] = Asked()
            theirs = partial(others[z].ask, peer) if peer else _nobody
            zoomed[z] = _compare(raw, line, system, viewer, _sample(places, z, count), theirs=theirs)
    raw.close()
    line.close()
    if peer:
        peer.close()
    return _report(zoomed) | {"other": {z: side.report() for z, side in others.items()} if peer else {}}


def _nobody(_tile: Tile) -> None:
    """No other server takes part."""


def typical(system: System, viewer: Viewer, z: int) -> Tile:
    """The tile of middling size among some of a zoom."""
    connection = psycopg2.connect(system.database)
    some = _sample(_places(connection), z, SOME)
    connection.close()
    line, side = http.client.HTTPConnection("127.0.0.1", system.port), Side()
    for tile in some:
        _ours(line, viewer, tile, side)
    line.close()
    return sorted(zip(side.sizes, some, strict=True))[SOME // 2][1]


def _places(raw: Any) -> list[tuple[float, float]]:  # noqa: ANN401 - psycopg2 connection
    with raw.cursor() as at:
        at.execute(sql.text("tile_places"))
        return [(x, y) for x, y in at.fetchall()]


def _sample(places: list[tuple[float, float]], z: int, count: int) -> list[Tile]:
    """Tiles of a zoom where points are, the denser the likelier; seeded."""
    chance = random.Random(z)  # noqa: S311 - not for secrets
    return [_tile(*chance.choice(places), z) for _ in range(count)]


def _tile(x: float, y: float, z: int) -> Tile:
    side = 2 * queries.HALF_WORLD / (1 << z)
    return (z, int((x + queries.HALF_WORLD) / side), int((queries.HALF_WORLD - y) / side))


def _compare(
    raw: Any,  # noqa: ANN401 - psycopg2 connection
    line: http.client.HTTPConnection,
    system: System,
    viewer: Viewer,
    tiles: list[Tile],
    *,
    theirs: Callable[[Tile], None],
) -> tuple[Side, Side]:
    statements = [_statements(tile) for tile in tiles]
    plain, ours = Side(), Side()
    with raw.cursor() as cursor:
        _raw(cursor, statements[0], Side())  # plans, caches and connections are there before the clocks start
        _ours(line, viewer, tiles[0], Side())
        raw_server = [raw.info.backend_pid]
        ours_all = [system.web, *system.backends(NAME)]
        raw_before, ours_before = cpu_seconds(raw_server), cpu_seconds(ours_all)
        end = time.monotonic() + ZOOM_SECONDS
        for number, (tile, statement) in enumerate(zip(tiles, statements, strict=True)):
            # Whoever comes second finds the pages read: the sides take turns at that too.
            if number % 2:
                _ours(line, viewer, tile, ours)
            _raw(cursor, statement, plain)
            if not number % 2:
                _ours(line, viewer, tile, ours)
            theirs(tile)
            if time.monotonic() > end:
                break
        plain.cpu += cpu_seconds(raw_server) - raw_before
        ours.cpu += cpu_seconds(ours_all) - ours_before
    return plain, ours


def _statements(tile: Tile) -> list[tuple[str, Any]]:
    noted = Statements()
    queries.points_tile(noted, WHOLE_CITY, tile)
    return noted.asked


def _raw(cursor: Any, statements: list[tuple[str, Any]], side: Side) -> None:  # noqa: ANN401 - psycopg2 cursor
    began, cpu = time.perf_counter(), time.thread_time()
    body = b""
    for query, values in statements:
        cursor.execute(query, values)
        row = cursor.fetchone()
        body += bytes(row[0]) if row and row[0] else b""
    side.cpu += time.thread_time() - cpu
    side.times.append(1_000 * (time.perf_counter() - began))
    side.sizes.append(len(body))


def _ours(line: http.client.HTTPConnection, viewer: Viewer, tile: Tile, side: Side) -> None:
    began = time.perf_counter()
    path = "/".join(map(str, ("/uncached/tiles/points", viewer.scope, *tile)))
    line.request("GET", path, headers={"Cookie": viewer.cookies})
    answer = line.getresponse()
    body = answer.read()
    if answer.status not in {200, 204}:
        raise RuntimeError(f"{path} answered {answer.status}")
    side.times.append(1_000 * (time.perf_counter() - began))
    side.sizes.append(len(body))


def _report(zoomed: dict[int, tuple[Side, Side]]) -> dict[str, Any]:
    zooms = {
        z: {"raw": plain.report(), "ours": ours.report(), "cpu_ratio": ratio(ours.cpu, plain.cpu)}
        for z, (plain, ours) in zoomed.items()
    }
    return {"zooms": zooms, "high_ratio": _over(zoomed, HIGH), "low_ratio": _over(zoomed, LOW)}


def _over(zoomed: dict[int, tuple[Side, Side]], zooms: range) -> Number:
    """CPU of all tiles of some zooms, ours to raw."""
    chosen = [sides for z, sides in zoomed.items() if z in zooms]
    return ratio(total(ours.cpu for _, ours in chosen), total(plain.cpu for plain, _ in chosen))
