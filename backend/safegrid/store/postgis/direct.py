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


def connect(url: str, name: str, *, timeout: int = 5, options: str = "") -> connection:
    """Open a connection of one's own; `timeout` in seconds. Raises psycopg2.OperationalError."""
    scheme = urlsplit(url).scheme
    opened: connection = psycopg2.connect(
        url.replace(f"{scheme}:", f"{DRIVER_SCHEMES.get(scheme, scheme)}:", 1),
        application_name=name,
        connect_timeout=timeout,
        options=f"{SERVER_OPTIONS} {options}".strip(),
        **KEEPALIVE,
    )
    return opened
