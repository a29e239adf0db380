"""The nginx of the tests: one that is on the machine, else the distribution's, unpacked and not installed.

Installed, it would serve port 80 of the machine from then on.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from . import apt
from .paths import local


def ensure_nginx() -> Path:
    """The path of an nginx: ``SAFEGRID_NGINX``, an installed one, or apt's."""
    given = os.environ.get("SAFEGRID_NGINX")
    found = Path(given) if given else installed()
    if found and found.exists():
        return found
    folder = local("nginx", "here").parent
    program = folder / "usr" / "sbin" / "nginx"
    if not program.exists():
        apt.unpack("nginx", folder)
    return program


def installed() -> Path | None:
    """One that is on the machine already; distributions put it outside a user's PATH."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    return Path(found) if found else None
