"""Choosing where to listen."""

from __future__ import annotations

import os
import socket

from .paths import local
from .trouble import Trouble

FIRST = 8000
LAST = 8099


def choose() -> int:
    """``PORT``; else the one of last time; else the first free one from 8000 on.

    :raises Trouble: ``port-taken``.
    """
    wanted = os.environ.get("PORT")
    if wanted:
        if not wanted.isdigit() or not is_free(int(wanted)):
            raise Trouble("port-taken", port=wanted)
        return int(wanted)
    last = last_used()
    candidates = list(range(FIRST, LAST + 1))
    for port in [last, *candidates] if last else candidates:
        if is_free(port):
            return port
    raise Trouble("port-taken", port=f"{FIRST}-{LAST}")


def last_used() -> int | None:
    """The port of last time, so that bookmarks stay right."""
    path = local("port")
    return int(path.read_text(encoding="ascii")) if path.exists() else None


def remember(port: int) -> str:
    """Write ``.local/url``; the URL."""
    local("port").write_text(str(port), encoding="ascii")
    local("url").write_text(f"{url(port)}\n", encoding="ascii")
    return url(port)


def url(port: int) -> str:
    """Where a browser on this machine finds the server."""
    return f"http://127.0.0.1:{port}"


def is_free(port: int) -> bool:
    """Whether uvicorn could listen on this port of the loopback address."""
    if not 0 < port < 65536:
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as uvicorn does
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
