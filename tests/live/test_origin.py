"""Which pages may open a socket: the whole origin counts."""

import pytest

from safegrid.live.origin import OriginCheck


async def passes(origins, origin, host="map.example:8000"):
    """Whether a handshake with these headers reaches the application."""
    reached, sent = [], []
    messages = iter([{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1006}])

    async def application(scope, receive, send):
        reached.append(scope)

    async def receive():
        return next(messages)

    async def send(message):
        sent.append(message)

    headers = [(b"host", host.encode())] + ([(b"origin", origin.encode())] if origin is not None else [])
    await OriginCheck(application, origins)({"type": "websocket", "headers": headers}, receive, send)
    assert [m["type"] for m in sent] == ([] if reached else ["websocket.close"])
    return bool(reached)


LISTED = ["https://safe.example", "http://127.0.0.1:8000"]


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("https://safe.example", True),
        ("https://safe.example:443", True),
        ("http://127.0.0.1:8000", True),
        ("http://safe.example", False),
        ("https://safe.example:8443", False),
        ("https://safe.example.evil.example", False),
        ("https://evil.example", False),
        ("http://127.0.0.1:8001", False),
        ("http://127.0.0.1:x", False),
        ("null", False),
        ("", False),
        (None, False),
    ],
)
async def test_listed_origins(origin, allowed):
    assert await passes(LISTED, origin) is allowed


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        ("http://map.example:8000", "map.example:8000", True),
        ("https://map.example", "map.example", True),
        ("http://map.example", "map.example:8000", False),
        ("http://evil.example:8000", "map.example:8000", False),
        (None, "map.example", False),
    ],
)
async def test_without_a_list_the_page_must_be_of_the_same_host(origin, host, allowed):
    assert await passes([], origin, host) is allowed
