"""Doing a step again only when what it reads has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from .paths import ROOT

STAMP = ".safegrid-inputs"
IGNORED = frozenset({"node_modules", "dist", "__pycache__", ".vite", "test-results", "coverage"})


def checksum(paths: Iterable[Path]) -> str:
    """One checksum over files, and over all files of folders (names and contents)."""
    total = hashlib.sha256()
    for path in paths:
        for file in sorted(_files(path)):
            total.update(f"{file.relative_to(ROOT) if file.is_relative_to(ROOT) else file}\0".encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def is_current(made: Path, paths: Iterable[Path]) -> bool:
    """Whether the folder ``made`` was last made from these very inputs."""
    stamp = made / STAMP
    return stamp.exists() and stamp.read_text(encoding="ascii") == checksum(paths)


def mark_current(made: Path, paths: Iterable[Path]) -> None:
    """Remember, in the folder itself, the inputs that it was made from."""
    (made / STAMP).write_text(checksum(paths), encoding="ascii")


def _files(path: Path) -> Iterable[Path]:
    if path.is_file():
        yield path
    elif path.is_dir() and path.name not in IGNORED:
        for child in path.iterdir():
            yield from _files(child)
