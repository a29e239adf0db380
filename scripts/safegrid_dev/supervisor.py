"""Keeping ``web`` and ``worker`` alive, and their words readable."""

from __future__ import annotations

import json
import logging
import logging.handlers
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from . import locks
from .paths import ROOT, local
from .trouble import Trouble

LOCK = "supervisor"
RESTART_AFTER = 0.5  # seconds: well inside the promised two, long enough not to spin when a start fails
STOP_WITHIN = 15.0
LOG_BYTES = 10_000_000
ENDED = "已退出 · ended"


@dataclass
class Watched:
    """One process that is to run as long as the supervisor does."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[str] | None = None
    due: float = 0.0


def log_file() -> Path:
    """Where all words go, also those shown on the terminal."""
    return local("logs", "up.log")


def running() -> dict[str, str] | None:
    """What the living supervisor wrote about itself (``pid``, ``port``, ``url``, ``code``), or ``None``."""
    if not locks.is_held(LOCK):
        return None
    try:
        return dict(json.loads(locks.written(LOCK)))
    except ValueError:  # taken this very moment and not written yet
        return {}


def stop() -> bool:
    """End the supervisor of this place and what it watches; whether there was one.

    :raises Trouble: ``does-not-stop``.
    """
    about = running()
    if about is None:
        return False
    pid = int(about.get("pid", "0"))
    if pid:
        os.kill(pid, signal.SIGTERM)
    limit = time.monotonic() + STOP_WITHIN + 10
    while locks.is_held(LOCK):
        if time.monotonic() > limit:
            raise Trouble("does-not-stop", pid=pid, seconds=int(STOP_WITHIN + 10))
        time.sleep(0.05)
    return True


class Supervisor:
    """Start, watch, restart; end everything on SIGTERM or SIGINT."""

    def __init__(
        self, commands: Mapping[str, Sequence[str]], env: Mapping[str, str], *, to_terminal: bool
    ) -> None:
        self.watched = [Watched(name, command) for name, command in commands.items()]
        self.env = {**os.environ, **env}
        self.log = _logger(to_terminal=to_terminal)
        self.ending = threading.Event()

    def run(self, about: Mapping[str, str]) -> None:
        """Watch until told to end.

        :raises Trouble: ``another-up`` if a supervisor is at work here already.
        """
        held = locks.hold(LOCK, json.dumps({"pid": str(os.getpid()), **about}))
        if held is None:
            raise Trouble("another-up", pid=locks.written(LOCK))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_end)
        with held:
            try:
                self._watch()
            finally:
                self._stop_all()

    def _watch(self) -> None:
        while not self.ending.wait(0.1):
            for watched in self.watched:
                self._look_after(watched)

    def _look_after(self, watched: Watched) -> None:
        now = time.monotonic()
        if watched.process is None:
            if now >= watched.due:
                self._start(watched)
            return
        status = watched.process.poll()
        if status is not None:
            self._say("up", f"{watched.name} {ENDED} ({_ending(status)}), {RESTART_AFTER} s → 重启 · restart")
            watched.process, watched.due = None, now + RESTART_AFTER

    def _start(self, watched: Watched) -> None:
        process = subprocess.Popen(
            dies_with_parent(watched.command),
            cwd=ROOT,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            # A Ctrl-C on the terminal reaches the supervisor only, which ends the others in order.
            start_new_session=True,
        )
        watched.process = process
        threading.Thread(target=self._read, args=(watched.name, process), daemon=True).start()
        self._say("up", f"{watched.name} 已启动 · started (pid {process.pid})")

    def _read(self, name: str, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            self._say(name, line.rstrip())

    def _stop_all(self) -> None:
        living = [watched.process for watched in self.watched if watched.process]
        for process in living:
            process.terminate()
        limit = time.monotonic() + STOP_WITHIN
        for process in living:
            try:
                process.wait(max(0.1, limit - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for watched in self.watched:
            watched.process, watched.due = None, 0.0

    def _say(self, name: str, text: str) -> None:
        self.log.info("%s %-6s │ %s", time.strftime("%H:%M:%S"), name, text)

    def _on_end(self, _number: int, _frame: FrameType | None) -> None:
        self.ending.set()


def dies_with_parent(command: Sequence[str]) -> list[str]:
    """Have the kernel end the process when the supervisor is killed, so that no port stays taken."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--", *command] if setpriv else list(command)


def _ending(status: int) -> str:
    return signal.Signals(-status).name if status < 0 else f"exit {status}"


def _logger(*, to_terminal: bool) -> logging.Logger:
    logger = logging.getLogger("safegrid.up")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    handler = logging.handlers.RotatingFileHandler(
        log_file(), maxBytes=LOG_BYTES, backupCount=3, encoding="utf-8"
    )
    handlers: list[logging.Handler] = [handler]
    if to_terminal:
        handlers.append(logging.StreamHandler(sys.stdout))
    for each in handlers:
        each.setFormatter(logging.Formatter("%(message)s"))
    logger.handlers = handlers
    return logger
