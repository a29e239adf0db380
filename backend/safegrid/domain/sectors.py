"""The eight domains of supervision (S1): coal, other mines, hazardous chemicals, fireworks, industry and trade, civil
explosives, occupational health, general supervision.

A unit belongs to the first domain whose rule fits it, else to general supervision; occupational health comes on top for
those with a risk point that makes ill. The rules are data, so that the database can ask the same question.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Sector(StrEnum):
    COAL = "coal"
    MINE = "mine"
    CHEMICAL = "chemical"
    FIREWORKS = "fireworks"
    TRADE = "trade"
    EXPLOSIVES = "explosives"
    HEALTH = "health"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class SectorRule:
    """`prefixes`: of the industry code with its letter (GB/T 4754, C2614); `types`: unit types."""

    sector: Sector
    prefixes: tuple[str, ...]
    types: tuple[str, ...] = ()

    def fits(self, industry4: str, unit_type: str) -> bool:
        return unit_type in self.types or industry4.startswith(self.prefixes)


RULES = (
    SectorRule(Sector.COAL, ("B06",)),
    SectorRule(Sector.FIREWORKS, ("C2672",)),
    SectorRule(Sector.EXPLOSIVES, ("C2671",)),
    SectorRule(Sector.MINE, ("B07", "B08", "B09", "B10", "B11", "B12"), ("mine",)),
    # Made, stored, sold by wholesale or pumped: fuels and chemicals.
    SectorRule(
        Sector.CHEMICAL,
        ("C25", "C26", "F5162", "F5169", "F5265", "F5266", "G5941", "G5942"),
        ("chemical", "fuel_station"),
    ),
    SectorRule(Sector.TRADE, ("C", "F", "H", "G59")),
)
"""In this order: the first that fits."""
HARMFUL = frozenset({"dust", "chemical", "noise", "heat", "radiation"})
"""Categories of risk points (R3) that make a unit one of occupational health."""


def sector_of(industry4: str, unit_type: str) -> Sector:
    """The domain that supervises a unit by what it does."""
    found = (rule.sector for rule in RULES if rule.fits(industry4, unit_type))
    return next(found, Sector.GENERAL)


def sectors_of(industry4: str, unit_type: str, categories: Iterable[str]) -> frozenset[Sector]:
    """Every domain that supervises a unit. `categories`: of its active risk points."""
    also = {Sector.HEALTH} if not HARMFUL.isdisjoint(categories) else set()
    return frozenset({sector_of(industry4, unit_type)} | also)
