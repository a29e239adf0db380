"""``./scripts/bench``: what is needed to measure is installed, then :mod:`safegrid_bench` measures."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout

from . import application, apt, chromium, frontend, locks
from .cluster import Cluster
from .paths import ROOT, VENV_PYTHON
from .up import check_room
from .venv import ensure_packages, ensure_python, enter_venv

CLUSTER = "bench"


def main(arguments: list[str]) -> int:
    """Become the bench, in ``.venv``'s Python, with a private cluster of its own running."""
    with redirect_stdout(sys.stderr):  # with --json nothing but JSON may be on the standard output
        check_room()
        with locks.preparing():
            ensure_python()
        enter_venv(["bench", *arguments])
        with locks.preparing():
            ensure_packages()
            if not {"-h", "--help"} & set(arguments):
                _ready(pages="--quick" not in arguments)
    env = application.environment(os.environ.get("DATABASE_URL", "postgresql:///safegrid"), 0)
    command = [str(VENV_PYTHON), "-m", "safegrid_bench", *arguments]
    os.chdir(ROOT)
    os.execve(command[0], command, {**os.environ, **env})  # noqa: S606
    return 0


def _ready(*, pages: bool) -> None:
    """The server; the pages too where a browser could look at them (none is installed for this)."""
    apt.ensure_postgis()
    Cluster(CLUSTER).start()
    if pages and chromium.installed():
        frontend.ensure_built()
        application.collect_static(application.environment("postgresql:///safegrid", 0))
