"""The ground: real codes and outlines, generated communities as one exact coverage."""

from collections import Counter, defaultdict

import numpy as np
import shapely

from safegrid.domain.boundary_bands import BANDS
from safegrid.domain.coverage import derive_parents, problems
from safegrid.ingest.demo.boundary_rows import all_levels, community_shapes, parent_ids
from safegrid.ingest.demo.city import City
from safegrid.ingest.demo.ground import build_ground
from safegrid.ingest.demo.logins import story_of
from safegrid.ingest.divisions import Gazetteer, read_gazetteer

SNAP = 2e-7
"""Twice the grid that all coordinates snap to, degrees."""


def test_every_community_with_an_outline_has_one_polygon(city: City, gazetteer: Gazetteer) -> None:
    ground = city.terrain.ground
    with_outline = {
        d.code for d in gazetteer.divisions if d.level == 4 and d.code[:6] + "000000" in gazetteer.outlines
    }
    assert {d.code for d in ground.communities} == with_outline
    assert len(with_outline) == 2_478
    assert len({d.parent for d in ground.communities}) == 103
    assert {shape.geom_type for shape in ground.shapes} == {"Polygon"}


def test_codes_without_an_outline_stay_in_the_tree(city: City, gazetteer: Gazetteer) -> None:
    zone = [d for d in gazetteer.divisions if d.code.startswith("411071")]
    shapes = community_shapes(city)
    assert Counter(d.level for d in zone) == {2: 1, 3: 2, 4: 27}
    assert not {city.cell_ids[d.code] for d in zone} & set(shapes)


def test_communities_are_an_exact_coverage(city: City) -> None:
    shapes = community_shapes(city)
    levels = all_levels(city, shapes)
    parents = {cell: shape for cell, shape in levels.items() if cell not in shapes}
    townships = set(derive_parents(shapes, parent_ids(city)))
    of_townships = {cell: shape for cell, shape in parents.items() if cell in townships}
    assert problems(shapes, of_townships, parent_ids(city)) == []


def test_every_level_is_a_valid_coverage_of_single_pieces(city: City) -> None:
    below = community_shapes(city)
    for expected in (103, 6, 1):
        below = derive_parents(below, parent_ids(city))
        assert len(below) == expected
        assert shapely.coverage_is_valid(np.array(list(below.values()), dtype=object))
        assert {shape.geom_type for shape in below.values()} == {"Polygon"}


def test_counties_keep_their_given_outline(city: City, gazetteer: Gazetteer) -> None:
    levels = all_levels(city, community_shapes(city))
    for code, outline in gazetteer.outlines.items():
        derived = levels[city.cell_ids[code]]
        assert shapely.hausdorff_distance(derived, outline) < SNAP


def test_low_zoom_shapes_stay_joined(city: City) -> None:
    from safegrid.domain.coverage import simplified

    shapes = community_shapes(city)
    vertices = [
        sum(map(shapely.get_num_coordinates, shapes.values())),
    ]
    for tolerance in sorted(t for t in BANDS if t):
        band = simplified(shapes, tolerance)
        assert shapely.coverage_is_valid(np.array(list(band.values()), dtype=object))
        vertices.append(sum(map(shapely.get_num_coordinates, band.values())))
    assert vertices == sorted(vertices, reverse=True)
    assert len(set(vertices)) == len(BANDS)


def test_known_seats_lie_in_their_township(city: City, gazetteer: Gazetteer) -> None:
    terrain = city.terrain
    codes = list(gazetteer.seats)
    owners = terrain.owner(np.array([gazetteer.seats[code] for code in codes]))
    found = [terrain.ground.communities[cell].parent for cell in owners]
    assert len(codes) == 21
    assert found == codes


def test_towns_have_smaller_communities_than_the_country(city: City) -> None:
    areas = defaultdict(list)
    for division, shape in zip(city.terrain.ground.communities, city.terrain.ground.shapes, strict=True):
        areas[division.urban].append(shape.area)
    assert np.median(areas[True]) < 0.7 * np.median(areas[False])


def test_the_same_seed_makes_the_same_ground(city: City, gazetteer: Gazetteer) -> None:
    again = build_ground(gazetteer, city.order.seed)
    other = build_ground(gazetteer, city.order.seed + 1)
    mine = shapely.to_wkb(city.terrain.ground.shapes)
    assert (shapely.to_wkb(again.shapes) == mine).all()
    assert not (shapely.to_wkb(other.shapes) == mine).all()


def test_another_city_of_the_data_can_be_built() -> None:
    other = read_gazetteer("320400")
    ground = build_ground(other, 1)
    assert len(ground.communities) == sum(
        d.level == 4 for d in other.divisions if d.code.startswith("320412")
    )
    assert shapely.coverage_is_valid(ground.shapes)
    assert story_of(other).county == "320412000000"
