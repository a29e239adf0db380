"""The pages: npm packages from their lock file, then Vite."""

from __future__ import annotations

from . import inputs, shell
from .console import step
from .paths import FRONTEND, ROOT
from .venv import path_with_venv

DIST = FRONTEND / "dist"
MODULES = FRONTEND / "node_modules"
PACKAGE_FILES = (FRONTEND / "package.json", FRONTEND / "package-lock.json")
# Colours are generated from the styles, so a change there is a change of the pages.
SOURCES = (FRONTEND, ROOT / "gis_data" / "styles")


def environment() -> dict[str, str]:
    """What a front-end tool needs: the Node of ``.venv``, no colours, no questions."""
    return {"PATH": path_with_venv(), "CI": "1", "NO_COLOR": "1", "npm_config_fund": "false"}


def ensure_packages() -> None:
    """``npm ci`` when the lock file has changed since the last one."""
    if inputs.is_current(MODULES, PACKAGE_FILES):
        return
    with step("安装前端软件包", "npm packages"):
        command = ["npm", "ci", "--no-audit", "--no-fund", "--prefer-offline"]
        shell.run(command, log="npm", cwd=FRONTEND, env=environment(), code="npm-failed")
    inputs.mark_current(MODULES, PACKAGE_FILES)


def ensure_built() -> None:
    """``vite build`` when a source has changed since the last one."""
    ensure_packages()
    if inputs.is_current(DIST, SOURCES):
        return
    with step("构建前端", "building the pages"):
        command = ["npm", "run", "build"]
        shell.run(command, log="vite", cwd=FRONTEND, env=environment(), code="build-failed")
    inputs.mark_current(DIST, SOURCES)
