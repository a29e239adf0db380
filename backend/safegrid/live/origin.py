"""A page of another site must not open a socket with the visitor's cookies."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier

Scope = dict[str, Any]
DEFAULT_PORTS = {"http": 80, "https": 443}


class OriginCheck:
    """Refuses (403) a socket whose full origin (scheme, host, port) is not listed; with no list, another host's."""

    def __init__(self, application: Any, origins: Sequence[str]) -> None:  # noqa: ANN401 - an ASGI application
        self._application = application
        self._origins = {_normal(origin) for origin in origins}

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> Any:  # noqa: ANN401 - ASGI
        headers = dict(scope["headers"])
        origin = headers.get(b"origin", b"").decode("latin-1")
        host = headers.get(b"host", b"").decode("latin-1")
        if self._allowed(origin, host):
            return await self._application(scope, receive, send)
        return await WebsocketDenier()(scope, receive, send)

    def _allowed(self, origin: str, host: str) -> bool:
        given = _normal(origin)
        if given is None:
            return False
        return given in self._origins if self._origins else given[1:] == _place(host, given[0])


def _normal(origin: str) -> tuple[str, str, int] | None:
    scheme, separator, place = origin.partition("://")
    if not separator or scheme not in DEFAULT_PORTS:
        return None
    parsed = _place(place, scheme)
    return None if parsed is None else (scheme, *parsed)


def _place(place: str, scheme: str) -> tuple[str, int] | None:
    try:
        parts = urlsplit(f"//{place}")
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname or parts.path:
        return None
    return parts.hostname, port or DEFAULT_PORTS[scheme]
