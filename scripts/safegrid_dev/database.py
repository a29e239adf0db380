"""Which server the city lives on: the private one, or that of ``DATABASE_URL``."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from . import apt
from .cluster import Cluster
from .console import step
from .trouble import Trouble

EXTENSIONS = ("postgis", "btree_gist", "pg_trgm")
CREATE = "; ".join(f"CREATE EXTENSION IF NOT EXISTS {name}" for name in EXTENSIONS)


def ensure_database() -> str:
    """The URL of a database that has PostGIS or can have it."""
    given = os.environ.get("DATABASE_URL")
    if given:
        check_server(given)
        return given
    return ensure_private("main", "safegrid")


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
