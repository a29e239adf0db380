"""The steps that need no database: what a container image is made with."""

from __future__ import annotations

from . import application, frontend
from .venv import ensure_venv, enter_venv


def main(arguments: list[str]) -> int:
    """Packages, pages, static files."""
    ensure_venv()
    enter_venv(["build", *arguments])
    frontend.ensure_built()
    # Settings name a database, but gathering files opens none.
    application.collect_static(application.environment("postgresql:///safegrid", 0))
    return 0
