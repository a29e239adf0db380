"""Another server's pictures: asked for by this server alone, so that its key never reaches a browser.

What was had is kept. What is old is asked about again, and served as it is while the other server does not answer. A
server that fails again and again is left alone for a while.
"""

import logging
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime

import urllib3
from urllib3.exceptions import HTTPError

from ..picture import Picture, Unavailable, picture_of
from .disk import DiskCache, Kept

log = logging.getLogger(__name__)

TIMEOUT = urllib3.Timeout(connect=3.0, read=8.0)
MOST_BYTES = 2 * 1024 * 1024
DAY = 24 * 3600
KEEP = 7 * DAY
SHORTEST, LONGEST = 3600, 30 * DAY
FAILURES = 3
REST = 20.0
"""Seconds for which a server that failed FAILURES times in a row is not asked."""
_PLACES = {
    "{z}": "z", "{x}": "x", "{y}": "y", "{-y}": "south",
    "{TileMatrix}": "z", "{TileCol}": "x", "{TileRow}": "y",
}  # fmt: skip
_SUBDOMAIN = "{s}"


@dataclass(frozen=True)
class Template:
    """Address of a server's tiles: XYZ ({z} {x} {y}, {-y} from the south, {s}) or WMTS ({TileMatrix} {TileCol} {TileRow})."""

    url: str
    subdomains: str = "abc"
    max_zoom: int = 18

    def address(self, z: int, x: int, y: int) -> str:
        values = {"z": z, "x": x, "y": y, "south": (1 << z) - 1 - y}
        text = self.url.replace(_SUBDOMAIN, self.subdomains[(x + y) % len(self.subdomains)])
        return re.sub(r"\{[-\w]+\}", lambda place: str(values[_PLACES[place[0]]]), text)

    @property
    def host(self) -> str:
        """For the log, which must not have the key."""
        return self.url.split("/", 3)[2] if "//" in self.url else "?"


class Upstream:
    """One layer of another server, behind a cache."""

    def __init__(self, template: Template, cache: DiskCache, pool: urllib3.PoolManager | None = None) -> None:
        self._template, self._cache = template, cache
        self._pool = pool or urllib3.PoolManager(maxsize=8, retries=False)
        self._lock = threading.Lock()
        self._failed = 0
        self._rest_until = 0.0

    def tile(self, z: int, x: int, y: int) -> Picture | None:
        """A picture, None where the server has none. Raises Unavailable if it cannot be had and none is kept."""
        if z > self._template.max_zoom:
            return None
        address = self._template.address(z, x, y)
        kept = self._cache.get(address)
        if kept is None or kept.fresh_until <= self._cache.clock():
            kept = self._asked(address, kept)
        return None if kept.missing else picture_of(kept.data)

    def _asked(self, address: str, old: Kept | None) -> Kept:
        try:
            if self._resting():
                raise Unavailable("resting")
            kept = self._ask(address, old)
        except (HTTPError, Unavailable, OSError) as error:
            self._note_failure(error)
            if old is not None:
                return old
            raise Unavailable(self._template.host) from error
        with self._lock:
            self._failed = 0
        self._cache.put(address, kept)
        return kept

    def _ask(self, address: str, old: Kept | None) -> Kept:
        headers = {"User-Agent": "SafeGrid", "Accept": "image/*"}
        if old is not None and not old.missing:
            headers |= {"If-None-Match": old.etag} if old.etag else {}
            headers |= {"If-Modified-Since": old.modified} if old.modified else {}
        response = self._pool.request(
            "GET", address, headers=headers, timeout=TIMEOUT, redirect=False, preload_content=False
        )
        try:
            until = self._cache.clock() + seconds_fresh(response.headers)
            if response.status == 304 and old is not None:
                return replace(old, fresh_until=until)
            if response.status in {204, 404}:
                return Kept(b"", until, missing=True)
            data = response.read(MOST_BYTES + 1)
            if response.status != 200 or len(data) > MOST_BYTES or picture_of(data) is None:
                raise Unavailable(f"HTTP {response.status}, {len(data)} bytes, no picture")
            return Kept(
                data, until, response.headers.get("ETag", ""), response.headers.get("Last-Modified", "")
            )
        finally:
            response.release_conn()

    def _resting(self) -> bool:
        with self._lock:
            return time.monotonic() < self._rest_until

    def _note_failure(self, error: Exception) -> None:
        if str(error) == "resting":
            return
        with self._lock:
            self._failed += 1
            rests = self._failed >= FAILURES
            if rests:
                self._rest_until = time.monotonic() + REST
        # Not the error itself: it quotes the address, and the address has the key.
        log.warning(
            "base map of %s: %s%s", self._template.host, type(error).__name__, ", resting" if rests else ""
        )


def seconds_fresh(headers: Mapping[str, str]) -> float:
    """For how long an answer holds, by its own word within limits (RFC 9111)."""
    found = re.search(r"(?:s-maxage|max-age)=(\d+)", headers.get("Cache-Control", ""))
    if found:
        return float(min(LONGEST, max(SHORTEST, int(found[1]))))
    try:
        until = parsedate_to_datetime(headers.get("Expires", "")).timestamp()
    except (TypeError, ValueError):
        return KEEP
    return float(min(LONGEST, max(SHORTEST, until - time.time())))
