"""The steps between a database and the processes: what the containers run once."""

from __future__ import annotations

import os

from . import application
from .database import Access, ensure_database
from .venv import enter_venv


def main(arguments: list[str]) -> int:
    """Everything that the processes need; no demo city if ``SAFEGRID_DEMO=0``."""
    enter_venv(["prepare", *arguments])
    prepare(ensure_database(), city=os.environ.get("SAFEGRID_DEMO") != "0")
    return 0


def prepare(access: Access, *, city: bool = True) -> None:
    """Schema, rights, static files, demo city; whatever is there already is left alone."""
    env = application.environment(access.app, 0)
    application.migrate(access.of_owner(env))
    if access.sequencer:
        application.protect_log(access.of_roles(env))
    application.collect_static(env)
    if city:
        application.load_city(access.of_owner(env))
