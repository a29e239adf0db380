"""``up`` and ``down`` as a new user runs them, in a place of their own with a small city."""

import json
import os
import re
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from safegrid_dev.paths import SCRIPTS

CITY = "--enterprises 100 --risk-points 300 --seed 7"
STARTED = re.compile(r"(web|worker) .*started \(pid (\d+)\)")


class Place:
    """A SafeGrid of this test alone."""

    def __init__(self, folder: Path) -> None:
        self.local = folder
        self.env = {**os.environ, "SAFEGRID_LOCAL_DIR": str(folder), "SAFEGRID_DEMO_CITY": CITY}
        for name in ("OWNER_DATABASE_URL", "DATABASE_URL", "SEQUENCER_DATABASE_URL", "PORT"):
            self.env.pop(name, None)

    def run(self, command: str, *words: str) -> str:
        done = subprocess.run(
            [SCRIPTS / command, *words],
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def pids(self) -> dict[str, int]:
        """The processes started last."""
        log = (self.local / "logs" / "up.log").read_text(encoding="utf-8")
        return {name: int(pid) for name, pid in STARTED.findall(log)}

    def health(self) -> dict[str, object]:
        url = (self.local / "url").read_text().strip()
        with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:
            return json.load(answer)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    place = Place(tmp_path_factory.mktemp("up") / "local")
    yield place
    place.run("down", "--wipe", "--yes")


def wait_for(what, within: float):
    limit = time.monotonic() + within
    while True:
        try:
            found = what()
        except OSError:
            found = None
        if found:
            return found
        assert time.monotonic() < limit
        time.sleep(0.05)


@pytest.fixture(scope="module")
def started(place) -> str:
    return place.run("up", "--detach")


def test_it_ends_with_the_url_and_is_fit(place, started):
    url = started.splitlines()[-1]
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", url)
    assert (place.local / "url").read_text().strip() == url
    assert (place.local / "secrets").stat().st_mode & 0o777 == 0o600
    assert place.health()


def test_the_processes_log_in_as_roles_that_cannot_rewrite_the_log(place, started):
    assert (place.health()["log"], place.health()["notices"]) == ("protected", [])
    for pid in place.pids().values():
        words = Path(f"/proc/{pid}/environ").read_text().split("\0")
        env = dict(word.split("=", 1) for word in words if "=" in word)
        assert env["DATABASE_URL"].endswith("user=safegrid_app")
        assert env["SEQUENCER_DATABASE_URL"].endswith("user=safegrid_sequencer")
        assert not [key for key, value in env.items() if value.endswith("user=postgres")]


def test_a_second_up_is_quick_and_changes_nothing(place, started):
    before = place.pids()
    began = time.monotonic()
    assert place.run("up", "--detach").splitlines()[-1] == started.splitlines()[-1]
    assert time.monotonic() - began < 15
    assert place.pids() == before


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_killed_process_is_replaced_within_two_seconds(place, started, name):
    before = place.pids()
    os.kill(before[name], signal.SIGKILL)
    wait_for(lambda: place.pids()[name] != before[name], within=2)
    wait_for(place.health, within=20)


def test_down_stops_and_keeps_then_up_comes_back(place, started):
    processes = list(place.pids().values())
    place.run("down")
    assert not [pid for pid in processes if Path(f"/proc/{pid}").exists()]
    assert not (place.local / "url").exists()
    assert place.run("up", "--detach").splitlines()[-1] == started.splitlines()[-1]
    assert place.health()
