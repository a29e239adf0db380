"""Cases of LEC and LS for the browser's twin: `python tests/domain/assess_fixtures.py` writes them."""

import itertools
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve()
if __name__ == "__main__":
    sys.path[:0] = [str(HERE.parents[2] / "backend"), str(HERE.parents[1])]

from domain.kit import pack_of  # noqa: E402 - after the path is set
from safegrid.domain.assessment import Assessed, assess  # noqa: E402
from safegrid.domain.pack_model import Band  # noqa: E402

TARGET = HERE.parents[1] / "fixtures" / "assessments.json"
Inputs = dict[str, float]


def _bands(bands: tuple[Band, ...]) -> list[dict[str, Any]]:
    return [{"start": b.start, "level": int(b.level), "zh": b.zh, "en": b.en} for b in bands]


def fixtures() -> dict[str, Any]:
    """Every product of both scales, some outside them, and pairs of before and after."""
    pack = pack_of("411002")
    lec, ls = pack.lec, pack.ls
    rules = {
        "pack": "",
        "lec": {
            "l": list(lec.likelihood),
            "e": list(lec.exposure),
            "c": list(lec.consequence),
            "bands": _bands(lec.bands),
        },
        "ls": {"size": ls.size, "bands": _bands(ls.bands)},
        "better": pack.point.residual_max_better,
        "months": pack.point.residual_months,
    }
    all_lec = [
        {"l": one, "e": e, "c": c}
        for one, e, c in itertools.product(lec.likelihood, lec.exposure, lec.consequence)
    ]
    all_ls = [{"l": one, "s": s} for one, s in itertools.product(range(1, ls.size + 1), repeat=2)]
    asked: list[tuple[str, Inputs, Inputs | None]] = [
        *(("LEC", i, None) for i in [*all_lec, {"l": 5, "e": 6, "c": 15}, {"l": 6, "e": 6}]),
        *(("LS", i, None) for i in [*all_ls, {"l": 0, "s": 3}, {"l": 1.5, "s": 3}]),
        *(("LS", a, b) for a, b in itertools.product(all_ls, repeat=2)),
    ]
    cases = []
    for method, inputs, after in asked:
        found = assess(method, inputs, after, 1, pack)
        said = (
            [found.inherent.value, int(found.inherent.level), int(found.residual)]
            if isinstance(found, Assessed)
            else None
        )
        cases.append({"method": method, "inputs": inputs, "after": after, "expected": said})
    return json.loads(json.dumps({"rules": rules, "cases": cases}))


if __name__ == "__main__":
    TARGET.write_text(
        json.dumps(fixtures(), ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )
