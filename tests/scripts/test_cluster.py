"""The private server: made once, started again, wiped; reachable by its socket only."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from safegrid_dev.paths import SCRIPTS


@pytest.fixture
def db(tmp_path):
    """``./scripts/db`` for a cluster of this test alone."""

    def call(*words):
        env = {**os.environ, "SAFEGRID_LOCAL_DIR": str(tmp_path / "local")}
        done = subprocess.run(
            [SCRIPTS / "db", *words, "--cluster", "one"], env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    yield call
    call("wipe")


def ask(url, statement):
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def test_life_of_a_cluster(db, tmp_path):
    url = db("start")
    folder = Path(url.partition("host=")[2].partition("&")[0])
    assert len(str(folder / ".s.PGSQL.5432")) < 107
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "local" / "pg" / "one.socket").read_text() == str(folder)
    assert ask(url, "SHOW listen_addresses") == ""
    assert ask(url, "SHOW jit") == "off"
    ask(url, "CREATE EXTENSION postgis")
    ask(url, "CREATE TABLE kept AS SELECT ST_MakePoint(113.8, 34.0) AS place")

    assert db("start") == url

    db("stop")
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(url)
    db("stop")

    assert ask(db("start"), "SELECT ST_X(place) FROM kept") == 113.8

    data = tmp_path / "local" / (tmp_path / "local" / "pg" / "one.data").read_text()
    assert (data / "PG_VERSION").exists()
    db("wipe")
    assert not data.parent.exists()
    assert not folder.exists()


def test_databases_of_killed_test_runs_are_dropped(db, tmp_path):
    url = db("start")
    ended = subprocess.Popen(["true"])
    ended.wait()
    for name in (f"test_safegrid_{ended.pid}", f"test_safegrid_{os.getpid()}", "kept_1"):
        db("start", "--database", name)
    program = "from safegrid_dev.cluster import Cluster\nCluster('one').drop_leftovers()"
    env = {**os.environ, "SAFEGRID_LOCAL_DIR": str(tmp_path / "local"), "PYTHONPATH": str(SCRIPTS)}
    subprocess.run([sys.executable, "-c", program], env=env, check=True)
    names = ask(url, "SELECT string_agg(datname, ' ') FROM pg_database").split()
    assert f"test_safegrid_{ended.pid}" not in names
    assert {f"test_safegrid_{os.getpid()}", "kept_1"} <= set(names)


def test_a_server_whose_socket_was_cleaned_away_comes_back(db):
    url = db("start")
    ask(url, "CREATE TABLE kept AS SELECT 7 AS n")
    folder = Path(url.partition("host=")[2].partition("&")[0])
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    assert ask(db("start"), "SELECT n FROM kept") == 7
