"""Running vitest and pytest, and reading how many tests passed."""

from __future__ import annotations

import json
import os
import subprocess
import time
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from pathlib import Path

from .checks import Outcome, node_program, python_program
from .console import say
from .paths import FRONTEND, ROOT, local


def vitest(env: Mapping[str, str]) -> Outcome:
    """The front end's unit tests."""
    report = local("test", "vitest.json")
    report.unlink(missing_ok=True)
    command = [
        node_program("vitest"),
        "run",
        "--reporter=default",
        "--reporter=json",
        f"--outputFile.json={report}",
    ]
    seconds, status = _watch(command, FRONTEND, env)
    counts = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
    passed, failed = int(counts.get("numPassedTests", 0)), int(counts.get("numFailedTests", 0))
    return Outcome("vitest", passed, _at_least_one(failed, status), seconds)


def pytest(env: Mapping[str, str], arguments: Sequence[str]) -> Outcome:
    """The Python tests, those in the browser among them."""
    report = local("test", "pytest.xml")
    report.unlink(missing_ok=True)
    command = [python_program("pytest"), f"--junitxml={report}", "--durations=10", *arguments]
    seconds, status = _watch(command, ROOT, env)
    passed, failed = read_junit(report)
    return Outcome("pytest", passed, _at_least_one(failed, status), seconds)


def read_junit(report: Path) -> tuple[int, int]:
    """Tests passed and failed (errors among them) in a JUnit file; none if it is not there."""
    if not report.exists():
        return 0, 0
    suites = ET.parse(report).getroot().iter("testsuite")  # noqa: S314
    rows = [
        {key: int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")}
        for suite in suites
    ]
    failed = sum(row["failures"] + row["errors"] for row in rows)
    return sum(row["tests"] - row["skipped"] for row in rows) - failed, failed


def _watch(command: Sequence[str], cwd: Path, env: Mapping[str, str]) -> tuple[float, int]:
    began = time.monotonic()
    say("", f"── {Path(command[0]).name} " + "─" * 60)
    done = subprocess.run(
        list(command), cwd=cwd, env={**os.environ, **env}, stdin=subprocess.DEVNULL, check=False
    )
    return time.monotonic() - began, done.returncode


def _at_least_one(failed: int, status: int) -> int:
    """A suite that ends badly without naming a test has failed as a whole."""
    return failed or int(status != 0)
