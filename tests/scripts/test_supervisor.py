"""The supervisor: restarts within two seconds, leaves nothing behind."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from safegrid_dev.paths import SCRIPTS
from safegrid_dev.serve import command

PROGRAM = """
import sys
from safegrid_dev.supervisor import Supervisor
sleeper = [sys.executable, "-u", "-c", "import time; print('awake'); time.sleep(600)"]
Supervisor({"web": sleeper, "worker": sleeper}, {}, to_terminal=True).run({"port": "1", "url": "u", "code": "c"})
"""
STARTED = re.compile(r"(web|worker) .*started \(pid (\d+)\)")


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "SAFEGRID_LOCAL_DIR": str(folder), "PYTHONPATH": str(SCRIPTS)}


@pytest.fixture
def supervisor(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], env=environment(tmp_path), stdout=subprocess.PIPE, encoding="utf-8"
    )
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def next_start(process) -> tuple[str, int]:
    for line in process.stdout:
        found = STARTED.search(line)
        if found:
            return found.group(1), int(found.group(2))
    raise AssertionError("the supervisor ended")


def is_gone(pid: int, within: float) -> bool:
    limit = time.monotonic() + within
    while time.monotonic() < limit:
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False


def test_a_killed_process_is_back_within_two_seconds(supervisor):
    pids = dict([next_start(supervisor), next_start(supervisor)])
    began = time.monotonic()
    os.kill(pids["web"], signal.SIGKILL)
    name, pid = next_start(supervisor)
    assert (name, pid != pids["web"]) == ("web", True)
    assert time.monotonic() - began < 2


def test_the_end_of_the_supervisor_is_the_end_of_its_processes(supervisor):
    pids = dict([next_start(supervisor), next_start(supervisor)])
    supervisor.terminate()
    assert supervisor.wait(10) == 0
    assert all(is_gone(pid, within=1) for pid in pids.values())


def test_a_killed_supervisor_leaves_no_orphans(supervisor):
    pids = dict([next_start(supervisor), next_start(supervisor)])
    supervisor.kill()
    assert all(is_gone(pid, within=3) for pid in pids.values())


def test_a_second_supervisor_is_refused(supervisor, tmp_path):
    next_start(supervisor)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "another-up" in done.stderr
    assert supervisor.poll() is None


@pytest.mark.parametrize(("behind", "flag"), [("", "--no-proxy-headers"), ("1", "--proxy-headers")])
def test_a_callers_address_is_believed_only_behind_a_proxy_of_ours(monkeypatch, behind, flag):
    monkeypatch.setenv("SAFEGRID_BEHIND_PROXY", behind)
    assert flag in command("web")
