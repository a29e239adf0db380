"""The checks that ``./scripts/test`` runs beside the tests, two at a time."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from .application import manage
from .console import say
from .paths import FRONTEND, ROOT, SCRIPTS, VENV


@dataclass(frozen=True)
class Check:
    """A command that must succeed."""

    name: str
    command: Sequence[str]
    cwd: Path = ROOT


@dataclass(frozen=True)
class Outcome:
    """How one went: seconds, and what it said."""

    name: str
    passed: int
    failed: int
    seconds: float
    said: str = ""


def python_program(name: str) -> str:
    """A program of ``.venv``."""
    return str(VENV / "bin" / name)


def node_program(name: str) -> str:
    """A program of ``frontend/node_modules``."""
    return str(FRONTEND / "node_modules" / ".bin" / name)


def checks() -> list[Check]:
    """All of them; the slow ones first, so that two lanes end together."""
    return [
        Check("mypy", [python_program("mypy")]),
        Check("tsc", [node_program("tsc"), "--noEmit"], FRONTEND),
        Check("migrations", manage("makemigrations", "--check", "--dry-run")),
        Check("biome", [node_program("biome"), "ci", "--colors=off", "."], FRONTEND),
        Check("generated files", [str(SCRIPTS / "generate"), "--check"]),
        Check("lint-imports", [python_program("lint-imports"), "--no-cache"]),
        Check("ruff check", [python_program("ruff"), "check", "."]),
        Check("ruff format", [python_program("ruff"), "format", "--check", "."]),
    ]


def run_checks(env: Mapping[str, str]) -> list[Outcome]:
    """Run all of them to the end; each failure is printed as it comes."""
    with ThreadPoolExecutor(max_workers=2) as lanes:
        return list(lanes.map(lambda check: run_check(check, env), checks()))


def run_check(check: Check, env: Mapping[str, str]) -> Outcome:
    """Run one; its words are kept for the case that it fails."""
    began = time.monotonic()
    done = subprocess.run(
        list(check.command),
        cwd=check.cwd,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    said = (done.stdout + done.stderr).strip()
    outcome = Outcome(
        check.name, int(not done.returncode), int(bool(done.returncode)), time.monotonic() - began, said
    )
    say(f"{'✗' if outcome.failed else '✓'} {check.name} ({outcome.seconds:.1f} s)")
    if outcome.failed:
        say(*(f"    {line}" for line in said.splitlines()[-60:]))
    return outcome
