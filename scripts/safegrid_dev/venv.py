"""``.venv``: the Python packages and Node, from hash-locked files."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from . import apt, shell
from .console import counted, step
from .paths import DEV_REQUIREMENTS, REQUIREMENTS, VENV, VENV_PYTHON, local
from .trouble import Trouble

STAMP = VENV / "safegrid-locks.json"
RICH = frozenset({"rich", "markdown-it-py", "mdurl", "pygments"})


def ensure_python() -> None:
    """Make ``.venv`` with ``rich`` in it, so that everything after can show its progress.

    One that was made elsewhere is made anew: its programs name the Python of the old place. A link to another
    checkout's is that one, and its place is right.
    """
    if works() and _stamp().get("place", _place()) == _place():
        return
    _create()
    lock = local("rich.lock")
    lock.write_text(only(REQUIREMENTS.read_text(encoding="utf-8"), RICH), encoding="utf-8")
    shell.run(_pip(lock), log="pip-rich", code="pip-failed")


def ensure_packages(*, dev: bool = False, compiled: bool = False) -> None:
    """Bring ``.venv`` to the lock files; nothing to do if it is there already.

    ``compiled``: for a place where the processes cannot write. Elsewhere Python compiles what it imports, a tenth
    of all files.
    """
    lock = DEV_REQUIREMENTS if dev else REQUIREMENTS
    wanted = {path.name: _checksum(path) for path in (REQUIREMENTS, lock)}
    if wanted.items() <= _stamp().items():
        return
    total = len(re.findall(r"^[a-z0-9].*==", lock.read_text(encoding="utf-8"), re.MULTILINE))
    with counted("安装 Python 软件包", "Python packages", total) as note:
        command = [*_pip(lock), *([] if compiled else ["--no-compile"])]
        shell.run(command, log="pip", code="pip-failed", on_line=lambda line: note(_is_progress(line)))
    STAMP.write_text(json.dumps({**_stamp(), **wanted, "place": _place()}), encoding="utf-8")


def only(lock: str, names: frozenset[str]) -> str:
    """The entries of these packages in a lock file."""
    entries = re.split(r"\n(?=[a-z0-9])", lock)
    return "\n".join(entry for entry in entries if entry.partition("==")[0] in names) + "\n"


def works() -> bool:
    """Whether ``.venv`` has a Python that starts (a distribution upgrade can take it away)."""
    probe = [str(VENV_PYTHON), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    try:
        return subprocess.run(probe, check=False).returncode == 0
    except OSError:
        return False


def enter_venv(words: list[str]) -> None:
    """Go on in ``.venv``'s Python, where ``rich`` and the database driver are."""
    if Path(sys.prefix).resolve() != VENV.resolve():
        os.execv(VENV_PYTHON, [str(VENV_PYTHON), "-m", "safegrid_dev", *words])  # noqa: S606


def path_with_venv() -> str:
    """``PATH`` with the programs of ``.venv`` (``node``, ``npm``, ``ruff``) first."""
    return f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"


def _create() -> None:
    if VENV.is_symlink():
        raise Trouble("venv-linked", place=_place())
    if subprocess.run(
        [sys.executable, "-c", "import venv, ensurepip"], capture_output=True, check=False
    ).returncode:
        _install_venv_module()
    with step("建立 .venv", "making .venv"):
        shell.run(
            [sys.executable, "-m", "venv", "--clear", VENV], log="venv", code="no-venv", python=sys.executable
        )


def _place() -> str:
    return str(VENV.resolve())


def _install_venv_module() -> None:
    """Debian keeps venv in a package of its own; an interpreter from elsewhere gains nothing from it."""
    if not sys.executable.startswith("/usr/bin/"):
        raise Trouble("no-venv", python=sys.executable)
    apt.ensure([f"python3.{sys.version_info.minor}-venv"])


def _pip(lock: Path) -> list[str | Path]:
    words: list[str | Path] = [
        VENV_PYTHON,
        "-m",
        "pip",
        "install",
        "--no-input",
        "--disable-pip-version-check",
    ]
    return [*words, "--require-hashes", "--only-binary=:all:", "-r", lock]


def _is_progress(line: str) -> bool:
    return line.startswith(("Collecting ", "Requirement already satisfied"))


def _checksum(path: Path) -> str:
    if not path.exists():
        raise Trouble("lock-missing", file=path.name)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _stamp() -> dict[str, str]:
    return dict(json.loads(STAMP.read_text(encoding="utf-8"))) if STAMP.exists() else {}
