"""Lock files: everything pinned with hashes, nothing that names a download host."""

import json
import re

import pytest

from safegrid_dev.paths import DEV_REQUIREMENTS, FRONTEND, REQUIREMENTS

PINNED = re.compile(r"^([a-z0-9-]+)==(\S+)")


def pinned(path) -> set[tuple[str, str]]:
    """Name and version; one name may have a version for each Python."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {match.groups() for match in map(PINNED.match, lines) if match}


@pytest.mark.parametrize("path", [REQUIREMENTS, DEV_REQUIREMENTS], ids=lambda path: path.name)
def test_python_locks_have_hashes_and_no_address(path):
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(--(extra-)?index-url|--find-links|-i\b|-f\b)", text, re.MULTILINE)
    entries = re.split(r"\n(?=[a-z0-9])", text.split("\n", 2)[2])
    assert len(entries) == len(pinned(path))
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_tests_run_what_is_shipped():
    assert pinned(REQUIREMENTS)
    assert pinned(REQUIREMENTS) - pinned(DEV_REQUIREMENTS) == set()


def test_npm_lock_has_integrity_and_no_address():
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []


def test_npm_lock_has_every_platform_of_an_optional_package():
    """Else ``npm ci`` refuses the lock file wherever it can see the missing platforms."""
    packages = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = {name for entry in packages.values() for name in entry.get("optionalDependencies", {})}
    locked = {name.rpartition("node_modules/")[2] for name in packages}
    assert wanted - locked == set()
