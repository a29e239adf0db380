"""Invented risk points of the demo city: what they are, where, and the inputs of their assessment.

Kept as arrays, so that a million fit in memory; `point_rows` writes them out one by one with their levels.
"""

import random
from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from safegrid.domain.ownership import owner_point
from safegrid.domain.pack_model import RulePack

from .assessment import assess
from .logins import STORY_POINT, STORY_POINT_NAME, STORY_UNIT
from .terrain import COUNTRY, KM_LAT, SEAT, TOWN, Lonlat, Terrain
from .units import Units
from .words import PointKind, Trade, kinds, kinds_of, public_kinds

PUBLIC_SHARE = 0.035
RESIDUAL_SHARE = 0.14
SPREAD_KM = 0.09
UNOWNED = 6
"""Public points a little outside all cells: legal, and shown as unowned."""
AREA_NAMES = ("储罐区", "堆场", "采场边坡", "排土场", "深基坑", "油罐区")
NO_UNIT = -1


@dataclass(frozen=True)
class Points:
    """Points in id order (id = position + 1).

    `unit`: position of the unit or NO_UNIT; `kind`: position in `words.kinds()`; `number`: running number among
    equal points of a unit; `inputs`: (n, 3) L, E, C, or likelihood and severity for LS; `shapes`: lines and areas.
    """

    unit: NDArray[np.int64]
    kind: NDArray[np.int64]
    number: NDArray[np.int64]
    places: Lonlat
    cells: NDArray[np.int64]
    method: NDArray[np.int8]
    inputs: NDArray[np.float64]
    direct_grade: NDArray[np.int8]
    residual_days: NDArray[np.int16]
    shapes: dict[int, BaseGeometry]
    touched: dict[int, tuple[int, ...]]

    def __len__(self) -> int:
        return len(self.unit)


def build_points(terrain: Terrain, units: Units, count: int, seed: int, pack: RulePack) -> Points:
    """Build `count` points: most at units by the weight of their type, some in public ground."""
    rng = np.random.default_rng([seed, 202])
    dice = random.Random(f"points {seed}")  # noqa: S311 - invented data, no secret
    public = int(count * PUBLIC_SHARE)
    unit, kind, number = _at_units(units, count - public, rng, dice)
    places = units.places[unit] + _spread(units.places[unit], rng)
    places[STORY_POINT - 1] = units.places[0]
    public_places, public_kind = _in_public(terrain, public, rng)
    unit = np.concatenate([unit, np.full(public, NO_UNIT)])
    kind = np.concatenate([kind, public_kind])
    number = np.concatenate([number, np.ones(public, dtype=np.int64)])
    places = np.concatenate([places, public_places]).round(7)
    shapes = _shapes(kind, places, dice)
    for i, shape in shapes.items():
        places[i] = shapely.get_coordinates(owner_point(shape))[0].round(7)
    cells = terrain.owner(places)
    drawn = list(shapes)
    method, inputs = assess(unit, kind, pack, rng)
    return Points(
        unit=unit,
        kind=kind,
        number=number,
        places=places,
        cells=cells,
        method=method,
        inputs=inputs,
        direct_grade=_direct(units, unit, kind),
        residual_days=_residuals(count, rng),
        shapes=shapes,
        touched=dict(zip(drawn, terrain.touched(list(shapes.values()), cells[drawn]), strict=True)),
    )


