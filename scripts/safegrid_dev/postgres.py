"""The PostgreSQL programs of this machine, whatever version the distribution has."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from .trouble import Trouble

DEBIAN_SERVERS = Path("/usr/lib/postgresql")
DEBIAN_EXTENSIONS = Path("/usr/share/postgresql")
SERVER_USER = "postgres"


def installed_versions() -> list[int]:
    """Major versions that have both the server and PostGIS, newest first."""
    found = [int(folder.name) for folder in DEBIAN_SERVERS.glob("[0-9]*") if folder.name.isdigit()]
    return sorted((version for version in found if has_postgis(version)), reverse=True)


def has_postgis(version: int) -> bool:
    """Whether a server of this version could ``CREATE EXTENSION postgis``."""
    server = DEBIAN_SERVERS / str(version) / "bin" / "initdb"
    control = DEBIAN_EXTENSIONS / str(version) / "extension" / "postgis.control"
    return server.exists() and control.exists()


def program(name: str, version: int) -> Path:
    """A server program such as ``initdb`` or ``pg_ctl``."""
    path = DEBIAN_SERVERS / str(version) / "bin" / name
    if not path.exists():
        raise Trouble("server-version-missing", version=version, program=name)
    return path


def as_server_user(command: Sequence[str | Path]) -> list[str]:
    """The same command under an account the server accepts: it refuses to run as root."""
    words = [str(word) for word in command]
    if os.geteuid() != 0:
        return words
    setpriv = shutil.which("setpriv") or "/usr/bin/setpriv"
    return [setpriv, f"--reuid={SERVER_USER}", f"--regid={SERVER_USER}", "--init-groups", "--", *words]
