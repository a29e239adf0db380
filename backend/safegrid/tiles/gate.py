"""Decides whether a token still opens tiles, from what the log and the database told this process."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from enum import Enum, auto
from importlib import import_module

from django.conf import settings

from safegrid.domain.events import AccessChanged, BoundaryPublished, Event
from safegrid.store.access import Viewer, viewer_of_key
from safegrid.store.tile_token import LIFETIME, Claims

KNOWN_LIMIT = 20_000


class Verdict(Enum):
    OPEN = auto()
    SHUT = auto()
    UNKNOWN = auto()  # ask the database, then judge again


class Gate:
    """Viewer → access version, kept true by the tail; a token counts only while both are equal.

    `judge` is memory only and runs on the event loop; `load` reads the database and runs in a thread.
    """

    def __init__(
        self,
        load_viewer: Callable[[str], Viewer | None] = viewer_of_key,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._load_viewer = load_viewer
        self._clock = clock
        self._lock = threading.Lock()
        self._versions: dict[str, int] = {}
        self._known: OrderedDict[Claims, Viewer] = OrderedDict()
        self._ended: dict[str, float] = {}
        self._ground = 0

    def judge(self, claims: Claims) -> Verdict:
        with self._lock:
            if claims.expires <= self._clock() or claims.session in self._ended:
                return Verdict.SHUT
            version = self._versions.get(claims.viewer, 0)
            if version > claims.version:
                return Verdict.SHUT
            return Verdict.OPEN if version and claims in self._known else Verdict.UNKNOWN

    def viewer(self, claims: Claims) -> Viewer | None:
        """Whose token was found open."""
        with self._lock:
            viewer = self._known.get(claims)
            if viewer is not None:
                self._known.move_to_end(claims)
            return viewer

    def load(self, claims: Claims) -> bool:
        """Read viewer and session from the database. What the tail tells meanwhile wins.

        Returns whether it is worth judging again: not if the database knows no such viewer, area or session.
        """
        with self._lock:
            ground = self._ground
        viewer = self._load_viewer(claims.viewer)
        if viewer is None:
            return False
        matches = viewer.version == claims.version and viewer.scope.hash == claims.scope
        alive = matches and _session_exists(claims.session)
        with self._lock:
            self._versions[claims.viewer] = max(viewer.version, self._versions.get(claims.viewer, 0))
            if ground != self._ground:
                return True  # perhaps read before the new ground: neither yes nor no
            if alive:
                self._known[claims] = viewer
                while len(self._known) > KNOWN_LIMIT:
                    self._known.popitem(last=False)
            return alive

    def follow(self, event: Event) -> None:
        """Obey a change of access or of the ground. Called by the tail, in order."""
        if isinstance(event, AccessChanged):
            self._obey(event)
        elif isinstance(event, BoundaryPublished):
            with self._lock:
                self._ground += 1
                self._known.clear()

    def _obey(self, event: AccessChanged) -> None:
        now = self._clock()
        with self._lock:
            self._versions[event.viewer] = max(event.version, self._versions.get(event.viewer, 0))
            if event.session:
                self._ended[event.session] = now + LIFETIME.total_seconds()
            # Tokens of a session end 15 minutes after it: later its name need not be remembered.
            self._ended = {session: until for session, until in self._ended.items() if until > now}


def _session_exists(key: str) -> bool:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    return bool(key) and bool(store().exists(key))
