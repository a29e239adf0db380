"""Serving the base map: one address for whatever an operator has set. Who has a pass for tiles has one for the ground."""

import asyncio
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from ..flights import Flights
from ..picture import BLANK, Picture, Unavailable
from ..replies import Reply, picture_reply, simple

PREFIX = "/tiles/basemap/"
THREADS = 8
WAITING = 200
"""Requests that may wait for pictures; beyond that the ground is refused before anything else suffers."""
_PATH = re.compile(PREFIX + r"(?P<layer>base|labels)/(?P<z>\d{1,2})/(?P<x>\d{1,7})/(?P<y>\d{1,7})", re.ASCII)
Read = Callable[[int, int, int], Picture | None]
Address = tuple[str, int, int, int]
MAX_ZOOM = 20


class Basemap:
    """Layers by name: `base`, and `labels` where names are a layer of their own. Empty: there is none."""

    def __init__(self) -> None:
        self.layers: Mapping[str, Read] = {}
        self._threads: ThreadPoolExecutor | None = None
        self._flights: Flights[Address, Picture | None] = Flights()
        self._waiting = 0

    async def answer(self, path: str, headers: Mapping[str, str]) -> Reply:
        """A picture; a blank one where there is none; 503 if it cannot be had, which screens take for "use your own"."""
        match = _PATH.fullmatch(path)
        read = self.layers.get(match["layer"]) if match else None
        if match is None or read is None:
            return simple(404)
        z, x, y = int(match["z"]), int(match["x"]), int(match["y"])
        if z > MAX_ZOOM or x >= 1 << z or y >= 1 << z:
            return simple(404)
        if self._waiting >= WAITING:
            return simple(503, {"Retry-After": "2"})
        self._waiting += 1
        try:
            picture = await self._flights.join((match["layer"], z, x, y), partial(self._read, read, z, x, y))
        except (Unavailable, ValueError):
            return simple(503, {"Retry-After": "20"})
        finally:
            self._waiting -= 1
        return picture_reply(picture or BLANK, headers)

    def close(self) -> None:
        """End the threads; the next request starts new ones."""
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._threads = None

    async def _read(self, read: Read, z: int, x: int, y: int) -> Picture | None:
        self._threads = self._threads or ThreadPoolExecutor(THREADS, thread_name_prefix="basemap")
        return await asyncio.get_running_loop().run_in_executor(self._threads, read, z, x, y)
