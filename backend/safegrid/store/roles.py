"""The database's own guard of the log: the application and the sequencer log in as roles that cannot rewrite it.

What each may do is in `sql/roles.sql`; the owner of the tables keeps every right and is used for migrations only.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import psycopg2
from django.db import connection as django_connection
from django.db.migrations.recorder import MigrationRecorder
from psycopg2.errors import InsufficientPrivilege, UndefinedTable
from psycopg2.extensions import connection, cursor, encrypt_password, parse_dsn
from psycopg2.sql import SQL, Composed, Identifier, Literal

from . import sql
from .models import AccessLog, CellCount, EventItem, EventLog, Outbox, Pyramid, SequencerState
from .postgis.direct import driver_url

GUARDED = (
    *(m._meta.db_table for m in (Outbox, EventLog, EventItem, CellCount, Pyramid, SequencerState, AccessLog)),
    MigrationRecorder.Migration._meta.db_table,
)


class RolesError(Exception):
    """The log cannot be protected this way; the text says what to do. Nothing was changed."""


@dataclass(frozen=True)
class Login:
    """A role of the server. Without a password it can only log in where the server trusts it."""

    name: str
    password: str | None = field(repr=False)


def login_of(url: str) -> Login:
    """Read the role from a database URL. Raises RolesError if it names none."""
    parts = parse_dsn(driver_url(url))
    if "user" not in parts:
        raise RolesError("a database URL names no role: postgresql://ROLE:password@host:5432/name")
    return Login(parts["user"], parts.get("password"))


def protect(owner: connection, app: Login, sequencer: Login) -> None:
    """Make the two roles unless they are there, and give each what it needs and nothing more, in one transaction.

    `owner`: a connection of the tables' owner. A role that exists keeps its password and attributes.
    Raises RolesError.
    """
    try:
        with owner, owner.cursor() as at:
            _protect(at, app, sequencer)
    except UndefinedTable as error:
        raise RolesError(f"run `migrate` first: {error}") from error
    except InsufficientPrivilege as error:
        raise RolesError(f"the owner's role may not do this, ask an administrator: {error}") from error
    except psycopg2.Error as error:
        raise RolesError(str(error).strip()) from error


def _protect(at: cursor, app: Login, sequencer: Login) -> None:
    at.execute(sql.text("role_place"))
    owner, database, schema = at.fetchone() or ("", "", "")
    if len({owner, app.name, sequencer.name}) < 3:
        raise RolesError("owner, application and sequencer must log in as three different roles")
    for login in (app, sequencer):
        _make(at, login)
    at.execute(_grants(database, schema, app.name, sequencer.name))
    at.execute(sql.text("role_powers"), {"app": app.name, "sequencer": sequencer.name})
    if at.fetchone() != (False, False):
        raise RolesError(f"{app.name} or {sequencer.name} is a superuser, or a member of one or of {owner}")


def _make(at: cursor, login: Login) -> None:
    at.execute(sql.text("role_there"), {"role": login.name})
    if at.fetchone() == (True,):
        return
    # Hashed here, so that the server's log never has the password itself.
    hashed = login.password and encrypt_password(login.password, login.name, scope=at.connection)
    statement = SQL(sql.text("role_make"))
    at.execute(statement.format(role=Identifier(login.name), password=Literal(hashed or None)))


def _grants(database: str, schema: str, app: str, sequencer: str) -> Composed:
    tables = set(django_connection.introspection.django_table_names())
    return SQL(sql.text("roles")).format(
        database=Identifier(database),
        schema=Identifier(schema),
        app=Identifier(app),
        sequencer=Identifier(sequencer),
        facts=_names(sorted(tables - set(GUARDED))),
        guarded=_names(GUARDED),
    )


def _names(tables: Iterable[str]) -> Composed:
    return SQL(", ").join(map(Identifier, tables))
