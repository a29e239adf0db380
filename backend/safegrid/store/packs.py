"""The rule pack in force: the TOML files beside this package, merged once per process and day."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from safegrid.domain.packs import RulePack, parse_pack

FOLDER = Path(__file__).resolve().parent.parent / "packs"


class PackError(RuntimeError):
    """A rule pack cannot be used; the message names each file, key and remedy."""


def current() -> RulePack:
    """Return the pack of today, in the city's time zone."""
    return on_day(timezone.localdate())


@lru_cache(maxsize=8)
def on_day(day: date) -> RulePack:
    """Read and merge the packs named in the settings. Raises PackError with every problem found."""
    pack = parse_pack([_text_of(name) for name in settings.PACKS], on=day)
    if isinstance(pack, RulePack):
        return pack
    raise PackError("\n".join(str(problem) for problem in pack))


def _text_of(name: str) -> tuple[str, str]:
    file = f"{name}.toml"
    try:
        return file, (FOLDER / file).read_text("utf-8")
    except FileNotFoundError as missing:
        there = ", ".join(sorted(path.stem for path in FOLDER.glob("*.toml")))
        raise PackError(
            f"SAFEGRID_PACKS: 没有规则包 {name}；现有：{there}。There is no rule pack {name}; there are: {there}."
        ) from missing
