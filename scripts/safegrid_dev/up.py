"""``./scripts/up``: from a bare machine to the map in the browser; repeatable."""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from . import application, apt, down, frontend, health, locks, ports, supervisor
from .console import say
from .database import ensure_database, given
from .paths import ROOT, VENV_PYTHON
from .prepare import prepare
from .trouble import Trouble
from .venv import ensure_packages, ensure_python, enter_venv, works

ROOM_TO_INSTALL = 3_000_000_000  # bytes: packages, pages and the demo city; measured 2.1 GB
ROOM_TO_RUN = 300_000_000
HEALTHY_WITHIN = 90.0
ENDINGS = 6  # of the processes, before they are given up


def main(arguments: list[str]) -> int:
    """Prepare everything, start or keep the processes, print where to go."""
    parser = argparse.ArgumentParser(prog="scripts/up", description=__doc__)
    parser.add_argument("--detach", action="store_true", help="return when healthy, print the URL last")
    options = parser.parse_args(arguments)
    check_room()
    with locks.preparing():
        ensure_python()
    enter_venv(["up", *arguments])
    began = time.monotonic()
    with locks.preparing():
        install()
        started = start(detach=options.detach)
    say("", application.demo_logins(started.env), "", f"✓ 就绪 · ready ({time.monotonic() - began:.1f} s)")
    say(started.url)
    if options.detach:
        return 0
    return _stay(started.child) if started.child else _follow()


@dataclass(frozen=True)
class Started:
    """What runs now; ``child`` is the supervisor unless it was there before."""

    env: dict[str, str]
    url: str
    child: subprocess.Popen[bytes] | None


def check_room() -> None:
    """Refuse early what would fail half way.

    :raises Trouble: ``disk-full``.
    """
    needed = ROOM_TO_RUN if works() else ROOM_TO_INSTALL
    if shutil.disk_usage(ROOT).free < needed:
        raise Trouble("disk-full", folder=ROOT)


def install() -> None:
    """Packages of the system and of the languages, at the same time; then the pages are built."""
    own_server = given() is None
    if own_server:
        apt.refuse_early()
    with ThreadPoolExecutor(max_workers=2) as lanes:
        jobs = [lanes.submit(_install_languages)]
        if own_server:
            jobs.append(lanes.submit(apt.ensure_postgis))
    for job in jobs:
        job.result()


def _install_languages() -> None:
    ensure_packages()
    frontend.ensure_built()


def start(*, detach: bool) -> Started:
    """Bring everything up to date and start the processes, unless fitting ones run."""
    access = ensure_database()
    about = {"code": application.code_checksum(), "database": _digest(repr(access))}
    kept = _keep(about)
    if kept:  # its healthz has looked at the schema too
        return Started(application.environment(access.app, 0), kept, None)
    prepare(access)
    supervisor.stop()
    port = ports.choose()
    env = access.of_processes({**os.environ, **application.environment(access.app, port)})
    url = ports.remember(port)
    child = _supervise(env, {**about, "port": str(port), "url": url}, detach=detach)
    _wait_until_fit(url, child)
    return Started(env, url, child)


def _wait_until_fit(url: str, child: subprocess.Popen[bytes]) -> None:
    """Wait for the processes; give up early when they only start and end.

    :raises Trouble: ``not-healthy``, with the last words of the log.
    """
    began = time.monotonic()
    log = supervisor.log_file()
    before = _words(log).count(supervisor.ENDED)

    def hopeful() -> bool:
        return child.poll() is None and _words(log).count(supervisor.ENDED) - before < ENDINGS

    if not health.wait(url, seconds=HEALTHY_WITHIN, hopeful=hopeful):
        supervisor.stop()
        seconds = int(time.monotonic() - began)
        raise Trouble("not-healthy", detail=_words(log), url=url, seconds=seconds, log=log)


def _words(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""


def _keep(about: dict[str, str]) -> str | None:
    """The URL of what runs already, if it is this code, database and port, and fit."""
    there = supervisor.running() or {}
    same = all(there.get(key) == value for key, value in about.items())
    wanted = os.environ.get("PORT") or there.get("port")
    url = there.get("url", "")
    return url if same and url and wanted == there.get("port") and health.is_healthy(url) else None


def _supervise(env: dict[str, str], about: dict[str, str], *, detach: bool) -> subprocess.Popen[bytes]:
    """Start the supervisor: detached it outlives this command, else it ends with it."""
    words = [f"{key}={value}" for key, value in about.items()]
    command = [str(VENV_PYTHON), "-m", "safegrid_dev", "supervise", *words]
    if not detach:
        command = supervisor.dies_with_parent([*command, "--terminal"])
    sink = subprocess.DEVNULL if detach else None
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=sink,
        stderr=sink,
        start_new_session=True,
    )


def _follow() -> int:
    """It runs already: show its words; Ctrl-C leaves it running."""
    say("已在运行，以下是日志 · already running; its log follows (Ctrl-C ends the view only)")
    return subprocess.run(["tail", "-n", "5", "-F", str(supervisor.log_file())], check=False).returncode


def _stay(child: subprocess.Popen[bytes]) -> int:
    """Stay until Ctrl-C or SIGTERM, then stop everything."""
    say("按 Ctrl-C 停止 · Ctrl-C stops it")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _as_interrupt)
    try:
        return child.wait()
    except KeyboardInterrupt:
        down.stop_everything()
        return 0


def _as_interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
