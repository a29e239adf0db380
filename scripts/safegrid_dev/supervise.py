"""The process behind ``./scripts/up``: watches ``web`` and ``worker``."""

from __future__ import annotations

import os

from .serve import command
from .supervisor import Supervisor


def main(arguments: list[str]) -> int:
    """Run until told to end; arguments are ``key=value`` words about this run, and ``--terminal``."""
    about = dict(word.split("=", 1) for word in arguments if "=" in word)
    commands = {
        "web": command("web", host="127.0.0.1", port=int(about["port"])),
        "worker": command("worker"),
    }
    Supervisor(commands, os.environ, to_terminal="--terminal" in arguments).run(about)
    return 0
