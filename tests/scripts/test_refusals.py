"""Steps that cannot work say so: each is provoked for real."""

import os
import socket
import subprocess
import sys

import psycopg2
import pytest

from safegrid_dev import ports, shell, venv
from safegrid_dev.database import check_server, given
from safegrid_dev.paths import SCRIPTS
from safegrid_dev.trouble import Trouble


def code_of(call, *arguments) -> str:
    with pytest.raises(Trouble) as caught:
        call(*arguments)
    return caught.value.code


def test_a_taken_port_is_named(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))
        assert code_of(ports.choose) == "port-taken"


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none_is_named(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    assert code_of(ports.choose) == "port-taken"


def test_without_a_wish_a_free_port_is_found(monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    assert ports.is_free(ports.choose())


def test_what_a_linked_venv_points_to_is_never_cleared(tmp_path, monkeypatch):
    """Its Python does not start, and what else is there may be another checkout's."""
    elsewhere, link = tmp_path / "elsewhere", tmp_path / ".venv"
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    link.symlink_to(elsewhere)
    monkeypatch.setattr(venv, "VENV", link)
    monkeypatch.setattr(venv, "VENV_PYTHON", link / "bin" / "python")
    monkeypatch.setattr(venv, "STAMP", link / "safegrid-locks.json")
    assert code_of(venv.ensure_python) == "venv-linked"
    assert (elsewhere / "kept").exists()


def test_an_old_python_is_told_what_to_do(tmp_path):
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    old.chmod(0o755)
    env = {**os.environ, "SAFEGRID_PYTHON": str(old)}
    done = subprocess.run([SCRIPTS / "up"], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Python 3.9.2" in done.stderr
    assert "apt-get install python3" in done.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("E: You don't have enough free space in /var/cache/apt/archives/.", "disk-full"),
        ("OSError: [Errno 28] No space left on device", "disk-full"),
        ("npm error code EAI_AGAIN", "no-network"),
        ("Temporary failure resolving 'deb.debian.org'", "no-network"),
        ("something else", "step-failed"),
    ],
)
def test_a_failing_program_is_diagnosed_by_its_words(words, code):
    program = [sys.executable, "-c", "import sys; print(sys.argv[1]); sys.exit(3)", words]
    with pytest.raises(Trouble) as caught:
        shell.run(program, log="test-failing")
    assert caught.value.code == code
    assert words in "\n".join(caught.value.lines())


def test_a_database_that_does_not_answer():
    assert code_of(check_server, "postgresql://nobody@127.0.0.1:1/none") == "database-unreachable"


@pytest.mark.parametrize("missing", ["OWNER_DATABASE_URL", "DATABASE_URL", "SEQUENCER_DATABASE_URL"])
def test_roles_that_are_not_all_there_are_refused(monkeypatch, missing):
    for name in ("OWNER_DATABASE_URL", "DATABASE_URL", "SEQUENCER_DATABASE_URL"):
        monkeypatch.setenv(name, "" if name == missing else f"postgresql://{name}@127.0.0.1/safegrid")
    assert code_of(given) == "roles-incomplete"


def test_one_role_is_enough(monkeypatch):
    for name in ("OWNER_DATABASE_URL", "SEQUENCER_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", "postgresql://me@127.0.0.1/safegrid")
    access = given()
    assert access is not None
    assert access.owner == access.app == "postgresql://me@127.0.0.1/safegrid"
    assert "SEQUENCER_DATABASE_URL" not in access.of_processes({"SEQUENCER_DATABASE_URL": "stale"})


@pytest.fixture
def plain_owner():
    """A database without PostGIS whose owner is no superuser; its URL for that owner."""
    url = os.environ["DATABASE_URL"]
    name = f"plain_{os.getpid()}"
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'plain'")
        cursor.execute(f"CREATE DATABASE {name} OWNER {name}")
    about = connection.info
    yield f"postgresql:///{name}?host={about.host}&port={about.port}&user={name}&password=plain"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name}")
        cursor.execute(f"DROP ROLE {name}")
    connection.close()


def test_an_owner_who_cannot_make_postgis_is_told_the_statement(plain_owner):
    with pytest.raises(Trouble) as caught:
        check_server(plain_owner)
    assert caught.value.code == "no-superuser"
    shown = "\n".join(caught.value.lines())
    assert "CREATE EXTENSION postgis" in shown
    assert "password" not in shown


def test_two_commands_do_not_prepare_at_once(tmp_path):
    second = "from safegrid_dev.locks import preparing\nwith preparing(): print('second')"
    first = f"""
import subprocess, sys
from safegrid_dev.locks import preparing
def other(): return subprocess.run([sys.executable, "-c", {second!r}], capture_output=True, text=True)
with preparing():
    refused = other()
print("another-up" in refused.stderr, refused.stdout, other().stdout)
"""
    env = {**os.environ, "PYTHONPATH": str(SCRIPTS), "SAFEGRID_LOCAL_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", first], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "second"]


def test_wipe_asks_first():
    done = subprocess.run(
        [SCRIPTS / "down", "--wipe"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "--wipe --yes" in done.stdout
