"""Locks between the commands: held by an open file, so that the kernel frees them however a process ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from .paths import local
from .trouble import Trouble


@contextmanager
def preparing() -> Iterator[None]:
    """One command at a time installs, builds, migrates or stops.

    :raises Trouble: ``another-up`` with the process that is at it.
    """
    held = hold("preparing", str(os.getpid()))
    if held is None:
        raise Trouble("another-up", pid=written("preparing"))
    with held:
        yield


def hold(name: str, text: str) -> TextIO | None:
    """Take the lock and write ``text`` into it; ``None`` if another process has it."""
    file = local("run", f"{name}.lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    file.truncate(0)
    file.write(text)
    file.flush()
    return file


def is_held(name: str) -> bool:
    """Whether a living process holds the lock."""
    with local("run", f"{name}.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def written(name: str) -> str:
    """What the holder wrote."""
    return local("run", f"{name}.lock").read_text(encoding="utf-8").strip()


@contextmanager
def shared(name: str) -> Iterator[TextIO]:
    """Hold the lock together with others."""
    with local("run", f"{name}.lock").open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield file


def alone(file: TextIO) -> bool:
    """Whether no other process shares the lock; if so it is now held exclusively."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
