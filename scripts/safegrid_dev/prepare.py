"""The steps between a database and the processes: what the containers run once."""

from __future__ import annotations

import os

from . import application
from .database import check_server
from .venv import enter_venv


def main(arguments: list[str]) -> int:
    """Extensions, schema, static files and, unless ``SAFEGRID_DEMO=0``, the demo city in ``DATABASE_URL``."""
    enter_venv(["prepare", *arguments])
    url = os.environ["DATABASE_URL"]
    check_server(url)
    env = application.environment(url, 8000)
    application.migrate(env)
    application.collect_static(env)
    if env["SAFEGRID_DEMO"] == "1":
        application.load_city(env)
    return 0
