"""Long answers piece by piece, under the server's own loop and under tests."""

from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.db import connection
from django.http import HttpRequest, StreamingHttpResponse


def streamed(
    request: HttpRequest, pieces: Iterator[bytes], content_type: str, name: str
) -> StreamingHttpResponse:
    """Send a file as it is made. `name`: what the browser saves it as, ASCII."""
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{name}"'}
    body = _in_threads(pieces) if isinstance(request, ASGIRequest) else pieces
    return StreamingHttpResponse(body, content_type=content_type, headers=headers)


async def _in_threads(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Each piece in a thread of its own, which gives its connection back: the loop is never held up."""

    def one() -> bytes | None:
        try:
            return next(pieces, None)
        finally:
            connection.close()

    while (piece := await sync_to_async(one, thread_sensitive=False)()) is not None:
        yield piece
