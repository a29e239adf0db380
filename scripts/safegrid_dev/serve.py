"""One process of SafeGrid, in the foreground: what the supervisor and the containers run."""

from __future__ import annotations

import argparse
import os

from . import application
from .paths import ROOT, VENV_PYTHON

WEB = (
    "-m",
    "uvicorn",
    "safegrid.config.asgi:application",
    "--lifespan=on",
    "--ws=safegrid.live.lines:LineProtocol",
    # Messages are small and the same for many: packing each apart costs more than the bytes it saves.
    "--ws-per-message-deflate=false",
    # Every socket hears a beat each 2 s; a ping finds those whose other end has vanished, and costs ten times a message.
    "--ws-ping-interval=60",
    "--no-access-log",
    "--no-server-header",
    "--timeout-graceful-shutdown=5",
)


def command(name: str, *, host: str = "127.0.0.1", port: int = 8000) -> list[str]:
    """The command line of ``web`` or ``worker``."""
    if name == "worker":
        return application.manage("worker")
    # Without a proxy of ours in front, a caller's own X-Forwarded-For would choose the address that locks out.
    proxied = os.environ.get("SAFEGRID_BEHIND_PROXY") == "1"
    trust = "--proxy-headers" if proxied else "--no-proxy-headers"
    return [str(VENV_PYTHON), *WEB, trust, f"--host={host}", f"--port={port}"]


def main(arguments: list[str]) -> int:
    """Become that process."""
    parser = argparse.ArgumentParser(prog="safegrid_dev serve", description=__doc__)
    parser.add_argument("name", choices=("web", "worker"))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args(arguments)
    os.environ.update(application.environment(os.environ["DATABASE_URL"], options.port))
    os.chdir(ROOT)
    words = command(options.name, host=options.host, port=options.port)
    os.execv(words[0], words)  # noqa: S606
