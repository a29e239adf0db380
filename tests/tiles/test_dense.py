"""Close tiles over dense ground: small enough, and each point either drawn singly or counted, never neither nor both."""

import math
import random
from collections import Counter

import pytest
from django.contrib.gis.geos import LineString, Point

from safegrid.domain.drawn import PointDrawn
from safegrid.domain.scope import sees
from safegrid.store.models import Enterprise, RiskPoint, Site
from safegrid.store.queries import tiles as queries

from .ground import CITY_SCOPE, Ground, ids, inside, point, points_in, tile_of, tiles_over, unit
from .mvt import Feature
from .town import Town, scopes

KB = 1024
PLENTY = 10_000
NAMES = ("red", "orange", "rest")


def tier(live: int, base: int) -> int:
    return min({live, base} & {1, 2, 3}, default=4)


def limit(monkeypatch: pytest.MonkeyPatch, **limits: int) -> None:
    for name in ("EACH", "CLOSE_SINGLY", "UNITS_EACH", "VERTICES"):
        monkeypatch.setattr(queries, name, limits.get(name.lower(), PLENTY))


def counted(bins: list[Feature]) -> Counter[int]:
    """Points of each firm level."""
    total: Counter[int] = Counter()
    for feature in bins:
        total.update({int(k[1]): n for k, n in feature.tags.items() if k[0] == "n"})
    return total


@pytest.mark.parametrize("z", [14, 15])
@pytest.mark.parametrize(("each", "singly"), [(0, 0), (0, 5), (3, 2), (9, 6), (PLENTY, 0)])
def test_every_point_in_sight_is_drawn_singly_or_counted_once(
    town: Town, monkeypatch: pytest.MonkeyPatch, z: int, each: int, singly: int
) -> None:
    limit(monkeypatch, each=each, close_singly=singly)
    here: dict[tuple[int, int, int], list[PointDrawn]] = {}
    for p in town.points:
        here.setdefault(tile_of(Point(p.lon, p.lat), z), []).append(p)
    some = 0
    for scope in scopes(town):
        for tile in tiles_over(z):
            layers = points_in(scope, tile)
            mine = [p for p in here.get(tile, []) if sees(scope, p)]
            single = ids(layers.get("point", [])) & {p.id for p in mine}
            summed = [p for p in mine if p.id not in single]
            some += len(summed)
            assert counted(layers.get("bin", [])) == Counter(p.firm for p in summed)
            drawn = [tier(p.live, p.base) for p in mine if p.id in single]
            left = [tier(p.live, p.base) for p in summed]
            assert not drawn or not left or max(drawn) < min(left), "a part of a level looks like all of it"
            told = Counter(NAMES[min(t, 3) - 1] for t in left)
            assert [f.tags for f in layers.get("more", [])] == ([dict(told)] if left else [])
    assert some > 0 if each == 0 else each < PLENTY or some == 0


@pytest.mark.parametrize("z", [14, 16])
def test_a_tile_that_draws_all_is_the_same_by_either_statement(
    town: Town, monkeypatch: pytest.MonkeyPatch, z: int
) -> None:
    for scope in scopes(town):
        for tile in {tile_of(Point(p.lon, p.lat), z) for p in town.points[:20]}:
            found = []
            for first in (14, 99):
                monkeypatch.setattr(queries, "SPARSE_FROM", first)
                found.append(points_in(scope, tile))
            assert found[0] == found[1]


@pytest.mark.parametrize("too_many", ["EACH", "UNITS_EACH", "VERTICES"])
def test_whatever_is_too_much_leaves_the_simple_statement(
    town: Town, monkeypatch: pytest.MonkeyPatch, too_many: str
) -> None:
    for name in ("EACH", "CLOSE_SINGLY", "UNITS_EACH", "VERTICES"):
        monkeypatch.setattr(queries, name, 0 if name == too_many else PLENTY)
    told = set()
    for tile in tiles_over(16):
        told |= {name for f in points_in(CITY_SCOPE, tile).get("more", []) for name in f.tags}
    expected = {"EACH": {"rest"}, "UNITS_EACH": {"unit"}, "VERTICES": {"shape"}}
    assert told == expected[too_many]


