"""Invented Chinese names of units and people, and telephone numbers that cannot exist."""

import random
import re
import uuid
from collections.abc import Callable

from .words import Trade, words

_ENDINGS = re.compile(r"(社区)?(居民委员会|居委会|村民委员会|村委会|社区)$")
_BY_PLACE = frozenset({"school", "hospital", "public_facility"})
TELEPHONE = "100{:08d}"
"""No number in China begins with 100 and has eleven digits."""


def village_stem(name: str) -> str:
    """豫园社区居委会 → 豫园, 下集村村委会 → 下集村."""
    return _ENDINGS.sub("", name) or name


def telephone(number: int) -> str:
    return TELEPHONE.format(number % 100_000_000)


def random_uuid(dice: random.Random) -> str:
    return str(uuid.UUID(int=dice.getrandbits(128), version=4))


def person_name(dice: random.Random) -> str:
    source = words("units")
    given = dice.choice(source["given"])
    if dice.random() < 0.72:
        given += dice.choice(source["given"])
    return str(dice.choice(source["surnames"]) + given)


class UnitNames:
    """Draws names and never gives one twice."""

    def __init__(self, dice: random.Random, city: str) -> None:
        self._dice, self._city = dice, city.removesuffix("市")
        self._given: set[str] = set()

    def draw(self, trade: Trade, county: str, township: str, village: str) -> str:
        """Name a unit by its trade and place."""
        form = self._placed if trade.type in _BY_PLACE else self._branded
        for _ in range(6):
            name = form(trade, county, township, village)
            if name not in self._given:
                break
        else:
            name = _numbered(name, self._given.__contains__)
        self._given.add(name)
        return name

    def _brand(self) -> str:
        source = words("units")
        return str(self._dice.choice(source["brands_first"]) + self._dice.choice(source["brands_second"]))

    def _branded(self, trade: Trade, county: str, township: str, village: str) -> str:
        place = self._dice.choices((county, self._city, county + township), (70, 20, 10))[0]
        if trade.type == "fuel_station" and self._dice.random() < 0.4:
            return f"{county}{village}{self._dice.choice(trade.names)}"
        return f"{place}{self._brand()}{self._dice.choice(trade.names)}{self._dice.choice(trade.suffixes)}"

    def _placed(self, trade: Trade, county: str, township: str, village: str) -> str:
        place = self._dice.choices(
            (county + township, county + village, county + self._brand()), (20, 50, 30)
        )[0]
        return f"{place}{self._dice.choice(trade.names)}{self._dice.choice(trade.suffixes)}"


def _numbered(name: str, taken: Callable[[str], bool]) -> str:
    n = 2
    while taken(f"{name}（{n}）"):
        n += 1
    return f"{name}（{n}）"
