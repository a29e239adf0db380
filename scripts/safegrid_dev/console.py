"""Words on the terminal, readable without one too."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress


def say(*lines: str) -> None:
    """Print lines at once: logs are often read through a pipe."""
    for line in lines:
        print(line, flush=True)


@contextmanager
def step(zh: str, en: str) -> Iterator[None]:
    """A named step: a spinner on a terminal once ``rich`` is there, else a line; then how long it took."""
    with counted(zh, en, None):
        yield


@contextmanager
def counted(zh: str, en: str, total: int | None) -> Iterator[Callable[[bool], None]]:
    """The same for a step of ``total`` parts: call what it yields with whether one more is done."""
    began = time.monotonic()
    text = f"{zh} · {en}"
    shown = _rich_bar(text, total) if sys.stdout.isatty() and _has_rich() else _plain(text, total)
    with shown as note:
        yield note
    say(f"✓ {text} ({time.monotonic() - began:.1f} s)")


def _has_rich() -> bool:
    try:
        import rich.progress  # noqa: F401, PLC0415  (absent before .venv exists)
    except ImportError:
        return False
    return True


@contextmanager
def _rich_bar(text: str, total: int | None) -> Iterator[Callable[[bool], None]]:
    progress = _bars.enter()
    task = progress.add_task(text, total=total)
    try:
        yield lambda more: progress.advance(task) if more else None
    finally:
        progress.remove_task(task)
        _bars.leave()


class _Bars:
    """One display for all steps that run at the same time: a terminal has room for one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._users = 0
        self._progress: Progress | None = None

    def enter(self) -> Progress:
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

        with self._lock:
            self._users += 1
            if self._progress is None:
                amount = TextColumn("{task.completed:.0f}/{task.total}")
                words = TextColumn("… {task.description}")
                self._progress = Progress(words, BarColumn(24), amount, TimeElapsedColumn(), transient=True)
                self._progress.start()
            return self._progress

    def leave(self) -> None:
        with self._lock:
            self._users -= 1
            if not self._users and self._progress:
                self._progress.stop()
                self._progress = None


_bars = _Bars()


@contextmanager
def _plain(text: str, total: int | None) -> Iterator[Callable[[bool], None]]:
    """A line at the start and, for long steps, one every ten seconds."""
    say(f"… {text}")
    done, told = 0, time.monotonic()

    def note(more: bool) -> None:
        nonlocal done, told
        done += more
        if total and time.monotonic() - told > 10:
            told = time.monotonic()
            say(f"    {done}/{total}")

    yield note
