"""From commit to the new number on the map's screen, in a real browser if there is one."""

import importlib.util
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from safegrid_dev import chromium

from .console import step
from .figures import Spread
from .publishing import Publisher
from .system import PASSWORD, VIEWER, System

INSTALL = "apt-get install chromium && .venv/bin/pip install playwright"
FLAGS = "--no-sandbox --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
LEGEND = "[aria-labelledby='points-title']"
# Two frames after a change of the legend's text its pixels are on the way to the screen.
WATCH = """() => {
  window.painted = [];
  const paint = () => window.painted.push(performance.timeOrigin + performance.now());
  const seen = () => requestAnimationFrame(() => requestAnimationFrame(paint));
  const legend = document.querySelector("[aria-labelledby='points-title']");
  new MutationObserver(seen).observe(legend, {subtree: true, characterData: true, childList: true, attributes: true});
}"""


def measure(system: System, publisher: Publisher, count: int) -> dict[str, Any] | None:
    """Commit `count` changes one after another; None without a browser."""
    if chromium.installed() is None or importlib.util.find_spec("playwright") is None:
        return None
    waits, missing = [], 0
    with step("提交到屏幕", "commit to painted"), _map(system) as page:
        for _ in range(count):
            page.evaluate("window.painted.length = 0")
            publisher.begin(1, 1)
            ((_, committed),) = publisher.result().items()
            first = _first_paint(page)
            if first is None:
                missing += 1
            else:
                waits.append(first - 1_000 * committed)
    spread = Spread.of(waits)
    return {"n": spread.n, "median": spread.p50, "p95": spread.p95, "worst": spread.worst, "missing": missing}


def _first_paint(page: Any) -> float | None:  # noqa: ANN401 - Playwright need not be installed
    limit = time.monotonic() + 5
    while time.monotonic() < limit:
        page.wait_for_timeout(50)
        if painted := page.evaluate("window.painted"):
            return float(painted[0])
    return None


@contextmanager
def _map(system: System) -> Iterator[Any]:
    """The map of the whole city, live, with its legend under watch."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - need not be installed

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(chromium.installed()), args=FLAGS.split())
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        context.request.get(f"{system.url}/login")
        token = next(c["value"] for c in context.cookies() if c["name"] == "csrftoken")
        context.request.post(
            f"{system.url}/api/login",
            data={"username": VIEWER, "password": PASSWORD},
            headers={"X-CSRFToken": token, "Origin": system.url},
        )
        page = context.new_page()
        page.goto(f"{system.url}/map")
        page.wait_for_selector("[data-freshness='live']", timeout=60_000)
        page.wait_for_selector(LEGEND, timeout=60_000)
        page.wait_for_timeout(3_000)
        page.evaluate(WATCH)
        yield page
        browser.close()
