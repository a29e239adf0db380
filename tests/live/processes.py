"""The real processes, started as the supervisor starts them, and ended as machines end them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from safegrid_dev.serve import command

BACKEND = Path(__file__).resolve().parents[2] / "backend"
KEY = "a-key-that-only-these-processes-share-0123456789"


def until(true: Callable[[], object], seconds: float = 15.0, *, what: object = "") -> None:
    """Wait until something is so; fail after `seconds` with `what`, or with what it returns then."""
    limit = time.monotonic() + seconds
    while not true():
        if time.monotonic() > limit:
            raise AssertionError(f"not within {seconds} s: {what() if callable(what) else what}")
        time.sleep(0.01)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """A child process with its output in a file."""

    def __init__(self, command: list[str], env: dict[str, str], log: Path) -> None:
        self._command, self.settings, self._log = command, env, log
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._child = subprocess.Popen(
                self._command,
                env=os.environ | self.settings,
                cwd=BACKEND,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def end(self, number: int = signal.SIGTERM) -> int:
        if self._child is None:
            return 0
        self._child.send_signal(number)
        try:
            return self._child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
            raise
        finally:
            self._child = None

    def kill(self) -> None:
        """kill -9: no farewell, no clean-up."""
        self.end(signal.SIGKILL)

    def memory(self) -> int:
        """Resident memory in bytes."""
        assert self._child is not None
        lines = Path(f"/proc/{self._child.pid}/status").read_text("ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))

    def output(self) -> str:
        return self._log.read_text("utf-8")


class Worker(Process):
    def __init__(self, database: str, folder: Path, name: str = "worker") -> None:
        command = [sys.executable, "manage.py", "worker", "--skip-checks"]
        super().__init__(command, _environment(database, folder), folder / f"{name}.log")


class Manage(Process):
    """A command of an operator."""

    def __init__(self, database: str, folder: Path, *words: str, **settings: str) -> None:
        command = [sys.executable, "manage.py", *words, "--skip-checks"]
        super().__init__(command, _environment(database, folder) | settings, folder / "manage.log")

    def wait(self) -> int:
        """Let it come to its end; its exit code."""
        assert self._child is not None
        return self._child.wait(timeout=120)


class Web(Process):
    def __init__(self, database: str, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        env = _environment(database, folder) | {"SAFEGRID_ORIGINS": f"http://{self.address}"} | settings
        super().__init__(command("web", port=self.port), env, folder / "web.log")

    def start(self) -> None:
        super().start()
        until(lambda: self.health()[0], 30, what=self.output)

    def health(self) -> tuple[int, str]:
        """Status (0 while it does not answer) and body of /healthz."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"http://{self.address}/healthz", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return 0, ""


def _environment(database: str, folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": database,
        "LOG_DATABASE_URL": database,
        "SEQUENCER_DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "safegrid.config.settings",
        "PYTHONPATH": str(BACKEND),
        "PYTHONUNBUFFERED": "1",
        "SAFEGRID_SECRET_KEY": KEY,
        "SAFEGRID_IDENTITY_KEYS": f"{KEY} of identities",
        "SAFEGRID_LOCAL_DIR": str(folder),
        "SAFEGRID_ALLOWED_HOSTS": "127.0.0.1,localhost",
    }
