"""The cells source: outlines by area of sight, simplified by zoom, with names where they fit."""

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon

from safegrid.domain.scope import NOTHING, Scope
from safegrid.store.models import BoundaryVersion, CellShape, GridCell
from safegrid.store.queries import tiles as queries
from safegrid.store.queries.tiles import band_of, labels_of

from .ground import CITY_SCOPE, START, Ground, cells_in, ids, inside, point, tile_of, unit


def shown(scope: Scope, ground: Ground, z: int = 9) -> set[int]:
    return ids(cells_in(scope, ground.version, tile_of(inside(2), z)).get("cell", []))


def test_the_city_sees_every_cell_below_it_with_name_and_parent(ground: Ground) -> None:
    features = cells_in(CITY_SCOPE, ground.version, tile_of(inside(2), 9))["cell"]
    rows = GridCell.objects.filter(level__gte=2)
    assert {f.id: f.tags for f in features} == {
        c.pk: {"level": c.level, "code": c.code, "name": c.name, "parent": c.parent_id} for c in rows
    }


def test_a_community_is_shown_with_the_cells_above_it_alone(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = Scope(frozenset({ground.communities[2]}))
    assert shown(scope, ground) == {ground.communities[2], ground.townships[1], ground.county}
    monkeypatch.setattr(queries, "FEW", 0)
    assert shown(scope, ground) == {ground.communities[2], ground.townships[1], ground.county}
    assert shown(NOTHING, ground) == set()


def test_sight_by_unit_or_industry_shows_the_ground_of_those_objects(ground: Ground) -> None:
    a, b, c, d = ground.communities
    mine = unit(inside(0.5), a, "C")
    unit(inside(3.5), d, "F")
    point(inside(1.5), b, unit=mine)
    first, second = ground.townships
    above_first = {first, ground.county}
    assert shown(Scope(frozenset(), frozenset({mine.pk})), ground) == {a, b} | above_first
    assert shown(Scope(frozenset(), frozenset(), frozenset({("C", None)})), ground) == {a, b} | above_first
    bounded = Scope(frozenset(), frozenset(), frozenset({("F", frozenset({c, d}))}))
    assert shown(bounded, ground) == {d, second, ground.county}


def test_each_zoom_draws_its_own_simplification(ground: Ground) -> None:
    far_away = Polygon.from_bbox((0, 0, 1, 1))
    CellShape.objects.filter(band=1).update(geom=MultiPolygon(far_away, srid=3857))
    drawn = {z: bool(shown(CITY_SCOPE, ground, z)) for z in range(5, 15)}
    assert drawn == {z: z not in {9, 10} for z in range(5, 15)}
    assert [band_of(z) for z in (5, 8, 9, 10, 11, 12, 13, 20)] == [0, 0, 1, 1, 2, 2, 3, 3]


def test_names_stand_where_their_level_is_read(ground: Ground) -> None:
    place = inside(0.5)
    layers = {
        z: cells_in(CITY_SCOPE, ground.version, tile_of(place, z)).get("label", []) for z in range(5, 15)
    }
    levels = {z: {f.tags["level"] for f in features} for z, features in layers.items()}
    assert levels[8] == {2}
    assert levels[9] == levels[10] == {2, 3}
    assert levels[14] == {4}
    assert labels_of(13) == [3, 4]
    assert {f.tags["name"] for f in layers[14]} == {"村0"}


def test_another_boundary_version_is_another_tile(ground: Ground) -> None:
    later = BoundaryVersion.objects.create(name="第二版", published_at=START)
    first, second = ground.communities[:2]
    moved = CellShape.objects.get(cell=first, band=1)
    CellShape.objects.filter(cell__in=[first, second], band=1).update(until=later)
    CellShape.objects.create(cell=moved.cell, version=later, band=1, level=4, geom=moved.geom)
    layers = cells_in(CITY_SCOPE, later.pk, tile_of(inside(0.5), 10))
    before = shown(CITY_SCOPE, ground)
    assert ids(layers["cell"]) == before - {second}
    assert len(before) == 7
