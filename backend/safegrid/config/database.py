"""`DATABASE_URL` to Django's settings."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SESSION_OPTIONS = "-c jit=off -c statement_timeout=60000 -c idle_in_transaction_session_timeout=120000"
# jit: compiling a tile query costs more than running it. The timeouts end what a lost client left behind.


def database_settings(url: str, pool_size: int) -> dict[str, Any]:
    """Read `postgresql://user:password@host:port/name?host=/socket/folder&user=...`.

    Raises ValueError if the scheme or the name is missing.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres", "postgis"}:
        raise ValueError(f"DATABASE_URL must start with postgresql://, not {parts.scheme or 'nothing'}://")
    query = dict(parse_qsl(parts.query))
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ValueError("DATABASE_URL names no database: postgresql://user:password@host:5432/NAME")
    return {
        "ENGINE": "safegrid.store.postgis",
        "NAME": name,
        "USER": query.pop("user", unquote(parts.username or "")),
        "PASSWORD": query.pop("password", unquote(parts.password or "")),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": query.pop("port", str(parts.port or "")),
        "OPTIONS": {"options": SESSION_OPTIONS, "application_name": "safegrid", **query},
        "POOL_SIZE": pool_size,
        "CONN_MAX_AGE": 0,  # "closing" gives the connection back to the pool
        "TEST": {"NAME": f"test_{name}"},
    }
