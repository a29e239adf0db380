"""Between the tail's thread and the sockets of this process. Everything but `begin` and `follow` runs in the event loop."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import TypeVar

from safegrid.domain.events import AccessChanged, Bulk
from safegrid.domain.scope import Scope
from safegrid.domain.state import addressee, cuts
from safegrid.store.queries.log import LogRow

from .batch import batch_of
from .connection import Connection, GroupKey
from .viewers import Viewers

RECENT = 5_000
CHUNK = 200
PAUSE = 1.0
"""After telling the sockets, so many times the CPU time that it took are left to everything else; what comes meanwhile is
told together. A few sockets never notice; a thousand hear 50 changes a second in some 20 messages."""
LONGEST_PAUSE = 0.2
Key = TypeVar("Key")


class Hub:
    """Sockets grouped by what they may see: ops are found and encoded once per group."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._groups: dict[GroupKey, dict[Connection, None]] = {}
        self._viewers: dict[str, dict[Connection, None]] = {}
        self.now = 0.0
        """When the rows under way began to be told, `time.monotonic()`."""
        self._doubted: dict[str, int] = {}
        self._waiting: list[LogRow] = []
        self._pause_until = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self.viewers = Viewers()
        self.recent: deque[LogRow] = deque(maxlen=RECENT)
        self.epoch = ""
        self.position = 0
        self.fresh: Callable[[], bool] = lambda: False

    def bind(self, loop: asyncio.AbstractEventLoop, fresh: Callable[[], bool]) -> None:
        """Take the loop in which the sockets live, and how to ask whether the tail is up to date."""
        self._loop, self.fresh = loop, fresh

    def begin(self, epoch: str, seq: int, recent: Sequence[LogRow]) -> None:
        """Follower: start from `seq`; the sockets of another log start afresh."""
        self._call(self._begin, epoch, seq, tuple(recent[-RECENT:]))

    def follow(self, rows: Sequence[LogRow]) -> None:
        """Follower: hand rows on to the sockets, in slices that let the loop breathe."""
        for i in range(0, len(rows), CHUNK):
            self._call(self._take, rows[i : i + CHUNK])

    def join(self, connection: Connection) -> int:
        """Register a socket; every event after the returned position will be offered to it."""
        self._groups.setdefault(connection.group, {})[connection] = None
        self._viewers.setdefault(connection.viewer.key, {})[connection] = None
        return self.position

    def leave(self, connection: Connection) -> None:
        """Forget a socket."""
        _discard(self._groups, connection.group, connection)
        _discard(self._viewers, connection.viewer.key, connection)

    def doubted_since(self, viewer: str, position: int) -> bool:
        """Whether the viewer's access changed after a position, so that what was read then may be outdated."""
        return self._doubted.get(viewer, 0) > position

    @property
    def size(self) -> int:
        """How many sockets there are."""
        return sum(map(len, self._groups.values()))

    def connections(self) -> list[Connection]:
        """All sockets, for health reports and tests."""
        return [connection for group in self._groups.values() for connection in group]

    def _call(self, function: Callable[..., None], *args: object) -> None:
        if self._loop is None:
            raise RuntimeError("the hub has no event loop yet")
        self._loop.call_soon_threadsafe(function, *args)

    def _begin(self, epoch: str, seq: int, recent: Sequence[LogRow]) -> None:
        self._waiting.clear()
        self.epoch, self.position = epoch, seq
        self.recent.clear()
        self.recent.extend(recent)
        for connection in self.connections():
            connection.end("epoch")

    def _take(self, rows: Sequence[LogRow]) -> None:
        """Tell of rows now, or with those that come in the pause after the last ones. Rights wait for nothing."""
        assert self._loop is not None
        self._waiting.extend(rows)
        pause = self._pause_until - time.monotonic()
        urgent = any(isinstance(row.event, AccessChanged) for row in rows)
        if urgent or pause <= 0 or len(self._waiting) >= CHUNK:
            self._tell_waiting()
        elif self._timer is None:
            self._timer = self._loop.call_later(pause, self._tell_waiting)

    def _tell_waiting(self) -> None:
        assert self._loop is not None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        rows, self._waiting = self._waiting, []
        self.now, began = time.monotonic(), time.thread_time()
        self._deliver(rows)
        # The loop writes to the network once this has returned: only its next round knows what all of it cost.
        self._loop.call_soon(self._rest, began)

    def _rest(self, began: float) -> None:
        # In CPU time: a machine that is busy with other things is no reason to tell later.
        cost = time.thread_time() - began
        self._pause_until = time.monotonic() + min(PAUSE * cost, LONGEST_PAUSE)

    def _deliver(self, rows: Sequence[LogRow]) -> None:
        rows = [row for row in rows if row.seq > self.position]  # a repetition after an error
        if not rows:
            return
        for row in rows:
            if isinstance(row.event, AccessChanged):
                self._doubt(row.seq, row.event)
        for group in list(self._groups.values()):
            _tell(group, rows)
        for row in rows:
            if to := addressee(row.event):
                self._tell_one(to, row)
        self.recent.extend(rows)
        self.position = rows[-1].seq

    def _tell_one(self, viewer: str, row: LogRow) -> None:
        """What is for one viewer alone goes to their own sockets."""
        for connection in self._viewers.get(viewer, ()):
            connection.offer(batch_of([row], connection.viewer.scope, viewer))

    def _doubt(self, seq: int, event: AccessChanged) -> None:
        self._doubted[event.viewer] = seq
        for connection in self._viewers.get(event.viewer, ()):
            concerned = event.session in {"", connection.session}
            if concerned and (event.session or event.version > connection.viewer.version):
                connection.question()


def _tell(group: dict[Connection, None], rows: Sequence[LogRow]) -> None:
    scope: Scope = next(iter(group)).viewer.scope
    for row in rows:
        reason = cuts(row.event, scope)
        if reason == Bulk.kind:
            for connection in group:
                connection.settle(reason)
        elif reason:
            for connection in group:
                connection.end(reason)
            return
    batch = batch_of(rows, scope)
    if batch.parts:
        for connection in group:
            connection.offer(batch)


def _discard(index: dict[Key, dict[Connection, None]], key: Key, connection: Connection) -> None:
    members = index.get(key)
    if members is not None:
        members.pop(connection, None)
        if not members:
            del index[key]
