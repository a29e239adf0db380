"""Invented content of the further layers (示意): targets, resources, cameras, sites, accidents, pipelines, zones.

The same seed gives the same features; only dates follow the moment of loading.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from safegrid.actions.layers import NewFeature

from .city import City
from .logins import STORY_CELLS, story_of
from .names import telephone, village_stem
from .terrain import KM_LAT, NOWHERE, Terrain
from .words import words

ORIGIN = "示意数据 · generated"
SEED = 404
BENDS = 9
SWAY_KM = 1.4
OUTWARD_KM = 24.0
ACCIDENT_DAYS = 900


@dataclass(frozen=True)
class _Spot:
    """Where a feature stands."""

    shape: shapely.Point
    county: str
    township: str
    village: str


def layer_contents(city: City) -> dict[str, list[NewFeature]]:
    """Features of every imported layer of the demo city, by the layer's code."""
    rng = np.random.default_rng([city.order.seed, SEED])
    return {
        "protected": list(_targets(city, rng)),
        "resources": list(_resources(city, rng)),
        "cameras": list(_cameras(city, rng)),
        "sites": list(_sites(city, rng)),
        "accidents": list(_accidents(city, rng)),
        "pipelines": list(_pipelines(city.terrain, rng)),
        "zones": list(_zones(city.terrain)),
    }


def _spots(city: City, count: int, setting: int, rng: np.random.Generator) -> Iterator[_Spot]:
    """Likely places all over the city; the story's communities stay as they are told."""
    terrain, story = city.terrain, story_of(city.gazetteer)
    quiet = {cell for town in (story.township, story.other) for cell in terrain.near(town, STORY_CELLS)}
    county = rng.integers(len(terrain.counties), size=count * 2)
    places, cells = terrain.draw(county, np.full(len(county), setting), rng)
    kept = [i for i, cell in enumerate(cells.tolist()) if cell not in quiet][:count]
    for i in kept:
        cell = int(cells[i])
        where, town = terrain.above(cell) if cell != NOWHERE else ("", "")
        yield _Spot(shapely.Point(*places[i]), where, town, terrain.village(cell))


def _targets(city: City, rng: np.random.Generator) -> Iterator[NewFeature]:
    for kind, about in words("layers")["protected"].items():
        for n, spot in enumerate(_spots(city, about["count"], about["setting"], rng)):
            people = _between(about["people"], rng)
            attrs = {"kind": kind, "people": people, "address": _address(spot, n), "phone": _phone(kind, n)}
            yield NewFeature(f"{spot.county}{spot.village}{_pick(about, rng)}", attrs, spot.shape)


def _resources(city: City, rng: np.random.Generator) -> Iterator[NewFeature]:
    for kind, about in words("layers")["resources"].items():
        for n, spot in enumerate(_spots(city, about["count"], about["setting"], rng), start=1):
            name = _pick(about, rng).format(n=f"{n:03d}")
            attrs: dict[str, Any] = {"kind": kind, "keeper": f"{spot.county}消防救援大队"}
            if about["stock"]:
                attrs |= {
                    "people": _between(about["people"], rng),
                    "stock": about["stock"][int(rng.integers(len(about["stock"])))],
                    "keeper": f"{spot.county}应急管理局",
                    "phone": _phone(kind, n),
                }
            yield NewFeature(name if kind == "hydrant" else f"{spot.township}{name}", attrs, spot.shape)


def _cameras(city: City, rng: np.random.Generator) -> Iterator[NewFeature]:
    for kind, about in words("layers")["cameras"].items():
        for n, spot in enumerate(_spots(city, about["count"], about["setting"], rng), start=1):
            name = _pick(about, rng).format(n=f"{n:03d}")
            attrs = {
                "kind": kind,
                "number": f"演示-{kind[:2].upper()}{n:05d}",
                "keeper": f"{spot.county}公安分局",
            }
            yield NewFeature(f"{spot.village}{name}", attrs, spot.shape)


def _sites(city: City, rng: np.random.Generator) -> Iterator[NewFeature]:
    for kind, about in words("layers")["sites"].items():
        for n, spot in enumerate(_spots(city, about["count"], about["setting"], rng)):
            until = (city.now + timedelta(days=int(rng.integers(40, 700)))).date().isoformat()
            builder = f"许昌示例第{int(rng.integers(1, 9))}建筑工程公司"
            attrs = {"kind": kind, "builder": builder, "until": until, "address": _address(spot, n)}
            yield NewFeature(f"{spot.township}{spot.village}{_pick(about, rng)}", attrs, spot.shape)


