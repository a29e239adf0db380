"""`GET /healthz`: is this process fit to serve? Asked over a connection of its own, so a busy pool is no illness."""

import logging
from dataclasses import dataclass
from functools import cache
from typing import Any

import psycopg2
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, JsonResponse
from psycopg2.errors import InsufficientPrivilege, UndefinedColumn, UndefinedTable

from safegrid.api.pages import version
from safegrid.live.tail import STALE_SECONDS
from safegrid.store import sql
from safegrid.store.postgis.direct import connect

from .wiring import tail

log = logging.getLogger(__name__)
WAIT_SECONDS = 2


@dataclass(frozen=True)
class Seen:
    """What the database says. `unprotected`: the app's role could add to the audit log, or change it.

    `rules`: the pack in force and how far everything has been rated by it; None before a worker ran.
    """

    migrations: frozenset[tuple[str, str]]
    heartbeat_age: float | None
    seq: int
    unprotected: bool
    rules: dict[str, Any] | None = None


def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer 200, or 503 when something must be mended; never cached."""
    report, fit = examine()
    return JsonResponse(report, status=200 if fit else 503, headers={"Cache-Control": "no-store"})


def examine() -> tuple[dict[str, Any], bool]:
    """Return the report and whether the process is fit."""
    report: dict[str, Any] = {"version": version(), "tail": _tail()}
    try:
        seen = _look()
    except psycopg2.Error as error:
        log.warning("health: %s", str(error).strip())  # not in the answer: it may name hosts and accounts
        return {**report, "database": _trouble(error), "fit": False}, False
    missing = sorted(f"{app}.{name}" for app, name in _leaves() - seen.migrations)
    fit = not missing and _recent(seen.heartbeat_age) and tail.fresh()
    report |= {
        "database": "ok",
        "migrations": missing or "ok",
        "sequencer": {"heartbeat_age": _rounded(seen.heartbeat_age), "seq": seen.seq},
        "rules": seen.rules,
        "log": "unprotected" if seen.unprotected else "protected",
        "notices": ["log_unprotected: the application's database role may change the audit log"]
        * seen.unprotected,
        "fit": fit,
    }
    return report, fit


def _look() -> Seen:
    options = f"-c statement_timeout={WAIT_SECONDS * 1000}"
    database = connect(settings.DATABASE_URL, "safegrid-health", timeout=WAIT_SECONDS, options=options)
    try:
        with database.cursor() as at:
            at.execute(sql.text("health"))
            row = at.fetchone()
    finally:
        database.close()
    if row is None:
        return Seen(frozenset(), None, 0, False)
    migrations, age, seq, unprotected, rules = row
    return Seen(frozenset((app, name) for app, name in migrations), age, seq or 0, unprotected, rules)


def _tail() -> dict[str, Any]:
    return {"lag": _rounded(tail.lag()), "seq": tail.position, "epoch": tail.epoch}


def _trouble(error: psycopg2.Error) -> str:
    if isinstance(error, InsufficientPrivilege):
        return "not granted: run protect_log"
    return "not migrated" if isinstance(error, UndefinedTable | UndefinedColumn) else "unreachable"


def _recent(age: float | None) -> bool:
    return age is not None and age <= STALE_SECONDS


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None or seconds == float("inf") else round(seconds, 3)


@cache
def _leaves() -> frozenset[tuple[str, str]]:
    """Newest migration of each app, from the files."""
    loader = MigrationLoader(None)
    return frozenset(loader.graph.leaf_nodes())
