"""The Django side of the set-up: its environment, schema, static files and demo city."""

from __future__ import annotations

import fcntl
import os
import secrets
import shlex
import sys
from pathlib import Path

from . import inputs, shell
from .console import say, step
from .frontend import DIST
from .paths import BACKEND, LOCAL, MANAGE, REQUIREMENTS, ROOT, SCRIPTS, VENV_PYTHON, local
from .venv import path_with_venv

BUILD_CITY = SCRIPTS / "build_demo_city"
SMALL_CITY = "--enterprises 3000 --risk-points 20000 --seed 411000"


def environment(database_url: str, port: int) -> dict[str, str]:
    """What the settings read; what the operator has set already wins."""
    origins = f"http://127.0.0.1:{port},http://localhost:{port}"
    defaults = {
        **secrets_of_this_place(),
        "SAFEGRID_ORIGINS": origins,
        "SAFEGRID_ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SAFEGRID_DEMO": "1",
        "SAFEGRID_LOCAL_DIR": str(LOCAL),
    }
    chosen = {key: os.environ.get(key) or value for key, value in defaults.items()}
    return chosen | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "safegrid.config.settings",
        "PATH": path_with_venv(),
        "PYTHONPATH": f"{BACKEND}{os.pathsep}{SCRIPTS}",
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "",  # what pip has not compiled is compiled once, at its first import
    }


def secrets_of_this_place() -> dict[str, str]:
    """The keys in ``.local/secrets``, each made at the first start that needs it, readable by its owner only."""
    path = local("secrets")
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # web and worker may start at once
        file.seek(0)
        known = dict(line.split("=", 1) for line in file.read().splitlines() if "=" in line)
        for name in ("SAFEGRID_SECRET_KEY", "SAFEGRID_IDENTITY_KEYS"):
            if name not in known:
                known[name] = secrets.token_urlsafe(48)
                file.write(f"{name}={known[name]}\n")
    return known


def manage(*words: str) -> list[str]:
    """A management command as a command line."""
    return [str(VENV_PYTHON), str(MANAGE), *words]


def migrate(env: dict[str, str]) -> None:
    """Bring the schema up to date."""
    with step("更新数据库结构", "migrating"):
        shell.run(manage("migrate", "--no-input"), log="migrate", env=env, code="migrate-failed")


def protect_log(env: dict[str, str]) -> None:
    """Let the database guard the log: roles for the application and the sequencer."""
    with step("保护事件日志", "protecting the event log"):
        shell.run(manage("protect_log"), log="protect_log", env=env, code="roles-failed")


def collect_static(env: dict[str, str]) -> None:
    """Gather the files that are served as they are, when pages or packages have changed."""
    read = [REQUIREMENTS, BACKEND / "safegrid" / "config" / "settings.py", *_whole(DIST)]
    target = Path(env["SAFEGRID_LOCAL_DIR"]) / "static"
    if inputs.is_current(target, read):
        return
    with step("收集静态文件", "collecting static files"):
        command = manage("collectstatic", "--no-input", "--clear", "-v", "0")
        shell.run(command, log="collectstatic", env=env, code="build-failed")
    inputs.mark_current(target, read)


def load_city(env: dict[str, str]) -> None:
    """Load the demo city; the script does nothing if one is there."""
    size = os.environ.get("SAFEGRID_DEMO_CITY") or SMALL_CITY
    command = [str(BUILD_CITY), *shlex.split(size)]
    if sys.stdout.isatty():
        shell.run_on_terminal(command, env=env, code="city-failed")
        return
    with step("示范城市", "demo city"):
        shell.run(command, log="city", env=env, code="city-failed", on_line=lambda line: say(f"    {line}"))


def demo_logins(env: dict[str, str]) -> str:
    """The table of demo people and how they log in."""
    return shell.output(manage("demo_logins"), cwd=ROOT, env=env).rstrip()


def code_checksum() -> str:
    """Changes when a running process would no longer be what the checkout says."""
    return inputs.checksum([BACKEND, REQUIREMENTS, SCRIPTS / "safegrid_dev", *_whole(DIST)])


def _whole(folder: Path) -> list[Path]:
    """The folder's children: a folder called dist is skipped when it is met inside another."""
    return sorted(folder.iterdir()) if folder.is_dir() else []
