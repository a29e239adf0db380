"""``./scripts/lock``: make the lock files again from pyproject.toml, with hashes and without any address."""

from __future__ import annotations

from pathlib import Path

from . import shell
from .console import step
from .paths import DEV_REQUIREMENTS, REQUIREMENTS, ROOT, VENV
from .venv import enter_venv

OPTIONS = (
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--python-version=3.11",
    "--universal",
    "--custom-compile-command=./scripts/lock",
    "--no-annotate",
)


def main(arguments: list[str]) -> int:
    """Compile both files; arguments such as ``--upgrade`` go to uv."""
    enter_venv(["lock", *arguments])
    compile_: list[str | Path] = [VENV / "bin" / "uv", "pip", "compile", *OPTIONS, *arguments]
    with step("锁定依赖", "locking"):
        shell.run([*compile_, "pyproject.toml", "-o", REQUIREMENTS.relative_to(ROOT)], log="lock")
        dev = ["--group", "dev", "-c", REQUIREMENTS.name, "-o", DEV_REQUIREMENTS.name]
        shell.run([*compile_, "pyproject.toml", *dev], log="lock-dev")
    return 0
