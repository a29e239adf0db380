"""From an action's commit to the last byte of its message at one client."""

import time
from typing import Any

from .console import step
from .crowd import Crowd
from .fanout import GRACE_SECONDS, greeted, upserts, viewers
from .figures import Spread
from .publishing import Publisher
from .system import System, Viewer

RATE = 15.0


def measure(system: System, viewer: Viewer, publisher: Publisher, seconds: float) -> dict[str, Any]:
    """Commit at a rate that keeps the changes apart. A negative wait would be one that overtook its commit's return."""
    with step("提交到套接字", "commit to socket"):
        crowd = viewers(system, viewer, 1)
        greeted(crowd)
        publisher.begin(RATE, seconds)
        while not publisher.done():
            crowd.listen(0.05)
        committed = publisher.result()
        heard, end = _heard(crowd), time.time() + GRACE_SECONDS
        while committed.keys() - heard.keys() and time.time() < end:
            crowd.listen(0.1)
            heard = _heard(crowd)
        crowd.close()
    waits = Spread.of([1_000 * (heard[key] - at) for key, at in committed.items() if key in heard])
    return {
        "n": waits.n,
        "median": waits.p50,
        "p95": waits.p95,
        "worst": waits.worst,
        "missing": len(committed) - waits.n,
    }


def _heard(crowd: Crowd) -> dict[tuple[int, int], float]:
    """When the one client first heard of each version of a point."""
    heard: dict[tuple[int, int], float] = {}
    for _, at, payload in crowd.messages():
        if b'"ops":' in payload:
            for key in upserts(payload):
                heard.setdefault(key, at)
    return heard
