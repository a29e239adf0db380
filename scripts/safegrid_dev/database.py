"""Which server the city lives on: the private one, or that of ``DATABASE_URL``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from . import apt
from .cluster import Cluster
from .console import step
from .trouble import Trouble

EXTENSIONS = ("postgis", "btree_gist", "pg_trgm")
CREATE = "; ".join(f"CREATE EXTENSION IF NOT EXISTS {name}" for name in EXTENSIONS)
OWNER, APP, SEQUENCER = "OWNER_DATABASE_URL", "DATABASE_URL", "SEQUENCER_DATABASE_URL"


@dataclass(frozen=True)
class Access:
    """URLs of one database by role: ``owner`` makes tables and loads the city, the others run the processes.

    ``sequencer`` is empty where one role does everything, and nothing then guards the log.
    """

    owner: str
    app: str
    sequencer: str = ""

    def of_processes(self, env: Mapping[str, str]) -> dict[str, str]:
        """The environment of ``web`` and ``worker``: they never learn how the owner logs in."""
        rest = {key: value for key, value in env.items() if key not in {OWNER, SEQUENCER}}
        return rest | {APP: self.app} | ({SEQUENCER: self.sequencer} if self.sequencer else {})

    def of_owner(self, env: Mapping[str, str]) -> dict[str, str]:
        """The environment of ``migrate`` and of the demo city."""
        return {**env, OWNER: self.owner, APP: self.owner}

    def of_roles(self, env: Mapping[str, str]) -> dict[str, str]:
        """The environment of ``protect_log``, which must know all three."""
        return {**env, OWNER: self.owner, APP: self.app, SEQUENCER: self.sequencer}


def given() -> Access | None:
    """What the operator has set, if anything.

    :raises Trouble: ``roles-incomplete`` when a role has no URL.
    """
    owner, app, sequencer = (os.environ.get(name, "") for name in (OWNER, APP, SEQUENCER))
    if not (owner or sequencer):
        return Access(app, app) if app else None
    if not (owner and app and sequencer):
        raise Trouble("roles-incomplete")
    return Access(owner, app, sequencer)


def ensure_database() -> Access:
    """A database that has PostGIS or can have it: the operator's, or the private one with roles of its own."""
    access = given()
    if access:
        check_server(access.owner)
        return access
    owner = ensure_private("main", "safegrid")
    cluster = Cluster("main")
    return Access(
        owner, cluster.url("safegrid", "safegrid_app"), cluster.url("safegrid", "safegrid_sequencer")
    )


def ensure_private(cluster_name: str, database: str) -> str:
    """The private cluster, installed, made and started as needed."""
    apt.ensure_postgis()
    cluster = Cluster(cluster_name)
    if cluster.socket_folder() is None:
        with step("启动私有 PostGIS", "starting the private PostGIS"):
            cluster.start()
    cluster.start()
    return cluster.ensure_database(database)


def check_server(url: str) -> None:
    """Make the extensions in the given database, or say why that cannot be.

    :raises Trouble: ``database-unreachable``, ``postgis-not-installed``, ``no-superuser``.
    """
    import psycopg2  # noqa: PLC0415  (absent before .venv exists)
    from psycopg2 import errors  # noqa: PLC0415

    place, user = place_of(url), ""
    try:
        connection = psycopg2.connect(url, connect_timeout=10)
    except psycopg2.OperationalError as error:
        raise Trouble("database-unreachable", detail=str(error), place=place) from error
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT current_user::text, array_agg(name::text) FROM pg_available_extensions")
            user, available = cursor.fetchone() or ("", [])
            if not set(EXTENSIONS) <= set(available or ()):
                raise Trouble("postgis-not-installed", place=place)
            cursor.execute(CREATE)
    except errors.InsufficientPrivilege as error:
        raise Trouble("no-superuser", detail=str(error), user=user, place=place) from error
    finally:
        connection.close()


def place_of(url: str) -> str:
    """Host and database of a URL, without its password."""
    parts = urlsplit(url)
    return f"{parts.hostname or 'localhost'}:{parts.port or 5432}{parts.path}"
