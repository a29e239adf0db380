"""Invented units of the demo city (G13, G14, L5): what they do, where they stand, who they are."""

import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safegrid.domain.uscc import ALPHABET, check_character

from .logins import STORY_UNIT_NAME, Story
from .names import UnitNames, person_name, random_uuid, telephone
from .rows import UnitRow
from .terrain import SEAT, Lonlat, Terrain
from .words import Trade, trades, words

AFFILIATION_SHARES = {"central": 1, "province": 2, "city": 8, "county": 19, "other": 70}
PUBLIC_SHARES = {"central": 1, "province": 2, "city": 15, "county": 52, "other": 30}
CLASS_SHARES = {
    "chemical": (5, 35, 60),
    "mine": (0, 20, 80),
    "factory": (52, 36, 12),
    "fuel_station": (10, 75, 15),
}
OTHER_CLASSES = (70, 27, 3)
GRADE_SHARES = (24, 22, 40, 12.6, 1.4)
STANDARD_SHARES = (46, 2, 15, 34, 3)
PUBLIC_TYPES = frozenset({"school", "hospital", "public_facility"})
NO_USCC_SHARE = {"shop": 0.18, "school": 0.06, "building_site": 0.5}
SECOND_SITE_SHARE = 0.04
STORY_TRADE = "C3670"


@dataclass(frozen=True)
class Units:
    """Units in id order (id = position + 1). `places`, `cells`: main sites; `seconds`: further sites by position."""

    rows: list[UnitRow]
    trade: list[Trade]
    places: Lonlat
    cells: NDArray[np.int64]
    seconds: dict[int, tuple[tuple[float, float], int]]


def build_units(terrain: Terrain, story: Story, count: int, seed: int) -> Units:
    """Build `count` units. The first is the one of the story (`logins`)."""
    rng = np.random.default_rng([seed, 101])
    dice = random.Random(f"units {seed}")  # noqa: S311 - invented data, no secret
    chosen = _trades(count, rng)
    county = _counties(terrain, chosen, rng)
    setting = _settings(chosen, rng)
    setting[0] = SEAT
    places, cells = terrain.draw(county, setting, rng)
    (cell,) = terrain.near(story.township, 1)
    places[0], cells[0] = terrain.inner[cell].round(7), cell
    maker = _Maker(terrain, dice)
    rows = [maker.row(i, chosen[i], int(cells[i])) for i in range(count)]
    _tell_the_story(rows[0], terrain.above(cell)[0])
    second = np.flatnonzero(rng.random(count) < SECOND_SITE_SHARE)
    second = second[second > 0]
    at, where = terrain.draw(county[second], setting[second], rng)
    seconds = {int(i): ((float(x), float(y)), int(c)) for i, (x, y), c in zip(second, at, where, strict=True)}
    return Units(rows, chosen, places, cells, seconds)


def _trades(count: int, rng: np.random.Generator) -> list[Trade]:
    every = trades()
    weights = np.array([t.weight for t in every])
    drawn = rng.choice(len(every), size=count, p=weights / weights.sum())
    chosen = [every[i] for i in drawn]
    chosen[0] = next(t for t in every if t.code == STORY_TRADE)
    return chosen


def _counties(terrain: Terrain, chosen: list[Trade], rng: np.random.Generator) -> NDArray[np.int64]:
    """Counties by their communities, urban ones twice as heavy; a trade at home somewhere mostly stays there."""
    urban = np.array([d.urban for d in terrain.ground.communities])
    weights = np.bincount(terrain.county_of, np.where(urban, 2.0, 1.0))
    county = rng.choice(len(weights), size=len(chosen), p=weights / weights.sum())
    stays = rng.random(len(chosen)) < 0.85
    for i, trade in enumerate(chosen):
        homes = [k for k, code in enumerate(terrain.counties) if code[:6] in trade.counties]
        if homes and stays[i]:
            county[i] = homes[int(county[i]) % len(homes)]
    return county


def _settings(chosen: list[Trade], rng: np.random.Generator) -> NDArray[np.int64]:
    bounds = np.cumsum([t.place for t in chosen], axis=1)
    return np.asarray((rng.random(len(chosen))[:, None] * bounds[:, -1:] >= bounds).sum(axis=1))


