"""The vocabulary of the demo city: `words/*.toml`, read once."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "words"


@cache
def words(name: str) -> dict[str, Any]:
    """Read one vocabulary file."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Trade:
    """What a unit does. `counties`: 6-digit codes where most of its units are; empty = everywhere."""

    type: str
    names: tuple[str, ...]
    code: str
    weight: float
    scope: str
    suffixes: tuple[str, ...]
    groups: tuple[str, ...]
    counties: tuple[str, ...]
    place: tuple[int, ...]
    workers: tuple[int, int]
    equipment: tuple[int, int]
    points: float


COMPANY = ("有限公司", "有限公司", "有限责任公司", "科技有限公司", "厂")
COMPANY_TYPES = frozenset({"factory", "chemical", "mine", "warehouse"})


@cache
def trades() -> tuple[Trade, ...]:
    """Every trade; weights sum to 1 over all, by the shares of types and the weights within a type."""
    source = words("units")
    found: list[Trade] = []
    for kind, about in source["types"].items():
        rows = source["trades"][kind]
        whole = sum(row["weight"] for row in rows)
        found += [_trade(kind, about, row, about["share"] * row["weight"] / whole / 100) for row in rows]
    return tuple(found)


def _trade(kind: str, about: dict[str, Any], row: dict[str, Any], weight: float) -> Trade:
    return Trade(
        type=kind,
        names=tuple(row["words"]),
        code=row["code"],
        weight=weight,
        scope=row["scope"],
        suffixes=tuple(row.get("suffix", COMPANY if kind in COMPANY_TYPES else [""])),
        groups=(*about["groups"], *row.get("groups", ())),
        counties=tuple(row.get("counties", about.get("counties", ()))),
        place=tuple(about["place"]),
        workers=(about["workers"][0], about["workers"][1]),
        equipment=(about["equipment"][0], about["equipment"][1]),
        points=about["points"],
    )


@dataclass(frozen=True, slots=True)
class PointKind:
    """A kind of risk point. `odds`: probabilities of blue, yellow, orange, red that the inputs aim at."""

    name: str
    category: str
    accidents: tuple[str, ...]
    exposure: float
    consequence: float
    odds: tuple[float, ...]
    shape: str = "point"
    responsible: str = ""


@cache
def kinds() -> tuple[PointKind, ...]:
    """Every kind of point: those of units by group, then those that belong to no unit."""
    return tuple(k for group in words("points")["groups"] for k in kinds_of(group)) + public_kinds()


@cache
def kinds_of(group: str) -> tuple[PointKind, ...]:
    return tuple(_kind(row) for row in words("points")["groups"][group])


@cache
def public_kinds() -> tuple[PointKind, ...]:
    return tuple(_kind(row) for row in words("points")["public"]["kinds"])


def _kind(row: list[Any]) -> PointKind:
    name, category, accidents, exposure, consequence, odds, *rest = row
    share = tuple(percent / 100 for percent in words("points")["odds"][odds])
    return PointKind(name, category, tuple(accidents), exposure, consequence, share, *rest)
