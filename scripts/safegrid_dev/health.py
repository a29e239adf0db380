"""Waiting for ``/healthz``."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable


def is_healthy(url: str) -> bool:
    """Whether the server answers 200."""
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({})
    )  # never ask a proxy for the loopback
    try:
        with opener.open(f"{url}/healthz", timeout=3) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait(url: str, *, seconds: float, hopeful: Callable[[], bool]) -> bool:
    """Wait until it is fit; ``False`` after ``seconds``, or as soon as there is no hope."""
    limit = time.monotonic() + seconds
    while not is_healthy(url):
        if time.monotonic() > limit or not hopeful():
            return False
        time.sleep(0.4)
    return True
