"""Write what has changed; with `--check`, write nothing and name what is stale."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from . import colours, openapi, terms
from .places import ROOT

PARTS: Mapping[str, Callable[[], dict[Path, str]]] = {
    "colours": colours.outputs,
    "terms": terms.outputs,
    "openapi": openapi.outputs,
}


def main(arguments: list[str]) -> int:
    """Run the named parts (all without a name); 1 if `--check` found something stale."""
    check = "--check" in arguments
    chosen = [a for a in arguments if a != "--check"] or list(PARTS)
    stale = 0
    for name in chosen:
        for path, text in PARTS[name]().items():
            stale += _write(path, text, check=check)
    if stale and check:
        sys.stderr.write("运行 ./scripts/generate 更新 · run ./scripts/generate to update\n")
    return 1 if stale and check else 0


def _write(path: Path, text: str, *, check: bool) -> int:
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return 0
    sys.stdout.write(f"{'已过期 stale' if check else '已写 written'}: {path.relative_to(ROOT)}\n")
    if not check:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
