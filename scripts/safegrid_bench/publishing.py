"""The publisher's other end."""

import json
import os
import select
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from safegrid_dev.application import environment
from safegrid_dev.paths import VENV_PYTHON

Published = dict[tuple[int, int], float]
"""(point, version) to when it was committed, seconds since 1970."""


@dataclass
class Publisher:
    """A process that commits changes when it is told to; it takes a second or two to be ready."""

    _process: "subprocess.Popen[str]"

    def ready(self) -> None:
        """Wait until it is; once, before the first change."""
        self._line()

    def begin(self, rate: float, seconds: float) -> None:
        """Commit `rate` changes a second from now on; returns at once."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{rate} {seconds}\n")
        self._process.stdin.flush()

    def done(self) -> bool:
        """Whether all of it is committed; a loaded machine may take longer than was asked for."""
        assert self._process.stdout is not None
        return bool(select.select([self._process.stdout], [], [], 0)[0])

    def result(self) -> Published:
        """Wait for the end of what was begun."""
        return {(point, version): at for point, version, at in json.loads(self._line())}

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the publisher ended")
        return line


@contextmanager
def publishing(database: str) -> Iterator[Publisher]:
    """Start a publisher, end it afterwards."""
    env = {**os.environ, **environment(database, 0)}
    process = subprocess.Popen(
        [str(VENV_PYTHON), "-m", "safegrid_bench.publisher"],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Publisher(process)
    finally:
        process.terminate()
        process.wait()
