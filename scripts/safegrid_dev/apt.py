"""Installing distribution packages without disturbing what runs on the machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from . import shell
from .console import counted, step
from .paths import local
from .postgres import installed_versions
from .trouble import Trouble

CREATE_CLUSTER = Path("/etc/postgresql-common/createcluster.d/safegrid.conf")
POSTGIS = re.compile(r"^postgresql-(\d+)-postgis-3$")
UPGRADED_SERVER = re.compile(r"^Inst postgresql-(\d+) \[", re.MULTILINE)
# No questions, and no restart of other services (needrestart lists them only).
QUIET = {"DEBIAN_FRONTEND": "noninteractive", "NEEDRESTART_MODE": "l"}
OPTIONS = (
    "-o",
    "DPkg::Lock::Timeout=300",
    "-o",
    "Dpkg::Options::=--force-confold",
    "-o",
    "Acquire::Retries=3",
)


def ensure_postgis() -> None:
    """Install the PostGIS server packages of the distribution's PostgreSQL, if there are none."""
    if installed_versions():
        return
    _need_apt(["postgresql-NN-postgis-3"])
    package = _postgis_package()
    _without_main_cluster(lambda: install([package]))


def refuse_early() -> None:
    """Ask for rights (and perhaps a password) before anything long begins, if PostGIS must be installed."""
    if not installed_versions():
        _need_apt(["postgresql-NN-postgis-3"])
        as_root(["true"], ["postgresql-NN-postgis-3"])


def ensure(packages: Sequence[str]) -> None:
    """Install those of the packages that are missing."""
    missing = [package for package in packages if not is_installed(package)]
    if missing:
        install(missing)


def is_installed(package: str) -> bool:
    """Whether dpkg has it, unpacked and configured."""
    query = ["dpkg-query", "-W", "-f=${db:Status-Status}", package]
    try:
        done = subprocess.run(query, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return False
    return done.stdout.strip() == "installed"


def is_known(package: str) -> bool:
    """Whether the package source offers it (after refreshing its list, if it does not at first)."""
    _need_apt([package])
    if _candidate(package):
        return True
    _update()
    return _candidate(package)


def install(packages: Sequence[str]) -> None:
    """Install with ``apt-get``.

    :raises Trouble: ``no-apt``, ``no-apt-rights``, ``package-unknown``, ``would-upgrade-running-server``.
    """
    _need_apt(packages)
    simulated = _simulate(packages)
    if simulated is None:
        _update()
        simulated = _simulate(packages)
    if simulated is None:
        raise Trouble("package-unknown", packages=" ".join(packages))
    refuse_to_upgrade_running_server(simulated, _running_servers(), packages)
    command = as_root(["apt-get", "install", "-y", "--no-install-recommends", *OPTIONS, *packages], packages)
    with counted(f"安装 {' '.join(packages)}", "installing", simulated.count("\nConf ")) as note:
        try:
            _install(command, note)
        except Trouble:
            _update()  # the list may name versions that the source no longer has
            _install(command, note)


def unpack(package: str, folder: Path) -> None:
    """Put the files of a package below a folder, without installing or starting anything. Needs no rights.

    :raises Trouble: ``no-apt``, ``package-unknown``.
    """
    if not is_known(package):
        raise Trouble("package-unknown", packages=package)
    with step(f"下载 {package}", f"downloading {package}"), tempfile.TemporaryDirectory() as here:
        shell.run(["apt-get", "download", *OPTIONS, package], cwd=Path(here), log="apt-download")
        (archive,) = Path(here).glob("*.deb")
        shell.run(["dpkg-deb", "-x", archive, folder], log="apt-unpack")


def _install(command: Sequence[str], note: Callable[[bool], None]) -> None:
    shell.run(
        command, log="apt-install", env=QUIET, on_line=lambda line: note(line.startswith("Setting up "))
    )


def refuse_to_upgrade_running_server(simulated: str, running: Sequence[str], packages: Sequence[str]) -> None:
    """Judge the output of ``apt-get -s`` against the clusters online (``pg_lsclusters -h``)."""
    upgraded = set(UPGRADED_SERVER.findall(simulated))
    hit = [line for line in running if line.split()[0] in upgraded]
    if hit:
        names = ", ".join("/".join(line.split()[:2]) for line in hit)
        raise Trouble("would-upgrade-running-server", servers=names, packages=" ".join(packages))


def as_root(command: Sequence[str], packages: Sequence[str] = ()) -> list[str]:
    """The command as root: as it is, or through sudo; it may ask for a password on a terminal."""
    if os.geteuid() == 0:
        return list(command)
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", *(f"{key}={value}" for key, value in QUIET.items()), *command]
    if sudo and sys.stdin.isatty() and subprocess.run([sudo, "-v"], check=False).returncode == 0:
        return [sudo, *(f"{key}={value}" for key, value in QUIET.items()), *command]
    raise Trouble("no-apt-rights", packages=" ".join(packages))


def _need_apt(packages: Sequence[str]) -> None:
    if not shutil.which("apt-get"):
        raise Trouble("no-apt", packages=" ".join(packages))


def _postgis_package() -> str:
    """The package for a server that is already there, else for the newest one offered."""
    offered = _offered_postgis()
    if not offered:
        _update()
        offered = _offered_postgis()
    if not offered:
        raise Trouble("package-unknown", packages="postgresql-NN-postgis-3")
    there = [version for version in offered if is_installed(f"postgresql-{version}")]
    return f"postgresql-{max(there or offered)}-postgis-3"


def _offered_postgis() -> list[int]:
    names = shell.output(["apt-cache", "pkgnames", "postgresql-"]).split()
    found = [int(match.group(1)) for match in map(POSTGIS.match, names) if match]
    return [version for version in found if _candidate(f"postgresql-{version}-postgis-3")]


def _candidate(package: str) -> bool:
    policy = shell.output(["apt-cache", "policy", package])
    return "Candidate:" in policy and "Candidate: (none)" not in policy


def _update() -> None:
    with step("更新软件源目录", "apt-get update"):
        shell.run(as_root(["apt-get", "update", *OPTIONS], ["(apt-get update)"]), log="apt-update")


def _simulate(packages: Sequence[str]) -> str | None:
    command = ["apt-get", "-s", "install", "--no-install-recommends", *packages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else None


def _running_servers() -> list[str]:
    if not shutil.which("pg_lsclusters"):
        return []
    lines = shell.output(["pg_lsclusters", "-h"]).splitlines()
    return [line for line in lines if len(line.split()) > 3 and line.split()[3].startswith("online")]


def _without_main_cluster(install_server: Callable[[], None]) -> None:
    """Keep the server package from making and starting a cluster of the system's own."""
    note = local("createcluster.conf")
    note.write_text("create_main_cluster = false\n", encoding="ascii")
    made = not CREATE_CLUSTER.exists()
    if made:
        shell.output(as_root(["install", "-D", "-m", "644", str(note), str(CREATE_CLUSTER)], ["postgresql"]))
    try:
        install_server()
    finally:
        if made:
            shell.output(as_root(["rm", "-f", str(CREATE_CLUSTER)], ["postgresql"]))
