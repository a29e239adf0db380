"""Connections outside the pool, for what lives as long as its process: the sequencer, the tail, health checks."""

from typing import Any
from urllib.parse import urlsplit

import psycopg2
from psycopg2.extensions import connection

DRIVER_SCHEMES = {"postgis": "postgresql", "postgres": "postgresql"}
# A server that vanished is noticed within about ten seconds from both ends; otherwise a dead sequencer's
# lock could outlive it for hours.
KEEPALIVE: dict[str, Any] = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
SERVER_OPTIONS = "-c jit=off -c timezone=UTC -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"


def driver_url(url: str) -> str:
    """Write a database URL's scheme as the driver knows it."""
    scheme = urlsplit(url).scheme
    return url.replace(f"{scheme}:", f"{DRIVER_SCHEMES.get(scheme, scheme)}:", 1)


def connect(url: str, name: str, *, timeout: int = 5, options: str = "") -> connection:
    """Open a connection of one's own; `timeout` in seconds. Raises psycopg2.OperationalError."""
    opened: connection = psycopg2.connect(
        driver_url(url),
        application_name=name,
        connect_timeout=timeout,
        options=f"{SERVER_OPTIONS} {options}".strip(),
        **KEEPALIVE,
    )
    return opened
