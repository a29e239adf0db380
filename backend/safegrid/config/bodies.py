"""A limit for what a request may carry: Django writes any body to disk before it asks who sends it."""

from collections.abc import Awaitable, Callable
from typing import Any

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

MOST_BYTES = 10 * 1024 * 1024
"""A photo of 8 MB, and what a form puts around it."""


class LimitedBodies:
    """Passes requests on and answers 413 to those that carry more than `most` bytes, whatever length they claim."""

    def __init__(self, application: Application, most: int = MOST_BYTES) -> None:
        self._application = application
        self._most = most

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if _claimed(scope) > self._most:
            await _refuse(send)
            return
        taken, started = 0, False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            return {"type": "http.disconnect"} if taken > self._most else message

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        await self._application(scope, counted, noted)
        if taken > self._most and not started:
            await _refuse(send)


def _claimed(scope: Message) -> int:
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    return max((int(value) for value in lengths if value.isdigit()), default=0)


async def _refuse(send: Send) -> None:
    headers = [(b"content-length", b"0"), (b"connection", b"close"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
