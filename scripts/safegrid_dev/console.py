"""Words on the terminal, readable without one too."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


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
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = [TextColumn("… {task.description}"), BarColumn(), TimeElapsedColumn()]
    if total is not None:
        columns.insert(2, MofNCompleteColumn())
    with Progress(*columns, transient=True) as progress:
        task = progress.add_task(text, total=total)
        yield lambda more: progress.advance(task) if more else None


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
