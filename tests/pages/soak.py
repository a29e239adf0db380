"""How a page bears many events: its heap, nodes and listeners over rounds, and whether it shows what is so."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import CDPSession, Page

from live.processes import until

from .conftest import Stack

TESTS = Path(__file__).resolve().parents[1]
WALL = "document.querySelector('sg-wall-page')"


@dataclass(frozen=True)
class Measured:
    """After a full garbage collection. `heap` in bytes."""

    heap: float
    nodes: int
    listeners: int


def feed(stack: Stack, events: int, seed: int) -> None:
    """Let that many changes happen, and wait until all of them are in the log."""
    command = [sys.executable, "-m", "live.feed", str(events), str(seed)]
    subprocess.run(command, cwd=TESTS, env=os.environ | stack.web.settings, check=True)
    until(lambda: stack.query("SELECT count(*) FROM store_outbox") == [(0,)], 120, what="the outbox is empty")


def measure(page: Page, tools: CDPSession) -> Measured:
    """Collect garbage twice (what a finaliser frees goes the second time), then read the browser's own numbers."""
    for _ in range(2):
        tools.send("HeapProfiler.collectGarbage")
        page.wait_for_timeout(200)
    found = {metric["name"]: metric["value"] for metric in tools.send("Performance.getMetrics")["metrics"]}
    return Measured(found["JSHeapUsedSize"], int(found["Nodes"]), int(found["JSEventListeners"]))


def slope(values: list[float]) -> float:
    """Least-squares rise per round."""
    n = len(values)
    middle, mean = (n - 1) / 2, sum(values) / n
    over = sum((i - middle) * (value - mean) for i, value in enumerate(values))
    return over / sum((i - middle) ** 2 for i in range(n))


def on_screen(page: Page) -> dict[str, int]:
    """The counts that the wall holds, by column, without zeros."""
    found = page.evaluate(f"Object.fromEntries({WALL}.store.tally())")
    return {name: n for name, n in found.items() if n}


def versions_on_screen(page: Page) -> dict[int, list[int]]:
    """Version and level of each point that the wall holds."""
    found = page.evaluate(f"[...{WALL}.store.all('point')].map((p) => [p.id, p.v, p.live])")
    return {point: [v, live] for point, v, live in found}


def in_database(stack: Stack, columns: tuple[str, ...]) -> dict[str, int]:
    """The sequencer's counts of the whole city, by column, without zeros."""
    rows = stack.query("SELECT n FROM store_cellcount")
    total = [sum(values) for values in zip(*(row for (row,) in rows), strict=True)]
    return {name: n for name, n in zip(columns, total, strict=True) if n}


def versions_in_database(stack: Stack, held: str) -> dict[int, list[int]]:
    """Version and level of each point that a wall must hold; `held`: which, as SQL."""
    rows = stack.query(f"SELECT id, version, live FROM store_riskpoint WHERE retired_at IS NULL AND {held}")
    return {point: [version, live] for point, version, live in rows}
