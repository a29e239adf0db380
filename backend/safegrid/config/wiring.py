"""Who follows the log in a web process. The parts themselves are strangers to each other."""

import asyncio
import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import resolve

from safegrid.domain.events import BoundaryPublished, Event
from safegrid.live.hub import Hub
from safegrid.live.tail import Tail
from safegrid.store import celltree, packs
from safegrid.store.queries.log import LogRow
from safegrid.tiles.app import application as tiles

from . import basemap


@dataclass(frozen=True)
class EachEvent:
    """Follower that takes events one by one. A new log is to it like new ground: whatever it keeps may be wrong."""

    take: Callable[[Event], None]

    def begin(self, epoch: str, seq: int, recent: Sequence[LogRow]) -> None:
        self.take(BoundaryPublished(version=0, cells=(), cause="log.begin"))

    def follow(self, rows: Sequence[LogRow]) -> None:
        for row in rows:
            self.take(row.event)


def follow_ground(event: Event) -> None:
    """Read the cell tree again after new boundaries."""
    if isinstance(event, BoundaryPublished):
        celltree.forget()


hub = Hub()
# Sockets come last: a screen that fetches a tile because of an event must not get one from before it.
tail = Tail(settings.LOG_DATABASE_URL, [EachEvent(follow_ground), EachEvent(tiles.follow), hub])


def start() -> None:
    """Start following; called once, in the event loop that serves the sockets.

    Raises ImproperlyConfigured without keys of one's own, PackError for a rule pack that nothing could be rated by.
    """
    if settings.SECRET_KEY == settings.KNOWN_KEY:
        raise ImproperlyConfigured(
            "SAFEGRID_SECRET_KEY is not set, and anybody could forge sessions. ./scripts/up sets it; "
            "elsewhere give every process the same 50 random characters."
        )
    if {"", settings.KNOWN_KEY, settings.SECRET_KEY} & set(settings.IDENTITY_KEYS):
        raise ImproperlyConfigured(
            "SAFEGRID_IDENTITY_KEYS is not set, or is the key of sessions: who sends a public report would not be "
            "protected. ./scripts/up sets it; elsewhere give every process the same 50 random characters of its own."
        )
    packs.current()
    tiles.basemap.layers = basemap.layers()
    keep_what_is_loaded()
    hub.bind(asyncio.get_running_loop(), tail.fresh)
    tiles.fresh = tail.fresh
    tail.start()


def keep_what_is_loaded() -> None:
    """Take what start-up made out of the garbage collector's sight.

    It stays for the life of the process, and a full collection would hold up every socket for 100 ms and more to look
    at 350,000 objects in vain.
    """
    resolve("/healthz")  # loads pages and API, which the first request would do otherwise
    gc.collect()
    gc.freeze()


def stop() -> None:
    """Stop following, and let go of the database."""
    tail.stop()
    tiles.close()
