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
    texts = [(f"{name}.toml", (FOLDER / f"{name}.toml").read_text("utf-8")) for name in settings.PACKS]
    pack = parse_pack(texts, on=day)
    if isinstance(pack, RulePack):
        return pack
    raise PackError("\n".join(str(problem) for problem in pack))
