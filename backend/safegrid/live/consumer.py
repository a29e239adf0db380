"""/ws/live: the Channels consumer. It says who connects and carries messages; `Stream` decides which."""

import asyncio
import json
import logging
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.http.cookie import parse_cookie
from typing_extensions import override

from safegrid.store.access import Viewer

from .connection import Connection
from .hub import Hub
from .lines import line_of
from .stream import ACCESS_ENDED, Stream

log = logging.getLogger(__name__)

TRY_LATER = 1013
BAD_MESSAGE = 4400
SINCE_SECONDS = 10.0
MAX_MESSAGE = 4_096


class LiveConsumer(AsyncWebsocketConsumer):  # type: ignore[misc] # Channels has no types
    """One socket. The first message is `since`; nothing that a client says later matters."""

    hub: Hub

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self.hub = hub
        self._session = ""
        self._viewer: Viewer | None = None
        self._since = 0
        self._task: asyncio.Task[None] | None = None

    @override
    async def connect(self) -> None:
        self._since = self.hub.position
        self._session = _session_key(self.scope)
        if self._session:
            self._viewer = await self.hub.viewers.of(self._session)
        await self.accept()
        if self._viewer is None:
            await self.close(ACCESS_ENDED)
        elif not self.hub.epoch:
            await self.close(TRY_LATER)
        else:
            self._task = asyncio.create_task(self._give_up())

    @override
    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        token = _token(text_data)
        if self._viewer is None or (self._task is not None and self._task.get_name() == "stream"):
            return
        if token is None:
            await self.close(BAD_MESSAGE)
            return
        if self._task is not None:
            self._task.cancel()
        connection = Connection(self._viewer, self._session)
        stream = Stream(self.hub, connection, self._send_text, self._close_with, line_of(self.scope))
        self._task = asyncio.create_task(self._serve(stream, token), name="stream")

    @override
    async def disconnect(self, code: int) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _serve(self, stream: Stream, token: str) -> None:
        try:
            await stream.run(token, self._since)
        except (OSError, RuntimeError) as error:
            log.debug("a socket ended while it was sent to: %r", error)
        except Exception:
            log.exception("a stream failed; its client connects again")
            await self.close(TRY_LATER)

    async def _give_up(self) -> None:
        await asyncio.sleep(SINCE_SECONDS)
        await self.close(BAD_MESSAGE)

    async def _send_text(self, text: str) -> None:
        await self.send(text_data=text)

    async def _close_with(self, code: int) -> None:
        await self.close(code)


def _session_key(scope: dict[str, Any]) -> str:
    for name, value in scope["headers"]:
        if name == b"cookie":
            key = parse_cookie(value.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
            if key:
                return key
    return ""


def _token(text: str | None) -> str | None:
    if text is None or len(text) > MAX_MESSAGE:
        return None
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if (
        not isinstance(message, dict)
        or message.get("t") != "since"
        or not isinstance(message.get("token"), str)
    ):
        return None
    return str(message["token"])
