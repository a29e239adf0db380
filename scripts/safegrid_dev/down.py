"""``./scripts/down``: stop what ``./scripts/up`` started; with ``--wipe`` remove its data too."""

from __future__ import annotations

import argparse
import os
import shutil
import sys

from . import locks, supervisor
from .cluster import Cluster
from .console import say
from .database import place_of
from .paths import LOCAL
from .trouble import Trouble

DATA = ("secrets", "url", "port", "uploads", "static")


def main(arguments: list[str]) -> int:
    """Stop the processes and the private server."""
    parser = argparse.ArgumentParser(prog="scripts/down", description=__doc__)
    parser.add_argument("--wipe", action="store_true", help="also remove the data, after asking")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    options = parser.parse_args(arguments)
    if options.wipe and not options.yes and not _confirmed():
        say("没有停止，也没有删除 · nothing was stopped or removed")
        return 1
    with locks.preparing():
        stop_everything()
        if options.wipe:
            _wipe()
    return 0


def stop_everything() -> None:
    """Stop the supervisor with its processes, then the private server."""
    processes = supervisor.stop()
    server = Cluster("main").stop()
    (LOCAL / "url").unlink(missing_ok=True)
    say("✓ 进程已停止 · processes stopped" if processes else "· 没有运行中的进程 · no process was running")
    say(
        "✓ 数据库已停止 · database stopped"
        if server
        else "· 私有数据库未在运行 · the private database was not running"
    )


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        raise Trouble("not-asked")
    say(f"将删除 {LOCAL} 中的数据库、上传文件和密钥，无法恢复。")
    say(f"This removes the database, uploads and keys in {LOCAL}; there is no way back.")
    return input("yes / no? ").strip().lower() == "yes"


def _wipe() -> None:
    Cluster("main").wipe()
    for name in DATA:
        path = LOCAL / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    say("✓ 数据已删除 · data removed")
    given = os.environ.get("DATABASE_URL")
    if given:
        say(f"· {place_of(given)} 未动 · was left as it is (DATABASE_URL)")
