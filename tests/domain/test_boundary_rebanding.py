"""What the zoom bands draw after a change, worked out near it alone, is what the whole city worked out anew gives."""

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safegrid.domain.boundaries import apply
from safegrid.domain.boundary_bands import BANDS, bands
from safegrid.domain.boundary_edits import ChangeParent, Dissolve, MoveVertex, Split
from safegrid.domain.boundary_ground import GRID, Community, Ground
from safegrid.domain.boundary_rebanding import Rebanding, changes
from safegrid.domain.refusals import Refusal

from .test_boundaries import SIDE, SOUTH, WEST, edit_of, moves, ragged

TOWNS, COUNTIES, CITY = range(9090, 9093), (9080, 9081), 9070


def winding(ground):
    """Ground with edges that wind, so that simplifying has something to take away."""

    def wind(xy):
        lon, lat = xy[:, 0], xy[:, 1]
        aside = [np.sin(lat * 9_000) + np.sin(lat * 2_300), np.cos(lon * 8_000) + np.sin(lon * 2_100)]
        return xy + 0.00015 * np.column_stack(aside)

    edges = shapely.line_merge(shapely.union_all(shapely.boundary(ground.shapes(ground.cells))))
    wound = shapely.transform(shapely.segmentize(edges, 0.0008), wind)
    parts = shapely.get_parts(shapely.polygonize([shapely.union_all([wound], grid_size=GRID)]))
    return Ground.of(
        Community(i, f"c{i:03d}", f"村{i}", TOWNS[i % 3], s) for i, s in enumerate(parts, start=1)
    )


def parents(ground):
    above = {town: COUNTIES[town % 2] for town in TOWNS} | dict.fromkeys(COUNTIES, CITY) | {CITY: 0}
    return above | {i: cell.parent for i, cell in ground.cells.items()}


def all_bands(ground):
    return dict(bands({i: c.shape for i, c in ground.cells.items()}, parents(ground)))


def alike(one, two):
    assert one.keys() == two.keys()
    for band in one:
        assert one[band].keys() == two[band].keys()
        for i, shape in one[band].items():
            assert shape.equals_exact(two[band][i], 0, normalize=True), (band, i)


def after(base, ground, before):
    return Rebanding(base, ground, parents(base), parents(ground)).after(before)


many_seeds = st.lists(
    st.tuples(st.integers(1, 79), st.integers(1, 79)), min_size=20, max_size=45, unique=True
).map(lambda places: [(WEST + x / 1000 + y * 1e-5, SOUTH + y / 1000 + x * 1e-5) for x, y in places])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(many_seeds, moves)
def test_any_edits_draw_what_the_whole_city_would(places, wanted):
    base = ground = winding(ragged(places))
    for n, (kind, *numbers) in enumerate(wanted):
        result = apply(ground, edit_of(ground, kind, *numbers, new=1000 + n))
        if not isinstance(result, Refusal):
            ground = result.ground
    found = after(base, ground, all_bands(base))
    alike(found, all_bands(ground))
    for band in range(len(BANDS)):
        communities = np.array([found[band][i] for i in ground.cells], dtype=object)
        assert shapely.coverage_is_valid(communities)


@pytest.fixture(scope="module")
def city():
    """Two hundred communities with winding edges."""
    step = SIDE / 14
    seeds = [
        (
            WEST + step * (i + 0.5 + 0.3 * np.sin(7 * i + j)),
            SOUTH + step * (j + 0.5 + 0.3 * np.cos(5 * j + i)),
        )
        for i in range(14)
        for j in range(14)
    ]
    ground = winding(ragged(seeds))
    assert shapely.get_num_coordinates(ground.shapes(ground.cells)).mean() > 15
    return ground


def test_only_what_is_near_is_drawn_anew(city):
    cell = city.cells[100]
    west, south, east, north = cell.shape.bounds
    x, inside = (west + east) / 2, cell.shape.representative_point()
    edit = Split(100, ((x, south - 0.01), (x, north + 0.01)), (inside.x, inside.y), 1000, "n", "新")
    ground = apply(city, edit).ground
    before = all_bands(city)
    found = after(city, ground, before)
    alike(found, all_bands(ground))
    drawn = dict(changes(before, found))
    assert {100, 1000} <= set(drawn[3])
    assert all(0 < len(cells) < 20 for cells in drawn.values())
    assert dict(changes(before, before)) == {band: [] for band in before}


def test_another_township_joins_both_anew(city):
    base = city.cells[100]
    ground = apply(city, ChangeParent(100, TOWNS[(base.parent - TOWNS[0] + 1) % 3])).ground
    found = after(city, ground, all_bands(city))
    alike(found, all_bands(ground))


def test_a_community_that_is_no_more_is_drawn_nowhere(city):
    ground = apply(city, Dissolve(100)).ground
    found = after(city, ground, all_bands(city))
    assert all(100 not in shapes for shapes in found.values())
    alike(found, all_bands(ground))


def test_what_comes_out_otherwise_nearby_has_the_whole_city_drawn_anew(city):
    before = all_bands(city)
    at = shapely.get_coordinates(city.cells[100].shape)[1]
    moved = apply(city, MoveVertex(tuple(at), (at[0] + 1e-5, at[1] + 1e-5))).ground
    stale = {
        band: shapes | {i: shapes[i].buffer(1e-6) for i in city.cells} for band, shapes in before.items()
    }
    found = after(city, moved, {**stale, 3: before[3]})
    alike(found, all_bands(moved))