def _at_units(
    units: Units, count: int, rng: np.random.Generator, dice: random.Random
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Share the points out; every unit has one, the rest fall by weight."""
    weights = np.array([t.points for t in units.trade]) * rng.gamma(2.0, 0.5, len(units.trade))
    extra = max(0, count - len(weights))
    share = np.bincount(
        rng.choice(len(weights), size=extra, p=weights / weights.sum()), minlength=len(weights)
    )
    share += np.arange(len(weights)) < count
    share[0] = max(share[0], 8)
    share[1:] -= _trim(share[1:], int(share.sum()) - count)
    unit = np.repeat(np.arange(len(weights)), share)
    kind, number = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    at = 0
    for position, (trade, n) in enumerate(zip(units.trade, share.tolist(), strict=True)):
        own = _kinds_of_trade(trade)
        order = dice.sample(own, len(own))
        if position == STORY_UNIT - 1:
            order.sort(key=lambda k: kinds()[k].name != STORY_POINT_NAME)
        for j in range(n):
            kind[at], number[at] = order[j % len(order)], j // len(order) + 1
            at += 1
    return unit, kind, number


def _trim(share: NDArray[np.int64], surplus: int) -> NDArray[np.int64]:
    """Points to take away so that the total fits: from the fullest units."""
    taken = np.zeros_like(share)
    for i in np.argsort(-share, kind="stable")[:surplus]:
        taken[i] = 1
    return taken


@cache
def _kinds_of_trade(trade: Trade) -> list[int]:
    every = kinds()
    return sorted({every.index(k) for group in trade.groups for k in kinds_of(group)})


def _spread(around: Lonlat, rng: np.random.Generator) -> Lonlat:
    steps = rng.normal(0, SPREAD_KM * KM_LAT, around.shape)
    steps[:, 0] /= np.cos(np.radians(around[:, 1]))
    return steps


def _in_public(terrain: Terrain, count: int, rng: np.random.Generator) -> tuple[Lonlat, NDArray[np.int64]]:
    first = len(kinds()) - len(public_kinds())
    weights = np.bincount(terrain.county_of)
    county = rng.choice(len(weights), size=count, p=weights / weights.sum())
    setting = rng.choice([TOWN, SEAT, COUNTRY], size=count, p=[0.25, 0.2, 0.55])
    places, _ = terrain.draw(county, setting, rng)
    outside = min(UNOWNED, count)
    if outside:
        places[-outside:] = _just_outside(terrain, outside, rng)
    return places, rng.integers(first, len(kinds()), count)


def _just_outside(terrain: Terrain, count: int, rng: np.random.Generator) -> Lonlat:
    ring = shapely.union_all(terrain.ground.shapes).buffer(0.004).exterior
    return shapely.get_coordinates(shapely.line_interpolate_point(ring, rng.random(count), normalized=True))


def _shapes(kind: NDArray[np.int64], places: Lonlat, dice: random.Random) -> dict[int, BaseGeometry]:
    every = kinds()
    drawn = np.flatnonzero([every[k].shape != "point" or _is_area(every[k]) for k in kind])
    return {
        int(i): _line(places[i], dice) if every[kind[i]].shape == "line" else _area(places[i], dice)
        for i in drawn
        if every[kind[i]].shape != "point" or dice.random() < 0.35
    }


def _is_area(kind: PointKind) -> bool:
    return kind.name.endswith(AREA_NAMES)


def _line(start: NDArray[np.float64], dice: random.Random) -> BaseGeometry:
    """A pipeline or the like: a few stretches that keep their direction roughly."""
    heading, (x, y) = dice.uniform(0, 6.283), start.tolist()
    vertices = [(x, y)]
    for _ in range(dice.randint(3, 7)):
        heading += dice.gauss(0, 0.35)
        length = dice.uniform(0.2, 0.7) * KM_LAT
        x, y = x + length * np.cos(heading) / 0.828, y + length * np.sin(heading)
        vertices.append((round(float(x), 7), round(float(y), 7)))
    return shapely.LineString(vertices)


def _area(centre: NDArray[np.float64], dice: random.Random) -> BaseGeometry:
    """A turned rectangle of some dozen metres."""
    turn, a, b = dice.uniform(0, 3.1416), dice.uniform(0.02, 0.07), dice.uniform(0.015, 0.05)
    corners = np.array([(-a, -b), (a, -b), (a, b), (-a, b)]) * KM_LAT
    cos, sin = np.cos(turn), np.sin(turn)
    turned = corners @ np.array([[cos, sin], [-sin, cos]])
    return shapely.Polygon((centre + turned / np.array([0.828, 1.0])).round(7))


def _direct(units: Units, unit: NDArray[np.int64], kind: NDArray[np.int64]) -> NDArray[np.int8]:
    """The grade of a unit's major hazard installation rests on the first of its most dangerous points."""
    every = kinds()
    grades = np.array([row.major_hazard for row in units.rows], dtype=np.int8)
    heavy = np.array([k.consequence >= 40 and k.category in ("leak", "fire", "poisoning") for k in every])
    candidates = np.flatnonzero((unit >= 0) & heavy[kind] & (grades[unit] > 0))
    found = np.zeros(len(unit), dtype=np.int8)
    _, first = np.unique(unit[candidates], return_index=True)
    found[candidates[first]] = grades[unit[candidates[first]]]
    return found


def _residuals(count: int, rng: np.random.Generator) -> NDArray[np.int16]:
    """Days for which a residual level is still valid; negative = run out, 0 = there is none."""
    days = rng.integers(-40, 360, count)
    has = (rng.random(count) < RESIDUAL_SHARE) & (days != 0) & (np.arange(count) >= 8)
    return np.where(has, days, 0).astype(np.int16)