def test_a_bin_shows_the_worst_of_what_it_counts(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    limit(monkeypatch, each=0, close_singly=2)
    for live, base in ((1, 4), (2, 2), (3, 4), (4, 3), (4, 4), (0, 0)):
        point(inside(0.5), ground.communities[0], live=live, base=base)
    layers = points_in(CITY_SCOPE, tile_of(inside(0.5), 15))
    assert [f.tags["l"] for f in layers["point"]] == [2, 1]
    assert [f.tags for f in layers["bin"]] == [{"l": 3, "n3": 1, "n4": 2, "n0": 1}]
    assert [f.tags for f in layers["more"]] == [{"rest": 4}]
    limit(monkeypatch, each=0, close_singly=1)
    layers = points_in(CITY_SCOPE, tile_of(inside(0.5), 15))
    assert [f.tags["l"] for f in layers["point"]] == [1]
    assert [f.tags for f in layers["bin"]] == [{"l": 2, "n2": 1, "n3": 1, "n4": 2, "n0": 1}]


@pytest.mark.parametrize("z", [14, 16])
def test_a_point_on_an_edge_is_counted_in_one_tile(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, z: int
) -> None:
    limit(monkeypatch, each=0)
    monkeypatch.setattr(queries, "CLOSE_SINGLY", 0)
    edge, at = 113.90625, 34.01  # of 256 columns one begins there, so at every zoom from 8
    for n in range(5):
        point(Point(edge, at + n / 10_000, srid=4326), ground.communities[0])
    _, x, y = tile_of(Point(edge, at), z)
    heaps = [
        counted(points_in(CITY_SCOPE, (z, x + dx, y + dy)).get("bin", []))
        for dx in (-1, 0, 1)
        for dy in (-1, 0, 1)
    ]
    assert sum(heap.total() for heap in heaps) == 5


def test_units_that_do_not_fit_are_said(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = [unit(inside(0.5), ground.communities[0], live=level).pk for level in (1, 2)]
    for _ in range(3):
        unit(inside(0.5), ground.communities[0], live=4)
    tile = tile_of(inside(0.5), 15)
    for most, drawn, more in ((5, 5, []), (4, 2, [{"unit": 3}]), (1, 1, [{"unit": 4}])):
        limit(monkeypatch, units_each=most)
        layers = points_in(CITY_SCOPE, tile)
        assert len(layers["unit"]) == drawn
        assert set(bad[:drawn]) <= ids(layers["unit"])
        assert [f.tags for f in layers.get("more", [])] == more


def test_outlines_that_do_not_fit_are_said_and_keep_their_marks(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = LineString(inside(0.4), inside(0.6), srid=4326)
    red = point(line, ground.communities[0], live=1).pk
    blue = point(line, ground.communities[0]).pk
    tile = tile_of(inside(0.5), 14)
    for most, drawn, more in ((20, {red, blue}, []), (19, {red}, [{"shape": 1}]), (9, set(), [{"shape": 2}])):
        limit(monkeypatch, vertices=most)
        layers = points_in(CITY_SCOPE, tile)
        assert ids(layers["point"]) == {red, blue}
        assert ids(layers.get("shape", [])) == drawn
        assert [f.tags for f in layers.get("more", [])] == more


@pytest.mark.parametrize("heaped", [3_300, 9_000])
def test_no_close_tile_is_larger_than_120_kb(ground: Ground, heaped: int) -> None:
    """As many as are all drawn singly, and far more: beside more units and longer lines than a tile takes."""
    z, x, y = tile_of(inside(1.5), 14)
    dice = random.Random(heaped)
    places = [_somewhere(dice, z, x, y) for _ in range(heaped)]
    levels = [1] * 4 + [2] * 8 + [3] * 12 + [4] * 75 + [0]
    RiskPoint.objects.bulk_create(
        _point(9_000_000 + n, place, dice.choice(levels), dice, ground) for n, place in enumerate(places)
    )
    wave = LineString([(p.x, p.y) for p in sorted(places[:100], key=lambda p: p.x)], srid=4326)
    for level in [1] * 40 + [4] * 90:
        point(wave, ground.communities[1], live=level)
    made = Enterprise.objects.bulk_create(
        Enterprise(
            name=f"许昌示意精细化工有限公司{n}",
            unit_type="factory",
            industry="C",
            affiliation="county",
            live=dice.choice(levels),
        )
        for n in range(900)
    )
    Site.objects.bulk_create(
        Site(unit=u, geom=_somewhere(dice, z, x, y), cell_id=ground.communities[1], main=True) for u in made
    )
    for close in range(14, 19):
        for tile in {tile_of(place, close) for place in places[:20]}:
            assert _size(tile) <= 120 * KB
    layers = points_in(CITY_SCOPE, (z, x, y))
    assert ("bin" in layers) == (heaped > queries.EACH)
    assert {"shape", "unit", "point"} <= set(layers)


def _size(tile: tuple[int, int, int]) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        return len(queries.points_tile(cursor, CITY_SCOPE, tile))


def _point(pk: int, place: Point, level: int, dice: random.Random, ground: Ground) -> RiskPoint:
    base = level if dice.random() < 0.8 else 4
    return RiskPoint(
        pk=pk,
        name="储罐",
        category="设备",
        geom=place,
        owner_point=place,
        cell_id=ground.communities[1],
        live=level,
        firm=level,
        base=base,
        version=dice.randrange(1, 400),
    )


def _somewhere(dice: random.Random, z: int, x: int, y: int) -> Point:
    lon = (x + dice.uniform(0.001, 0.999)) / 2**z * 360 - 180
    row = math.pi * (1 - 2 * (y + dice.uniform(0.001, 0.999)) / 2**z)
    return Point(lon, math.degrees(math.atan(math.sinh(row))), srid=4326)
