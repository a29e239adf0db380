"""What each layer of the points source holds."""

import pytest
from django.contrib.gis.geos import LineString, Polygon
from django.db import connection
from django.utils import timezone

from safegrid.domain.scope import Scope
from safegrid.store.models import Pyramid, RiskPoint
from safegrid.store.queries import tiles as queries

from .ground import CITY_SCOPE, Ground, ids, inside, point, points_in, tile_of, tiles_over, unit
from .mvt import decode

TILE = 16


def test_a_point_carries_levels_version_and_its_place(ground: Ground) -> None:
    made = point(inside(0.5), ground.communities[0], live=2, base=3, version=7)
    layers = points_in(CITY_SCOPE, tile_of(inside(0.5), TILE))
    (feature,) = layers["point"]
    assert (feature.id, feature.tags) == (made.pk, {"l": 2, "b": 3, "v": 7})
    assert all(0 <= n <= 4096 for n in feature.points[0])
    assert set(layers) == {"point"}


def test_a_claim_is_red_and_marked_but_counted_as_firm(ground: Ground) -> None:
    made = point(inside(0.5), ground.communities[0], live=1, base=4, firm=4)
    (close,) = points_in(CITY_SCOPE, tile_of(inside(0.5), TILE))["point"]
    assert (close.tags["l"], close.tags["q"]) == (1, 1)
    far = points_in(CITY_SCOPE, tile_of(inside(0.5), 10))
    assert [(f.id, f.tags["l"], f.tags["q"]) for f in far["point"]] == [(made.pk, 1, 1)]
    (heap,) = far["bin"]
    assert heap.tags == {"l": 4, "n4": 1}


def test_lines_and_areas_are_drawn_with_their_owner_points(ground: Ground) -> None:
    line = point(LineString(inside(0.4), inside(0.6), srid=4326), ground.communities[0])
    corners = [inside(0.45, 0.4), inside(0.45, 0.6), inside(0.55, 0.4), inside(0.45, 0.4)]
    area = point(Polygon([c.coords for c in corners], srid=4326), ground.communities[0])
    shown: dict[str, dict[int, str]] = {"point": {}, "shape": {}}
    for tile in tiles_over(TILE):
        layers = points_in(CITY_SCOPE, tile)
        shown["point"] |= {f.id: f.tags["s"] for f in layers.get("point", [])}
        shown["shape"] |= {f.id: f.kind for f in layers.get("shape", [])}
    assert shown == {"point": {line.pk: "l", area.pk: "a"}, "shape": {line.pk: 2, area.pk: 3}}


def test_a_unit_stands_once_at_its_main_site(ground: Ground) -> None:
    made = unit(inside(0.5), ground.communities[0], supervision=2, live=1, stopped=True, version=3)
    made.sites.create(geom=inside(1.5), cell_id=ground.communities[1], main=False)
    found = [f for tile in tiles_over(TILE) for f in points_in(CITY_SCOPE, tile).get("unit", [])]
    tags = {"l": 1, "m": 2, "v": 3, "t": "factory", "x": 1, "n": "许昌示意化工"}
    assert [(f.id, f.tags) for f in found] == [(made.pk, tags)]


def test_what_left_the_map_leaves_the_tiles(ground: Ground) -> None:
    old = point(inside(0.5), ground.communities[0], live=1, base=1)
    shut = unit(inside(0.5), ground.communities[0])
    for z in (10, 15):
        assert points_in(CITY_SCOPE, tile_of(inside(0.5), z))
    RiskPoint.objects.filter(pk=old.pk).update(retired_at=timezone.now())
    type(shut).objects.filter(pk=shut.pk).update(closed_at=timezone.now())
    for z in (10, 15):
        assert points_in(CITY_SCOPE, tile_of(inside(0.5), z)) == {}


@pytest.mark.parametrize("z", range(5, 21))
def test_red_is_never_hidden_by_blue(ground: Ground, z: int) -> None:
    place = inside(0.5)
    reds = {point(place, ground.communities[0], live=1).pk for _ in range(2)}
    for _ in range(30):
        point(place, ground.communities[0])
    layers = points_in(CITY_SCOPE, tile_of(place, z))
    assert reds <= ids(layers["point"])
    # drawn last, so on top
    assert {f.id for f in layers["point"][-2:]} == reds
    if z < 14:
        (heap,) = layers["bin"]
        assert heap.tags == {"l": 4, "n1": 2, "n4": 30}


