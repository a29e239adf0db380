"""A private PostGIS server: its own data folder, a unix socket, no TCP port.

Nothing here knows of, reads or changes the clusters of the system.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import shell
from .paths import LOCAL, checkout_tag, local
from .postgres import SERVER_USER, as_server_user, installed_versions, program
from .trouble import Trouble

SOCKET_NAME = "/.s.PGSQL.5432"
SOCKET_LIMIT = 107  # sockaddr_un.sun_path of Linux, with the closing zero

COMMON = {
    "listen_addresses": "",
    "port": "5432",
    "jit": "off",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# A tests' database is made anew each time: losing it in a power cut costs nothing.
FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@dataclass(frozen=True)
class Cluster:
    """One server: ``main`` holds the city, any other name is a throw-away one."""

    name: str

    @property
    def durable(self) -> bool:
        return self.name == "main"

    @property
    def data(self) -> Path:
        """The data folder: recorded, so that it stays the same when the rules for choosing it change."""
        return LOCAL / (_recorded(self.name, "data") or _choose_data_folder(self.name))

    @property
    def log(self) -> Path:
        return self.data.parent / f"{self.name}.log"

    @property
    def version(self) -> int:
        return int((self.data / "PG_VERSION").read_text(encoding="ascii"))

    def exists(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def socket_folder(self) -> Path | None:
        """Where the running server listens, or ``None``: the server's own note is the truth."""
        if not self.exists() or self._ctl("status").returncode:
            return None
        lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return Path(lines[4]) if len(lines) > 4 else None

    def start(self) -> Path:
        """Make the cluster if it is new, start it if it is down; the socket folder."""
        running = self.socket_folder()
        if running and running.is_dir():
            return running
        if running:  # its socket was cleaned away with the temporary folder: only a restart makes a new one
            self.stop()
        if not self.exists():
            self._create()
        folder = _socket_folder(self.name)
        started = self._ctl("start", "-w", "-t", "120", "-l", str(self.log), "-o", self._options(folder))
        if started.returncode:
            said = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
            raise shell.diagnosed(
                said + started.stderr, "server-does-not-start", log=self.log, data=self.data
            )
        return folder

    def stop(self) -> bool:
        """Stop it; whether there was anything to stop."""
        if not self.exists() or self._ctl("status").returncode:
            return False
        stopped = self._ctl("stop", "-m", "fast", "-w", "-t", "60")
        if stopped.returncode:
            raise Trouble("server-does-not-stop", detail=stopped.stderr, log=self.log, data=self.data)
        return True

    def wipe(self) -> None:
        """Stop it and remove its data."""
        self.stop()
        folder = _recorded(self.name, "socket")
        for path in (self.data, Path(folder) if folder else self.data):
            shutil.rmtree(path, ignore_errors=True)
        self.log.unlink(missing_ok=True)
        if self.data.parent.is_dir() and not any(self.data.parent.iterdir()):
            self.data.parent.rmdir()
        for kind in ("data", "socket"):
            _record_file(self.name, kind).unlink(missing_ok=True)

    def url(self, database: str, role: str = SERVER_USER) -> str:
        """A ``DATABASE_URL`` for the running server; it trusts whoever can open its socket."""
        folder = self.socket_folder()
        if folder is None:
            raise Trouble("server-does-not-start", log=self.log, data=self.data)
        return f"postgresql:///{database}?host={folder}&user={role}"

    def ensure_database(self, database: str) -> str:
        """Create a database unless it is there; its URL."""
        if database not in self.databases():
            maintenance = f"--maintenance-db={self.url('postgres')}"
            shell.output([program("createdb", self.version), maintenance, database])
        return self.url(database)

    def databases(self) -> list[str]:
        """Names of the databases that are there."""
        psql: list[str | Path] = [program("psql", self.version), "-X", "-qtA", "-d", self.url("postgres")]
        return shell.output([*psql, "-c", "SELECT datname FROM pg_database"]).split()

    def drop_leftovers(self) -> None:
        """Drop the databases of test runs that were killed: each is named after its process."""
        for name in self.databases():
            process = re.fullmatch(r"test_\w+?_(\d+)(_gw\d+)?", name)
            if process and not Path(f"/proc/{process.group(1)}").exists():
                maintenance = f"--maintenance-db={self.url('postgres')}"
                shell.output([program("dropdb", self.version), "--force", maintenance, name])

    def _options(self, socket_folder: Path) -> str:
        settings = {**COMMON, "unix_socket_directories": str(socket_folder)}
        if not self.durable:
            settings |= FORGETFUL
        if _small_shared_memory():
            settings["dynamic_shared_memory_type"] = "mmap"
        return " ".join(f"-c {key}={shlex.quote(value)}" for key, value in settings.items())

    def _create(self) -> None:
        versions = installed_versions()
        if not versions:
            raise Trouble("no-postgis")
        _make_folder(self.data.parent)
        command: list[str | Path] = [
            program("initdb", versions[0]),
            "-D",
            self.data,
            "-U",
            SERVER_USER,
            "--encoding=UTF8",
        ]
        command += ["--locale=C.UTF-8", "--auth-local=trust", "--auth-host=reject"]
        command += ["--data-checksums"] if self.durable else ["--no-sync"]
        try:
            shell.run(as_server_user(command), log=f"initdb-{self.name}", cwd=Path("/"))
        except Trouble:
            shutil.rmtree(self.data, ignore_errors=True)
            raise
        # Relative where it can be, so that a checkout can be moved.
        place = self.data.relative_to(LOCAL) if self.data.is_relative_to(LOCAL) else self.data
        _record_file(self.name, "data").write_text(str(place), encoding="utf-8")

    def _ctl(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = as_server_user([program("pg_ctl", self.version), "-D", self.data, *words])
        with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            # A pipe would stay open in the server that pg_ctl leaves behind, and be waited for without end.
            done = subprocess.run(
                command, cwd="/", stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False
            )
            said.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, stderr=said.read())


