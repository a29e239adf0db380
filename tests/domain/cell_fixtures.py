"""Cases of the cell index for the browser's twin: `python tests/domain/cell_fixtures.py` writes them."""

import json
import random
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve()
if __name__ == "__main__":
    sys.path[:0] = [str(HERE.parents[2] / "backend"), str(HERE.parents[1])]

from domain.kit import pack_of  # noqa: E402 - after the path is set
from safegrid.domain.cells import CellLevel, community_level, parent_level  # noqa: E402
from safegrid.domain.counts import COLUMNS  # noqa: E402

TARGET = HERE.parents[1] / "fixtures" / "cell_index.json"


def plain(result: CellLevel) -> dict[str, Any]:
    return {
        "index": result.index,
        "level": int(result.level),
        "event_red": result.event_red,
        "badge": result.badge,
        "reasons": [[r.code, int(r.candidate), r.binding, dict(r.params)] for r in result.reasons],
    }


def _counts(rng: random.Random) -> dict[str, int]:
    most = rng.choice([1, 5, 60, 5000])
    columns = rng.sample(COLUMNS, rng.randrange(0, 30))
    return {column: rng.randrange(0, most + 1) for column in columns}


def fixtures() -> dict[str, Any]:
    """Random cases from a fixed seed, and the rules that they were computed with."""
    rng, rules = random.Random(20260301), pack_of("411002").cell
    odd = asdict(rules) | {"ks": 137.25, "kh": 7.75}
    cases = []
    for i in range(400):
        used = rules if i % 2 else type(rules)(**odd)
        counts = _counts(rng)
        cases.append({"odd": not i % 2, "counts": counts, "expected": plain(community_level(counts, used))})
    parents = []
    for _ in range(200):
        level = rng.choice([1, 2, 3])
        children = [community_level(_counts(rng), rules) for _ in range(rng.randrange(0, 40))]
        said = [{"index": c.index, "level": int(c.level), "badge": c.badge} for c in children]
        parents.append(
            {"level": level, "children": said, "expected": plain(parent_level(level, children, rules))}
        )
    written = {"rules": asdict(rules), "odd_rules": odd, "communities": cases, "parents": parents}
    return json.loads(json.dumps(written))


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(
        json.dumps(fixtures(), ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )
