"""CPU time, memory and life of other processes, from the kernel's own clocks."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from safegrid_dev.paths import ROOT, local
from safegrid_dev.supervisor import dies_with_parent

STOP_SECONDS = 15.0


def cpu_seconds(pids: Iterable[int]) -> float:
    """CPU time of processes so far with all their threads, to the nanosecond; one that ended counts as nothing.

    /proc/PID/stat counts in ticks of 10 ms, too coarse for a tile; this is the clock behind it (see
    `clock_getcpuclockid(3)`: the id is made of the complement of the process's number).
    """
    return sum(_clock(pid) for pid in pids)


def _clock(pid: int) -> float:
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


def memory_bytes(pid: int) -> int:
    """Proportional set size: pages that are shared count once among those who share them."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def child(name: str, command: Sequence[str], env: Mapping[str, str] | None = None) -> Iterator[int]:
    """Run a program with its output in `.local/bench/logs`, yield its process number, end it afterwards."""
    with local("bench", "logs", f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            dies_with_parent(command),
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def end_together(pids: Iterable[int]) -> None:
    """Ask children to end, all at once: whoever waits for one after another then waits for the slowest only."""
    for pid in pids:
        os.kill(pid, signal.SIGTERM)


def until(true: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait until something is so. Raises TimeoutError."""
    limit = time.monotonic() + seconds
    while not true():
        if time.monotonic() > limit:
            raise TimeoutError(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.02)


def listens(port: int) -> bool:
    """Whether somebody answers on a port of the loopback."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
