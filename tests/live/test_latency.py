"""From commit to socket: every version arrives. How soon is printed, not judged: a shared machine has bad moments."""

import statistics
import time

import pytest

from factories import make_person, make_point
from live.facts import change_point
from live.processes import until
from safegrid.domain.roles import Role
from safegrid.store.models import EventLog

pytestmark = pytest.mark.database

COMMITS = 100


def test_commit_to_socket(ground, screen):
    point = make_point(ground, "c1")
    one = screen(make_person(Role.CMD, ground["city"]))
    committed = {}
    for n in range(COMMITS):
        version = change_point(point.pk, live=1 + n % 4, firm=1 + n % 4)
        committed[version] = time.monotonic()
        time.sleep(0.02)
    until(lambda: EventLog.objects.filter(entity="point").count() >= COMMITS)
    one.wait_object(("point", point.pk), lambda p: p and p.v == version)
    heard = {
        op["d"]["v"]: at
        for message, at in zip(one.messages, one.times, strict=True)
        for op in message.get("ops", [])
        if op["o"] == "upsert"
    }
    waits = sorted(1000 * (heard[v] - at) for v, at in committed.items())
    median, p95 = statistics.median(waits), waits[int(0.95 * len(waits))]
    print(f"commit to socket: median {median:.0f} ms, p95 {p95:.0f} ms, worst {waits[-1]:.0f} ms")
    assert len(waits) == COMMITS  # each version was told, not only the last
