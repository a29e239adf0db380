"""From an action's commit to the last byte of its message at one client."""

from typing import Any

from .console import step
from .fanout import greeted, upserts, viewers
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
        crowd.listen(1.0)
        committed = publisher.result()
        heard: dict[tuple[int, int], float] = {}
        for _, at, payload in crowd.messages():
            if b'"ops":' in payload:
                for key in upserts(payload):
                    heard.setdefault(key, at)
        crowd.close()
    waits = Spread.of([1_000 * (heard[key] - at) for key, at in committed.items() if key in heard])
    return {
        "n": waits.n,
        "median": waits.p50,
        "p95": waits.p95,
        "worst": waits.worst,
        "missing": len(committed) - waits.n,
    }
