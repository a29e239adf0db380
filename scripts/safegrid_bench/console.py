"""Words about progress go to the error output, so that `--json` prints nothing but JSON."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(zh: str, en: str) -> Iterator[None]:
    """Name a step, then say how long it took."""
    began = time.monotonic()
    say(f"… {zh} · {en}")
    yield
    say(f"✓ {zh} · {en} ({time.monotonic() - began:.1f} s)")
