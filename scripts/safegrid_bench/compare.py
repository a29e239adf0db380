"""Tiles of any other server, asked for over one connection as long as it keeps it. Its CPU is not known."""

import http.client
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .figures import Spread, per

PLACES = ("{z}", "{x}", "{y}")
NOTHING = {204, 404}
"""Answers of servers that have nothing to draw there."""
TIMEOUT = 60.0
TRIES = 2
"""A connection that was kept may have been closed meanwhile."""
Tile = tuple[int, int, int]


@dataclass
class Peer:
    """Another tile server by the template of its addresses."""

    template: str
    _line: http.client.HTTPConnection | None = None

    def fetch(self, tile: Tile) -> bytes:
        """A tile as it is sent; nothing of a tile that is not there. Raises OSError, RuntimeError for another answer."""
        z, x, y = tile
        url = urlsplit(self.template.format(z=z, x=x, y=y))
        path = f"{url.path}?{url.query}" if url.query else url.path
        status, body = self._get(url.scheme, url.netloc, path)
        if status in NOTHING:
            return b""
        if status != http.client.OK:
            raise RuntimeError(f"{url.geturl()} answered {status}")
        return body

    def close(self) -> None:
        if self._line is not None:
            self._line.close()

    def _get(self, scheme: str, place: str, path: str) -> tuple[int, bytes]:
        for left in reversed(range(TRIES)):
            try:
                if self._line is None:
                    kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
                    self._line = kind(place, timeout=TIMEOUT)
                self._line.request("GET", path, headers={"Accept-Encoding": "gzip"})
                answer = self._line.getresponse()
                return answer.status, answer.read()
            except (http.client.HTTPException, OSError) as error:
                self.close()
                self._line = None
                if not left:
                    raise OSError(f"{self.template}: {error}") from error
        raise AssertionError("tried at least once")


@dataclass
class Asked:
    """What a peer did at one zoom: ms and bytes of each tile."""

    times: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def ask(self, peer: Peer, tile: Tile) -> None:
        began = time.perf_counter()
        size = len(peer.fetch(tile))
        self.times.append(1_000 * (time.perf_counter() - began))
        self.sizes.append(size)

    def report(self) -> dict[str, Any]:
        """`empty`: tiles with nothing in them; a server that has other ground is quick and tells nothing."""
        spread, sizes = Spread.of(self.times), Spread.of(self.sizes)
        kilobytes = {"kb": per(sizes.p50, 1024), "kb_worst": per(sizes.worst, 1024)}
        empty = sum(not size for size in self.sizes)
        return {"n": spread.n, "p50_ms": spread.p50, "p95_ms": spread.p95, "empty": empty, **kilobytes}


def problem(template: str) -> str:
    """Why a template cannot be used; empty if it can."""
    if any(place not in template for place in PLACES):
        return f"--compare wants an address with {', '.join(PLACES)}: {template}"
    try:
        peer = Peer(template)
        peer.fetch((0, 0, 0))
        peer.close()
    except RuntimeError:
        return ""  # it answers, and may well have no such zoom
    except (OSError, ValueError, KeyError, IndexError) as error:
        return f"--compare: {error}"
    return ""
