"""The generated city that is measured: kept on a private server of the bench, made anew only for other code."""

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from safegrid_dev import shell
from safegrid_dev.application import BUILD_CITY, environment, manage
from safegrid_dev.bench import CLUSTER
from safegrid_dev.cluster import Cluster
from safegrid_dev.database import check_server
from safegrid_dev.paths import BACKEND, local
from safegrid_dev.postgres import program

from . import fill
from .console import step
from .system import settle

BASE_POINTS, BASE_UNITS = 10_000, 400
BASE = "bench_base"
SCHEMA = (BACKEND / "safegrid" / "store" / "migrations",)
MADE_OF = (
    BACKEND / "safegrid" / "ingest" / "demo",
    BACKEND / "safegrid" / "packs",
    Path(__file__).with_name("fill.py"),
    *sorted(Path(__file__).with_name("sql").glob("fill_*.sql")),
)


def ensure(points: int, seed: int) -> tuple[str, bool]:
    """A city of so many points, at least `BASE_POINTS`; its URL, and whether it had to be made."""
    cluster = Cluster(CLUSTER)
    cluster.start()
    name, mark = f"bench_{points}_{seed}", _mark(points, seed)
    if _kept(cluster, name, mark):
        _migrate(cluster.url(name), name, mark)
        return cluster.url(name), False
    base = _base(cluster, seed)
    with step("复制基础城市", "copying the base city"):
        _drop(cluster, name)
        template = [f"--template={base}", "--strategy=file_copy"]
        _tool(cluster, "createdb", *template, name)
    fill.fill(cluster.url(name), points - BASE_POINTS, seed)
    with step("日志、计数与汇总", "log, counts and pyramid"):
        settle(cluster.url(name))
    _keep(name, mark)
    return cluster.url(name), True


def _base(cluster: Cluster, seed: int) -> str:
    """The small city, as the demo makes it, that bigger ones are copied and filled from."""
    name, mark = f"{BASE}_{seed}", _mark(BASE_POINTS, seed)
    if _kept(cluster, name, mark):
        _migrate(cluster.url(name), name, mark)
        return name
    _drop(cluster, name)
    url = cluster.ensure_database(name)
    check_server(url)
    env = {**os.environ, **environment(url, 0)}
    with step("基础城市", f"base city of {BASE_POINTS} points"):
        _migrate(url, name, "")
        size = [f"--enterprises={BASE_UNITS}", f"--risk-points={BASE_POINTS}", f"--seed={seed}"]
        shell.run([BUILD_CITY, *size], log="bench-city", env=env, code="city-failed")
    _keep(name, mark)
    return name


def _migrate(url: str, name: str, mark: str) -> None:
    """Bring an older city to the schema of this code; a city that is being made has no mark yet."""
    schema = _digest("", SCHEMA)
    if mark and _noted(name).get("schema") == schema:
        return
    env = {**os.environ, **environment(url, 0)}
    shell.run(manage("migrate", "--no-input"), log="bench-migrate", env=env, code="migrate-failed")
    if mark:
        _keep(name, mark)


def _mark(points: int, seed: int) -> str:
    """Changes with everything that a city is made of."""
    return _digest(f"{points} {seed}", MADE_OF)


def _digest(text: str, roots: Sequence[Path]) -> str:
    digest = hashlib.sha256(text.encode())
    for root in roots:
        paths = [root] if root.is_file() else sorted(root.rglob("*"))
        for path in paths:
            if path.suffix in {".py", ".sql", ".toml"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _note(name: str) -> Path:
    return local("bench", f"{name}.json")


def _noted(name: str) -> dict[str, str]:
    note = _note(name)
    return dict(json.loads(note.read_text("utf-8"))) if note.exists() else {}


def _kept(cluster: Cluster, name: str, mark: str) -> bool:
    return _noted(name).get("made_of") == mark and name in cluster.databases()


def _keep(name: str, mark: str) -> None:
    _note(name).write_text(json.dumps({"made_of": mark, "schema": _digest("", SCHEMA)}), "utf-8")


def _drop(cluster: Cluster, name: str) -> None:
    _note(name).unlink(missing_ok=True)
    _tool(cluster, "dropdb", "--if-exists", "--force", name)


def _tool(cluster: Cluster, tool: str, *words: str) -> None:
    maintenance = f"--maintenance-db={cluster.url('postgres')}"
    shell.output([program(tool, cluster.version), maintenance, *words])


def room() -> int:
    """Bytes free where cities are kept."""
    return shutil.disk_usage(Cluster(CLUSTER).data).free
