"""Names by their pinyin: 许昌市 is found by "xcs" and by "xuchang". Kept in each process, not in the database."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from pypinyin import Style, pinyin

STALE_SECONDS = 60.0
Spelling = tuple[frozenset[str], ...]
"""For each character what may be typed for it: its readings and their initials."""


@lru_cache(maxsize=16_384)
def _typed(character: str) -> frozenset[str]:
    # All readings: 长 is "chang" in 长葛 and "zhang" elsewhere, and looking at whole words is a thousand times slower.
    readings = {r.lower() for r in pinyin(character, style=Style.NORMAL, heteronym=True)[0] if r}
    return frozenset(readings | {r[0] for r in readings})


def spelling(name: str) -> Spelling:
    """What may be typed for each character of a name."""
    return tuple(_typed(character) for character in name)


def spells(text: str, name: Spelling) -> bool:
    """Whether `text` (lower case) is how some part of the name may be typed; the last reading may be unfinished."""
    first = text[:1]
    return any(first in typed and _begins(text, name, at) for at, typed in enumerate(name))


def _begins(text: str, name: Spelling, at: int) -> bool:
    if not text:
        return True
    if at == len(name):
        return False
    return any(
        reading.startswith(text) or (text.startswith(reading) and _begins(text[len(reading) :], name, at + 1))
        for reading in name[at]
    )


def is_spelled(text: str) -> bool:
    """Whether a search could be pinyin: two or more Latin letters and nothing else."""
    return len(text) >= 2 and text.isascii() and text.isalpha()


@dataclass
class SpelledNames:
    """Names by id, read again after a minute."""

    read: Callable[[], Mapping[int, str]]
    _names: list[tuple[int, int, Spelling]] = field(default_factory=list)
    _until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, text: str, limit: int) -> list[int]:
        """Ids of names that `text` spells a part of, the shortest names first."""
        wanted = text.lower()
        found: list[int] = []
        for _, id_, name in self._fresh():
            if spells(wanted, name):
                found.append(id_)
                if len(found) == limit:
                    break
        return found

    def forget(self) -> None:
        """Read the names anew at the next use."""
        self._until = 0.0

    def _fresh(self) -> list[tuple[int, int, Spelling]]:
        with self._lock:
            if time.monotonic() >= self._until:
                self._names = sorted(
                    ((len(name), i, spelling(name)) for i, name in self.read().items()),
                    key=lambda row: row[:2],
                )
                self._until = time.monotonic() + STALE_SECONDS
            return self._names
