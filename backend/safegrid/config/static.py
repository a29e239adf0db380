"""Static files by WhiteNoise's rules (types, ETag, ranges, compressed variants), sent without Django's handler."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import IO, Any

from whitenoise import WhiteNoise  # type: ignore[import-untyped] # WhiteNoise has no types

Send = Callable[[dict[str, Any]], Awaitable[None]]

HASHED = re.compile(r"/assets/[^/]+-[\w-]{8}\.\w+(\.map)?$")
PIECE = 64 * 1024


class StaticFiles:
    """Files below a folder, listed once at the start; what Vite names by a hash is cached for ever."""

    def __init__(self, root: Path, prefix: str) -> None:
        self.prefix = prefix
        self._files = WhiteNoise(None, immutable_file_test=lambda _path, url: bool(HASHED.search(url)))
        if root.is_dir():
            self._files.add_files(str(root), prefix)

    async def __call__(self, scope: Mapping[str, Any], _receive: object, send: Send) -> None:
        file = self._files.files.get(scope["path"])
        if file is None:
            await _send(send, 404, [], None)
            return
        response = await asyncio.to_thread(file.get_response, scope["method"], _environ(scope))
        await _send(send, int(response.status), response.headers, response.file)


def _environ(scope: Mapping[str, Any]) -> dict[str, str]:
    """Request headers by the names that WSGI gives them."""
    return {
        f"HTTP_{name.decode('latin-1').upper().replace('-', '_')}": value.decode("latin-1")
        for name, value in scope["headers"]
    }


async def _send(send: Send, status: int, headers: list[tuple[str, str]], file: IO[bytes] | None) -> None:
    named = [*headers, ("X-Content-Type-Options", "nosniff")]
    encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in named]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    if file is not None:
        try:
            while piece := await asyncio.to_thread(file.read, PIECE):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        finally:
            file.close()
    await send({"type": "http.response.body", "body": b""})
