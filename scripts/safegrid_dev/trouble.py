"""A step that cannot work: what happened, what was kept, what to do."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

CATALOGUE = Path(__file__).with_name("messages.toml")
NAMES_AN_ERROR = re.compile(r"^E: |[Ee]rror\b.*:|^npm error code|FATAL|[Nn]o space left")


class Trouble(Exception):  # noqa: N818  (it is not always an error of the program)
    """A refusal with a code from ``messages.toml`` and the values its text needs."""

    def __init__(self, code: str, *, detail: str = "", **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.values = values

    def lines(self) -> list[str]:
        """The whole message, short enough for one screen."""
        entry = catalogue()[self.code]
        shown = [f"✗ {entry['what_zh']}", f"  {entry['what_en']}"]
        shown += [f"    │ {line}" for line in telling(self.detail)]
        shown += ["", "  怎么办 · What to do"]
        for number, step in enumerate(entry["do"], start=1):
            shown += [f"  {number}. {step['zh']}", f"     {step['en']}"]
            shown += [f"       {command}" for command in step.get("run", [])]
        return [_fill(line, self.values) for line in shown]


def telling(detail: str) -> list[str]:
    """At most six lines of a program's output: from the first that names an error, and the last ones."""
    lines = [line.rstrip()[:160] for line in detail.strip().splitlines() if line.strip()][-60:]
    first = next((number for number, line in enumerate(lines) if NAMES_AN_ERROR.search(line)), len(lines))
    return [*lines[first : first + 4], *lines[max(first + 4, len(lines) - 2) :]] or lines[-6:]


def _fill(line: str, values: dict[str, object]) -> str:
    for name, value in values.items():
        line = line.replace("{" + name + "}", str(value))
    return line


@cache
def catalogue() -> dict[str, Any]:
    """Every message of the scripts, by code."""
    return tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
