"""The steps that need no database: what a container image is made with."""

from __future__ import annotations

import argparse

from . import frontend
from .venv import ensure_packages, ensure_python, enter_venv


def main(arguments: list[str]) -> int:
    """Python packages and Node, then the pages."""
    parser = argparse.ArgumentParser(prog="safegrid_dev build", description=__doc__)
    parser.add_argument("what", choices=("packages", "pages"))
    options = parser.parse_args(arguments)
    ensure_python()
    enter_venv(["build", *arguments])
    ensure_packages(compiled=True)
    if options.what == "pages":
        frontend.ensure_built()
    return 0
