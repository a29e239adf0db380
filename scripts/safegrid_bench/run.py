"""Which comparisons run, in which order, on which processes."""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from . import cached, fanout, growth, latency, owning, painted, reowning, rerating, tiles
from .console import step
from .mosquitto import broker
from .nginx import file_server
from .processes import memory_bytes
from .publishing import Publisher, publishing
from .system import System, Viewer, log_in, running

QUICK_ZOOMS = [9, 12, 14, 15, 16]
MEGABYTE = 2**20


@dataclass(frozen=True)
class Choice:
    """What was asked for on the command line."""

    points: int
    seed: int
    quick: bool
    huge: bool = False
    compare: str = ""


def run(choice: Choice, database: str) -> dict[str, Any]:
    """Measure everything on one city, then the little that is measured on others too."""
    found: dict[str, Any] = {"about": _about(choice)}
    with started(database) as (system, publisher, viewer):
        zooms = QUICK_ZOOMS if choice.quick else [*tiles.LOW, *tiles.HIGH]
        count = 24 if choice.quick else 60
        found["tiles"] = tiles.measure(system, viewer, zooms, count, choice.compare)
        found["start_s"] = system.start_seconds
        found |= _live(choice, system, viewer, publisher)
        found["memory_mb"] = {
            "web": memory_bytes(system.web) / MEGABYTE,
            "worker": memory_bytes(system.worker) / MEGABYTE,
        }
    if not choice.quick:
        found["owning"] = owning.measure(database)
        found["rerating"] = rerating.measure(100_000)
        found["reowning"] = reowning.measure(200_000)
        found["growth"] = growth.measure(growth.sizes(choice.points, huge=choice.huge), choice.seed, 20)
    found["about"]["load_after"] = os.getloadavg()
    return found


@contextmanager
def started(database: str) -> Iterator[tuple[System, Publisher, Viewer]]:
    """Everything that takes time to start has started before anything is measured."""
    with publishing(database) as publisher, ExitStack() as stack:
        with step("启动", "starting"):
            system = stack.enter_context(running(database))
            publisher.ready()
            viewer = log_in(system)
        yield system, publisher, viewer


def _live(choice: Choice, system: System, viewer: Viewer, publisher: Publisher) -> dict[str, Any]:
    """What needs the cache, the log and the sockets."""
    found: dict[str, Any] = {}
    with file_server() as files:
        tile = tiles.typical(system, viewer, 15)
        found["cached"] = cached.measure(system, viewer, files, tile, 0.5 if choice.quick else 3.0)
    with broker() as other:
        found["commit"] = latency.measure(system, viewer, publisher, 2.5 if choice.quick else 10.0)
        plan = fanout.Plan(seconds=2.0, rounds=3) if choice.quick else fanout.Plan(seconds=6.0, rounds=5)
        found["fanout"] = fanout.measure(system, viewer, publisher, other, plan)
        found["painted"] = None if choice.quick else painted.measure(system, publisher, 40)
    return found


def _about(choice: Choice) -> dict[str, Any]:
    return {
        "points": choice.points,
        "seed": choice.seed,
        "quick": choice.quick,
        "cores": os.cpu_count(),
        "load_before": os.getloadavg(),
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
