"""Which comparisons run, in which order, on which processes."""

import os
import time
from dataclasses import dataclass
from typing import Any

from . import fanout, latency, tiles
from .console import step
from .mosquitto import broker
from .publishing import publishing
from .system import UNCACHED_APP, log_in, running


@dataclass(frozen=True)
class Choice:
    """What was asked for on the command line."""

    points: int
    seed: int
    quick: bool


def run(choice: Choice, database: str) -> dict[str, Any]:
    """Measure everything on one city."""
    found: dict[str, Any] = {"about": _about(choice)}
    with step("启动", "start-up, nothing kept in the cache"), running(database, app=UNCACHED_APP) as system:
        viewer = log_in(system)
        zooms = [9, 12, 14, 15, 16] if choice.quick else [*tiles.LOW, *tiles.HIGH]
        found["tiles"] = tiles.measure(system, viewer, zooms, 24 if choice.quick else 60)
    with running(database) as system, publishing(system) as publisher:
        viewer = log_in(system)
        found["commit"] = latency.measure(system, viewer, publisher, 3.0 if choice.quick else 20.0)
        plan = fanout.Plan(seconds=3.0, rounds=2) if choice.quick else fanout.Plan(seconds=10.0)
        with broker() as other:
            found["fanout"] = fanout.measure(system, viewer, publisher, other, plan)
    found["about"]["load_after"] = os.getloadavg()
    return found


def _about(choice: Choice) -> dict[str, Any]:
    return {
        "points": choice.points,
        "seed": choice.seed,
        "cores": os.cpu_count(),
        "load_before": os.getloadavg(),
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