def _record_file(name: str, kind: str) -> Path:
    return local("pg", f"{name}.{kind}")


def _recorded(name: str, kind: str) -> str | None:
    path = _record_file(name, kind)
    return path.read_text(encoding="utf-8").strip() if path.exists() else None


def _choose_data_folder(name: str) -> Path:
    """A folder in ``.local``, or in ``/var/lib`` when the server's account cannot enter the checkout."""
    if os.geteuid() != 0 or _server_user_enters(LOCAL):
        return LOCAL / "pg" / "data" / name
    return Path(f"/var/lib/safegrid-{checkout_tag()}") / name


def _server_user_enters(folder: Path) -> bool:
    folder.mkdir(parents=True, exist_ok=True)
    probe = as_server_user(["test", "-x", str(folder)])
    return subprocess.run(probe, cwd="/", check=False).returncode == 0


def _make_folder(folder: Path) -> None:
    """A folder that the server's account owns and nobody else enters."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if os.geteuid() == 0:
        shutil.chown(folder, SERVER_USER, SERVER_USER)


def _socket_folder(name: str) -> Path:
    """The short private folder of the socket: 0700, since the server trusts whoever can open it."""
    known = _recorded(name, "socket")
    if known and Path(known).is_dir():
        return Path(known)
    temporary = tempfile.gettempdir()
    if len(f"{temporary}/sg-12345678{SOCKET_NAME}") >= SOCKET_LIMIT:
        temporary = "/tmp"  # noqa: S108  (mkdtemp makes a private folder in it)
    folder = Path(tempfile.mkdtemp(prefix="sg-", dir=temporary))
    _make_folder(folder)
    _record_file(name, "socket").write_text(str(folder), encoding="utf-8")
    return folder


def _small_shared_memory() -> bool:
    """Containers often give 64 MB of /dev/shm, which one parallel query can fill."""
    try:
        room = os.statvfs("/dev/shm")  # noqa: S108  (asked for its size only)
    except OSError:
        return True
    return room.f_frsize * room.f_blocks < 256 * 1024 * 1024
