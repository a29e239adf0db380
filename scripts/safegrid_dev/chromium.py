"""The browser of the tests, and a font that can write 安全."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from . import apt, shell
from .console import step
from .paths import VENV_PYTHON
from .trouble import Trouble

FONT = "fonts-noto-cjk"
KNOWN = ("chromium", "google-chrome-stable", "google-chrome")
WHERE = (
    "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
)


def ensure_chromium() -> Path:
    """The path of a Chromium: ``SAFEGRID_CHROMIUM``, an installed one, apt's, or Playwright's own."""
    apt.ensure([FONT])
    given = os.environ.get("SAFEGRID_CHROMIUM")
    found = Path(given) if given else installed()
    if found and found.exists():
        return found
    # Ubuntu's package of this name is a snap in disguise, which cannot run in a container.
    if apt.is_known("chromium"):
        apt.ensure(["chromium"])
        found = installed()
    return found or _from_playwright()


def installed() -> Path | None:
    """One that is on the machine already."""
    paths = [shutil.which(name) for name in KNOWN]
    return next((Path(path) for path in paths if path and "/snap/" not in path), None)


def _from_playwright() -> Path:
    with step("下载 Chromium", "downloading Chromium"):
        command = apt.as_root(
            [str(VENV_PYTHON), "-m", "playwright", "install-deps", "chromium"], ["chromium"]
        )
        shell.run(command, log="chromium-libraries", code="no-chromium")
        shell.run(
            [VENV_PYTHON, "-m", "playwright", "install", "chromium"], log="chromium", code="no-chromium"
        )
    path = Path(shell.output([VENV_PYTHON, "-c", WHERE]).strip())
    if not path.exists():
        raise Trouble("no-chromium")
    return path
