"""What one socket is sent, from its `since` to its end. Knows nothing of how messages travel."""

import asyncio
import json
import math
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import lru_cache

from safegrid.store.resume import Resume, mint, read

from .batch import Batch
from .connection import Connection
from .hub import Hub
from .lines import Line
from .replay import Span, batches, prepare

BEAT_SECONDS = 2.0
BEAT_GRID = 40
ALONG_SECONDS = 1.0
"""A beat that is due so soon goes along with a change."""
TOKEN_SECONDS = 10.0
SEND_SECONDS = 20.0
"""A reader that takes nothing for so long is given up."""
FAREWELL_SECONDS = 1.0
SNAPSHOT_SECONDS, MOST_SPREAD_SECONDS = 0.02, 5.0
"""What a screen that starts afresh costs the server, about; the longest that it is asked to wait for others."""
FOR_ALL = frozenset({"boundary", "rules", "bulk", "epoch"})
"""Reasons that send every screen for a new snapshot at the same moment."""
RESET = 4001
ACCESS_ENDED = 4003


class Stream:
    """Replays what was missed, then passes on what the hub offers, in order, with beats between."""

    def __init__(
        self,
        hub: Hub,
        connection: Connection,
        send: Callable[[str], Awaitable[None]],
        close: Callable[[int], Awaitable[None]],
        line: Line | None = None,
    ) -> None:
        self._hub, self._connection = hub, connection
        self._send_text, self._close = send, close
        self._line = line
        self._count = 0
        self._tier = ""
        self._beat_at = 0.0
        self._token_at = 0.0
        self._beats: asyncio.TimerHandle | None = None

    async def run(self, token: str, since: int) -> None:
        """Serve until the stream must end. `since`: the hub's position before the viewer was read."""
        position = self._hub.join(self._connection)
        try:
            if self._hub.doubted_since(self._connection.viewer.key, since):
                self._connection.question()
            await self._start(token, position)
            while not self._connection.cut:
                await self._step()
            await self._farewell()
        except TimeoutError:
            self._connection.end("slow")
            await self._farewell()
        finally:
            self._hub.leave(self._connection)
            self._connection.leave()

    async def _start(self, token: str, position: int) -> None:
        resume = read(token)
        viewer = self._connection.viewer
        if resume is None or resume.viewer != viewer.key or resume.scope != viewer.scope.hash:
            return self._connection.end("scope")
        if resume.epoch != self._hub.epoch:
            return self._connection.end("epoch")
        span = await prepare(resume, viewer.scope, tuple(self._hub.recent), position)
        if isinstance(span, str):
            return self._connection.end(span)
        self._tier = resume.tier
        return await self._recover(span)

    async def _recover(self, span: Span) -> None:
        if self._connection.cut:
            return
        await self._send('"hello"', f'"recovered":true,{_now()}')
        async for batch in batches(span, self._connection.viewer):
            if self._connection.cut:
                return
            await self._send_batch(batch)

    async def _step(self) -> None:
        connection, now = self._connection, time.monotonic()
        if connection.backlog:
            await self._send_batch(connection.backlog.take())
        elif self._remaining() <= 0:
            connection.end("expired")
        elif now >= self._beat_at:
            self._beat_at = _next_beat(now)
            if (
                self._hub.fresh()
            ):  # no beat while this process does not know the log's end: the screen shows it
                await self._send('"beat"', self._beat(now))
        else:
            connection.wake.clear()
            await self._rest(self._beat_at - now)

    async def _rest(self, until_beat: float) -> None:
        """Wait until there is something to do; with a line, batches and beats meanwhile need nobody to wake up."""
        connection, line = self._connection, self._line
        if line is None:
            return await _wait(connection.wake, min(until_beat, self._remaining()))
        loop = asyncio.get_running_loop()
        connection.direct = self._hand_over
        self._beats = loop.call_later(until_beat, self._beat_over, line, loop)
        try:
            await _wait(connection.wake, self._remaining())
        finally:
            connection.direct = None
            if self._beats is not None:
                self._beats.cancel()

    def _hand_over(self, batch: Batch) -> bool:
        """Send a batch at once. A beat that is due soon goes along: two messages in one packet cost hardly more than one."""
        line, now = self._line, self._hub.now
        if line is None or not line.ready():
            return False
        ahead = b"" if now < self._beat_at - ALONG_SECONDS else self._beat_message(now)
        line.write(self._ops(batch), ahead)
        return True

    def _ops(self, batch: Batch) -> bytes:
        """The next message but for its frame."""
        count = self._count
        self._count = count + 1
        return b'{"t":"ops","i":%d,"ops":%b}' % (count, batch.encoded)

    def _beat_over(self, line: Line, loop: asyncio.AbstractEventLoop) -> None:
        if self._connection.cut or not line.ready():
            self._connection.wake.set()
            return
        now = time.monotonic()
        if now >= self._beat_at - BEAT_SECONDS / BEAT_GRID and (beat := self._beat_message(now)):
            line.write(beat)
        self._beats = loop.call_later(self._beat_at - now, self._beat_over, line, loop)

    def _beat_message(self, now: float) -> bytes:
        """As `_ops`; empty while this process does not know the log's end: the screen shows it."""
        self._beat_at = _next_beat(now)
        if not self._hub.fresh():
            return b""
        count, self._count = self._count, self._count + 1
        return b'{"t":"beat","i":%d,%b}' % (count, self._beat(now).encode())

    def _beat(self, now: float) -> str:
        """Server time, and every ten seconds a token: nothing waits here, so all up to the hub's position was sent."""
        beat = _now()
        if now < self._token_at or self._connection.settling:
            return beat
        self._token_at = now + TOKEN_SECONDS
        viewer = self._connection.viewer
        second = float(int(time.time()))
        resume = Resume(
            viewer.key, viewer.scope.hash, self._hub.epoch, self._hub.position, self._tier, second
        )
        return f'{beat},"token":"{_token(resume)}"'

    def _within(self, reason: str) -> float:
        """Seconds over which the screens spread their new beginnings: a few at once, a thousand one after another."""
        screens = self._hub.size if reason in FOR_ALL else 1
        return min(MOST_SPREAD_SECONDS, screens * SNAPSHOT_SECONDS)

    def _remaining(self) -> float:
        """Seconds until a duty of the viewer starts or ends."""
        until = self._connection.viewer.scope.valid_until
        return float("inf") if until is None else (until - datetime.now(UTC)).total_seconds()

    async def _send_batch(self, batch: Batch) -> None:
        if not batch.parts:
            return
        if self._line is not None and self._line.ready():
            self._line.write(self._ops(batch))  # no beat: its token would cover what still waits
        else:
            await self._send('"ops"', f'"ops":{batch.text}')

    async def _send(self, kind: str, rest: str) -> None:
        text = f'{{"t":{kind},"i":{self._count},{rest}}}'
        self._count += 1
        async with asyncio.timeout(SEND_SECONDS):
            await self._send_text(text)

    async def _farewell(self) -> None:
        code = RESET
        if self._connection.doubt:
            viewer = await self._hub.viewers.of(self._connection.session)
            if viewer is None or viewer.key != self._connection.viewer.key:
                code = ACCESS_ENDED
        try:
            async with asyncio.timeout(FAREWELL_SECONDS):
                if code == RESET:
                    reason = self._connection.reset or "scope"
                    within = f'"within":{self._within(reason):.2f}'
                    await self._send('"reset"', f'"reason":{json.dumps(reason)},{within}')
                await self._close(code)
        except TimeoutError:
            return  # it reads nothing: the server's ping will end the connection


@lru_cache(maxsize=256)
def _token(resume: Resume) -> str:
    """Screens of one viewer that are told the same in the same second share a token."""
    return mint(resume)


def _next_beat(now: float) -> float:
    """Two seconds from now on a common grid: beats of a few sockets fall together, and never of so many that a change waits."""
    step = BEAT_SECONDS / BEAT_GRID
    return math.ceil((now + BEAT_SECONDS) / step) * step


def _now() -> str:
    return _told(int(10 * time.time()))


@lru_cache(maxsize=1)
def _told(tenths: int) -> str:
    """The time to a tenth of a second: whoever beats in the same one is told the same, and nobody looks closer."""
    return f'"now":"{datetime.fromtimestamp(tenths / 10, UTC).isoformat()}"'


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(min(seconds, 3600.0)):
            await event.wait()
    except TimeoutError:
        return
