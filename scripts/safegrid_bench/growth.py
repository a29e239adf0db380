"""The same figures on cities of other sizes: what grows with the points and what does not."""

from typing import Any

from . import city, tiles
from .console import step
from .processes import memory_bytes
from .system import log_in, running

ZOOMS = [9, 12, 15]
HUGE = 10_000_000


def sizes(points: int, *, huge: bool) -> list[int]:
    """10,000, a size between, the chosen one; ten millions if they are asked for."""
    steps = {city.BASE_POINTS, 100_000, points} | ({HUGE} if huge else set())
    return sorted(size for size in steps if size <= points or size == HUGE)


def measure(points: list[int], seed: int, count: int) -> list[dict[str, Any]]:
    """Start afresh on each size and compare tiles at three zooms."""
    return [_one(size, seed, count) for size in points]


def _one(size: int, seed: int, count: int) -> dict[str, Any]:
    database, _ = city.ensure(size, seed)
    with step("规模", f"{size} points"), running(database) as system:
        found = tiles.measure(system, log_in(system), ZOOMS, count)
        return {
            "points": size,
            "start_s": system.start_seconds,
            "web_mb": memory_bytes(system.web) / 2**20,
            "worker_mb": memory_bytes(system.worker) / 2**20,
            "p50_ms": {z: row["ours"]["p50_ms"] for z, row in found["zooms"].items()},
            "kb": {z: row["ours"]["kb"] for z, row in found["zooms"].items()},
        }