class _Maker:
    """Writes unit rows one after another."""

    def __init__(self, terrain: Terrain, dice: random.Random) -> None:
        self._terrain, self._dice, self._names = (
            terrain,
            dice,
            UnitNames(dice, terrain.ground.gazetteer.city.name),
        )

    def row(self, i: int, trade: Trade, cell: int) -> UnitRow:
        terrain, dice = self._terrain, self._dice
        community = terrain.ground.communities[cell]
        county, township = terrain.above(cell)
        village = terrain.village(cell)
        low, high = trade.workers
        workers = int(low * (high / low) ** dice.random()) if low > 1 else dice.randint(low, high)
        principal = person_name(dice)
        public = trade.type in PUBLIC_TYPES
        affiliation = PUBLIC_SHARES if public else AFFILIATION_SHARES
        return UnitRow(
            id=i + 1,
            uuid=random_uuid(dice),
            name=self._names.draw(trade, county, township, village),
            uscc=_uscc(i, trade, community.code, dice),
            unit_type=trade.type,
            industry=trade.code[0],
            industry4=trade.code,
            affiliation=dice.choices(tuple(affiliation), tuple(affiliation.values()))[0],
            danger_class=dice.choices("ABC", CLASS_SHARES.get(trade.type, OTHER_CLASSES))[0],
            annual_grade=dice.choices(range(5), GRADE_SHARES)[0],
            standard_grade=0 if public else dice.choices(range(5), STANDARD_SHARES)[0],
            key_unit=trade.type in ("chemical", "mine") or (workers > 200 and dice.random() < 0.3),
            address=f"{county}{township}{village}{dice.randint(1, 299)}号（演示地址）",
            business_code=f"演示-{i + 1:07d}",
            registration_type=_registration(public, dice),
            scale=_scale(workers),
            business_scope=f"{trade.scope}。（演示数据，单位为虚构）",
            principal=principal,
            principal_phone=telephone(20_000_000 + i),
            safety_org=dice.choice(words("units")["safety_orgs"]) if workers > 30 else "",
            safety_staff=1 + workers // 120 if workers > 10 else 0,
            workers=workers,
            special_workers=int(workers * dice.uniform(0, 0.12)) if trade.equipment[1] else 0,
            major_hazard=_major_hazard(trade, dice),
            special_equipment=dice.randint(*trade.equipment),
        )


def _registration(public: bool, dice: random.Random) -> str:
    source = words("units")
    return (
        "事业单位" if public else str(dice.choices(source["registration"], source["registration_shares"])[0])
    )


def _scale(workers: int) -> str:
    return "大型" if workers >= 1000 else "中型" if workers >= 300 else "小型" if workers >= 20 else "微型"


def _major_hazard(trade: Trade, dice: random.Random) -> int:
    risky = {"tank", "ammonia", "cold", "gas"} & set(trade.groups)
    if not risky or dice.random() > (0.3 if trade.type == "chemical" else 0.06):
        return 0
    return dice.choices((4, 3, 2, 1), (55, 30, 11, 4))[0]


def _uscc(i: int, trade: Trade, code: str, dice: random.Random) -> str | None:
    """A valid code (GB 32100) whose body begins with MADE, a range of our own; None where there is none yet."""
    if dice.random() < NO_USCC_SHARE.get(trade.type, 0.01):
        return None
    office = "12" if trade.type in PUBLIC_TYPES else "92" if trade.type == "shop" else "91"
    digits, n = "", i
    for _ in range(4):
        n, digit = divmod(n, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    body = f"{office}{code[:6]}MADE{digits}"
    body += _organisation_check(body[8:16])
    return body + check_character(body)


def _organisation_check(body: str) -> str:
    """Check character of the nine-character organisation code (GB 11714)."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    values = [int(c, 36) for c in body]
    rest = 11 - sum(w * v for w, v in zip(weights, values, strict=True)) % 11
    return "X" if rest == 10 else "0" if rest == 11 else str(rest)


def _tell_the_story(row: UnitRow, county: str) -> None:
    """Unit 1 stays clean, so that one hazard alone changes its colour; its figures are those of its books."""
    row.name = county + STORY_UNIT_NAME
    row.affiliation, row.danger_class, row.annual_grade, row.standard_grade = "other", "A", 2, 2
    row.major_hazard, row.key_unit, row.workers, row.scale = 0, False, 120, "小型"
    row.special_workers, row.special_equipment, row.safety_staff = 3, 2, 1
