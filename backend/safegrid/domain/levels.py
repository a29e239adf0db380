"""The four danger levels (C6, C7) and 未评估. Lower is worse; 0 is no level at all."""

from collections.abc import Iterable
from enum import IntEnum


class Level(IntEnum):
    """Levels 1-4 = 红/橙/黄/蓝 = 重大/较大/一般/低; 0 = 未评估, drawn grey."""

    UNRATED = 0
    RED = 1
    ORANGE = 2
    YELLOW = 3
    BLUE = 4


def worst(levels: Iterable[Level]) -> Level:
    """Return the worst level; 未评估 counts only if there is nothing else."""
    return min((level for level in levels if level), default=Level.UNRATED)
