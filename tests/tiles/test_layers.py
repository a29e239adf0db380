"""What each layer of the points source holds."""

import pytest
from django.contrib.gis.geos import LineString, Polygon
from django.utils import timezone

from safegrid.store.models import RiskPoint

from .ground import CITY_SCOPE, Ground, ids, inside, point, points_in, tile_of, tiles_over, unit

TILE = 16


def test_a_point_carries_levels_version_and_its_place(ground: Ground) -> None:
    made = point(inside(0.5), ground.communities[0], live=2, base=3, version=7)
    layers = points_in(CITY_SCOPE, tile_of(inside(0.5), TILE))
    (feature,) = layers["point"]
    assert (feature.id, feature.tags) == (made.pk, {"l": 2, "b": 3, "v": 7, "s": "p"})
    assert all(0 <= n <= 4096 for n in feature.points[0])
    assert set(layers) == {"point"}


def test_a_claim_is_red_and_marked_but_counted_as_firm(ground: Ground) -> None:
    made = point(inside(0.5), ground.communities[0], live=1, base=4, firm=4)
    (close,) = points_in(CITY_SCOPE, tile_of(inside(0.5), TILE))["point"]
    assert (close.tags["l"], close.tags["q"]) == (1, 1)
    far = points_in(CITY_SCOPE, tile_of(inside(0.5), 10))
    assert [(f.id, f.tags["l"], f.tags["q"]) for f in far["point"]] == [(made.pk, 1, 1)]
    (heap,) = far["bin"]
    assert (heap.tags["l"], heap.tags["n1"], heap.tags["n4"]) == (4, 0, 1)


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
        assert (heap.tags["l"], heap.tags["n1"], heap.tags["n4"]) == (1, 2, 30)


def test_bins_keep_communities_apart(ground: Ground) -> None:
    point(inside(0.9999), ground.communities[0])
    point(inside(1.0001), ground.communities[1])
    heaps = points_in(CITY_SCOPE, tile_of(inside(1), 8))["bin"]
    assert [heap.tags["n"] for heap in heaps] == [1, 1]


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