def test_a_bucket_counts_the_communities_in_sight_alone(ground: Ground) -> None:
    mine, other = ground.communities[:2]
    point(inside(0.9999), mine)
    point(inside(1.0001), other, live=3, base=3)
    tile = tile_of(inside(1), 8)
    assert [heap.tags for heap in points_in(CITY_SCOPE, tile)["bin"]] == [{"l": 3, "n3": 1, "n4": 1}]
    assert [heap.tags for heap in points_in(Scope(frozenset({mine})), tile)["bin"]] == [{"l": 4, "n4": 1}]


@pytest.mark.parametrize(
    ("reds", "oranges", "drawn", "more"),
    [
        (2, 1, {1, 2}, None),
        (2, 2, {1}, {"orange": 2}),
        (4, 1, set(), {"red": 4, "orange": 1}),
    ],
)
def test_what_does_not_fit_singly_is_said_and_stays_in_the_bins(
    ground: Ground,
    monkeypatch: pytest.MonkeyPatch,
    reds: int,
    oranges: int,
    drawn: set[int],
    more: dict[str, int] | None,
) -> None:
    monkeypatch.setattr(queries, "SINGLY", 3)
    for level, number in ((1, reds), (2, oranges), (4, 9)):
        for _ in range(number):
            point(inside(0.5), ground.communities[0], live=level, base=level)
    for scope in (CITY_SCOPE, Scope(frozenset(ground.communities))):
        layers = points_in(scope, tile_of(inside(0.5), 11))
        assert {f.tags["l"] for f in layers.get("point", [])} == drawn
        assert [f.tags for f in layers.get("more", [])] == ([more] if more else [])
        (heap,) = layers["bin"]
        worst = min({1, 2, 4} - drawn)
        assert heap.tags == {"l": worst, "n1": reds, "n2": oranges, "n4": 9}


def test_a_bucket_of_nothing_costs_no_tile(ground: Ground) -> None:
    point(inside(0.5), ground.communities[0])
    tile = tile_of(inside(0.5), 11)
    points_in(CITY_SCOPE, tile)
    own = Pyramid.objects.get(z=11)
    sums = ("n", "l0", "l1", "l2", "b0", "b1", "b2", "b3", "b4", "s1", "s2", "sx", "sy")
    nothing = dict.fromkeys(sums, 0) | {"l3": -2, "l4": 2}
    Pyramid.objects.create(z=11, x=own.x, y=own.y, bucket=own.bucket + 1, cell=7, **nothing)
    with connection.cursor() as cursor:
        layers = decode(queries.points_tile(cursor, CITY_SCOPE, tile))
    assert [heap.tags for heap in layers["bin"]] == [{"l": 4, "n4": 1}]


def test_whoever_sees_by_industry_gets_the_same_layers(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "SINGLY", 3)
    works = unit(inside(0.5), ground.communities[0])
    for level in (1, 1, 2, 2, 4):
        point(inside(0.5), ground.communities[0], unit=works, live=level, base=level)
    tile = tile_of(inside(0.5), 11)
    by_industry = points_in(Scope(frozenset(), industries=frozenset({("C", None)})), tile)
    by_cell = points_in(Scope(frozenset(ground.communities)), tile)
    for layer in by_cell:
        assert [f.tags for f in by_industry[layer]] == [f.tags for f in by_cell[layer]]
    assert by_cell["more"][0].tags == {"orange": 2}


def test_red_lines_and_areas_have_their_shape_from_zoom_12(ground: Ground) -> None:
    red = point(LineString(inside(0.4), inside(0.6), srid=4326), ground.communities[0], live=1)
    point(LineString(inside(0.4), inside(0.6), srid=4326), ground.communities[0])
    assert "shape" not in points_in(CITY_SCOPE, tile_of(inside(0.5), 11))
    assert ids(points_in(CITY_SCOPE, tile_of(inside(0.5), 12))["shape"]) == {red.pk}


def test_marks_reach_into_the_neighbouring_tile_within_the_buffer(ground: Ground) -> None:
    z, x, y = tile_of(inside(0.5), TILE)
    side = 360 / 2**z
    edge = x * side - 180
    place = inside(0.5)
    place.x = edge + side * 60 / 4096
    near = point(place, ground.communities[0])
    place.x = edge + side * 70 / 4096
    far = point(place, ground.communities[0])
    assert ids(points_in(CITY_SCOPE, (z, x, y))["point"]) == {near.pk, far.pk}
    assert ids(points_in(CITY_SCOPE, (z, x - 1, y))["point"]) == {near.pk}
