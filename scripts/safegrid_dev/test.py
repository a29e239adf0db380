"""``./scripts/test``: install what the tests need, then run everything and say how it went."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from . import application, apt, chromium, frontend, locks, nginx, suites
from .checks import Outcome, run_checks
from .cluster import Cluster
from .console import say, step
from .database import check_server, ensure_private
from .paths import BACKEND, SCRIPTS, local
from .trouble import Trouble
from .up import check_room
from .venv import ensure_packages, ensure_python, enter_venv, path_with_venv


def main(arguments: list[str]) -> int:
    """Everything; ``--fast`` without the browser; ``-k NAME`` only the tests of that name."""
    parser = argparse.ArgumentParser(prog="scripts/test", description=__doc__)
    parser.add_argument("-k", metavar="NAME", help="only Python tests of this name, and no other check")
    parser.add_argument("--fast", action="store_true", help="leave out the tests in a browser")
    options, extra = parser.parse_known_args(arguments)
    check_room()
    with locks.preparing():
        ensure_python()
    enter_venv(["test", *arguments])
    with locks.preparing():
        ensure_packages(dev=True)
        env = _install(browser=not options.fast)
        built = _build({**env, "DATABASE_URL": "postgresql:///safegrid"})
    with test_database() as database_url:
        outcomes = _run({**env, "DATABASE_URL": database_url}, options.k, extra, fast=options.fast)
    return _report([built, *outcomes])


@contextmanager
def test_database() -> Iterator[str]:
    """A server for this run; the private one is stopped by the last run that uses it.

    Each pytest process makes a database of its own on it, and drops it.
    """
    given = os.environ.get("DATABASE_URL")
    if given:
        check_server(given)
        yield given
        return
    with locks.shared("test-cluster") as users:
        url = ensure_private("test", "safegrid")
        Cluster("test").drop_leftovers()
        try:
            yield url
        finally:
            if locks.alone(users):
                Cluster("test").stop()


def _install(*, browser: bool) -> dict[str, str]:
    if not os.environ.get("DATABASE_URL"):
        apt.ensure_postgis()
    frontend.ensure_packages()
    found = {"SAFEGRID_CHROMIUM": str(chromium.ensure_chromium())} if browser else {}
    return {**_environment(), **found, "SAFEGRID_NGINX": str(nginx.ensure_nginx())}


def _build(env: dict[str, str]) -> Outcome:
    """Build the pages; a failure is one of the outcomes, so that it hides no other."""
    began = time.monotonic()
    try:
        frontend.ensure_built()
        application.collect_static(env)
    except Trouble as trouble:
        say("", *trouble.lines(), "")
        return Outcome("vite build", 0, 1, time.monotonic() - began)
    return Outcome("vite build", 1, 0, time.monotonic() - began)


def _environment() -> dict[str, str]:
    """Away from the running city: uploads, static files and keys of the tests' own."""
    return {
        "DJANGO_SETTINGS_MODULE": "safegrid.config.settings",
        "SAFEGRID_LOCAL_DIR": str(local("test", "here").parent),
        "PATH": path_with_venv(),
        "PYTHONPATH": f"{BACKEND}{os.pathsep}{SCRIPTS}",
        "NO_COLOR": "1",
        "PYTHONDONTWRITEBYTECODE": "",
    }


def _run(env: dict[str, str], name: str | None, extra: list[str], *, fast: bool) -> list[Outcome]:
    chosen = [*(["-m", "not browser"] if fast else []), *(["-k", name] if name else []), *extra]
    if name or extra:
        return [suites.pytest(env, chosen)]
    with step("检查", "checks"):
        outcomes = run_checks(env)
    return [*outcomes, suites.vitest({**env, **frontend.environment()}), suites.pytest(env, chosen)]


def _report(outcomes: list[Outcome]) -> int:
    say("", f"{'':2}{'步骤 step':<16}{'s':>8}{'passed':>9}{'failed':>9}")
    for outcome in outcomes:
        mark = "✗" if outcome.failed else "✓"
        say(f"{mark} {outcome.name:<18}{outcome.seconds:>8.1f}{outcome.passed:>9}{outcome.failed:>9}")
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    say("", f"{passed} passed, {failed} failed")
    return int(failed > 0)
