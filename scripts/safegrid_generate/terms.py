"""Words of the domain, from the one catalogue `safegrid.domain.terms` to JSON for the browser."""

import json
from pathlib import Path

from .places import GENERATED


def outputs() -> dict[Path, str]:
    """Path to text of the words."""
    from safegrid.domain.terms import as_plain  # noqa: PLC0415 - the path is set by scripts/generate

    text = json.dumps(as_plain(), ensure_ascii=False, indent=1)
    return {GENERATED / "terms.json": text + "\n"}