def _accidents(city: City, rng: np.random.Generator) -> Iterator[NewFeature]:
    for kind, about in words("layers")["accidents"].items():
        for spot in _spots(city, about["count"], int(rng.integers(0, 3)), rng):
            at = (city.now - timedelta(days=int(rng.integers(20, ACCIDENT_DAYS)))).date().isoformat()
            deaths = int(rng.choice([0, 0, 0, 1, 1, 2]))
            cause = about["causes"][int(rng.integers(len(about["causes"])))]
            attrs = {
                "kind": kind,
                "at": at,
                "deaths": deaths,
                "injuries": int(rng.integers(0, 6)),
                "cause": cause,
            }
            yield NewFeature(f"{spot.township}“{at[5:]}”{_pick(about, rng)}", attrs, spot.shape)


def _pipelines(terrain: Terrain, rng: np.random.Generator) -> Iterator[NewFeature]:
    source = words("layers")["pipelines"]
    centres = [np.array(terrain.ground.centres[code]) for code in terrain.counties]
    for n, (name, kind, diameter, pressure, start, end) in enumerate(source["routes"]):
        line = _bent(centres[start], centres[end], rng)
        yield NewFeature(name, _pipe(source, kind, diameter, pressure, n), line)
    name, kind, diameter, pressure, start = source["outward"]
    west, south, _, _ = shapely.total_bounds(terrain.ground.shapes)
    edge = np.array([west, south])
    away = edge + (edge - centres[start]) / np.hypot(*(edge - centres[start])) * OUTWARD_KM * KM_LAT
    yield NewFeature(name, _pipe(source, kind, diameter, pressure, 90), _bent(edge, away, rng))


def _pipe(source: dict[str, Any], kind: str, diameter: int, pressure: float, n: int) -> dict[str, Any]:
    keeper = source["keepers"][kind]
    return {
        "kind": kind, "diameter": diameter, "pressure": pressure, "keeper": keeper, "phone": _phone("pipe", n)
    }  # fmt: skip


def _bent(
    start: "np.ndarray[Any, Any]", end: "np.ndarray[Any, Any]", rng: np.random.Generator
) -> BaseGeometry:
    """A line with a few bends, as pipelines keep away from towns."""
    along = np.linspace(0, 1, BENDS)[:, None]
    ends = np.minimum(along, 1 - along) * 4
    sway = rng.normal(0, SWAY_KM * KM_LAT, (BENDS, 2)) * np.minimum(ends, 1)
    return shapely.LineString((start + (end - start) * along + sway).round(6))


def _zones(terrain: Terrain) -> Iterator[NewFeature]:
    """Zones keep their own division code; their ground stays with the communities that it was carved from."""
    taken: set[int] = set()
    for n, (name, kind, code, county, park, count) in enumerate(words("layers")["zones"]["areas"]):
        away = np.hypot(*(terrain.inner - terrain.parks[county][park]).T)
        near = [int(i) for i in np.argsort(away, kind="stable") if int(i) not in taken][:count]
        own = [i for i in near if terrain.county_of[i] == county or kind != "park"]
        taken.update(own)
        shape = shapely.coverage_union_all(np.array([terrain.ground.shapes[i] for i in own], dtype=object))
        attrs = {
            "kind": kind, "code": code or "（无独立区划代码）", "ownership": _carved(terrain, own),
            "keeper": f"{village_stem(name)}管理委员会", "phone": _phone("zone", n),
        }  # fmt: skip
        yield NewFeature(name, attrs, shape)


def _carved(terrain: Terrain, cells: list[int]) -> str:
    counties: dict[str, int] = {}
    for cell in cells:
        name = terrain.above(cell)[0]
        counties[name] = counties.get(name, 0) + 1
    parts = "、".join(f"{name} {n} 个社区（村）" for name, n in sorted(counties.items(), key=lambda c: -c[1]))
    return f"由 {parts} 划入；网格归属不变"


def _address(spot: _Spot, n: int) -> str:
    return f"{spot.county}{spot.township}{spot.village}{n % 97 + 1}号（演示地址）"


def _phone(kind: str, n: int) -> str:
    block = sum(kind.encode()) % 90 + 10
    return telephone(block * 100_000 + n)


def _pick(about: dict[str, Any], rng: np.random.Generator) -> str:
    return str(about["words"][int(rng.integers(len(about["words"])))])


def _between(limits: list[int], rng: np.random.Generator) -> int:
    low, high = limits
    return int(low * (high / low) ** rng.random()) if low else 0
