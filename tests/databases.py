"""Databases that tests make beside the one they were given."""

import re

import psycopg2
from psycopg2 import sql


def renamed(url: str, name: str) -> str:
    """The URL of another database on the same server."""
    return re.sub(r"^([a-z]+://[^/]*)/[^?]*", rf"\1/{name}", url)


def make(url: str, name: str) -> str:
    """Create an empty database on the server of `url` and return its URL."""
    _run(url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return renamed(url, name)


def drop(url: str, name: str) -> None:
    """Drop a database, whoever is still connected."""
    _run(url, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _run(url: str, command: sql.Composed) -> None:
    connection = psycopg2.connect(renamed(url, "postgres"))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(command)
    connection.close()
