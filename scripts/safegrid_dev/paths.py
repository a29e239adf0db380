"""Where things live in a checkout."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCAL = Path(os.environ.get("SAFEGRID_LOCAL_DIR") or ROOT / ".local").absolute()
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
BACKEND = ROOT / "backend"
MANAGE = BACKEND / "manage.py"
FRONTEND = ROOT / "frontend"
SCRIPTS = ROOT / "scripts"
REQUIREMENTS = ROOT / "requirements.lock"
DEV_REQUIREMENTS = ROOT / "requirements-dev.lock"


def checkout_tag() -> str:
    """Eight hex digits that tell this checkout from others on the same machine."""
    return hashlib.sha256(str(LOCAL).encode()).hexdigest()[:8]


def local(*parts: str) -> Path:
    """A path under ``.local``; its folder is made."""
    path = LOCAL.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
