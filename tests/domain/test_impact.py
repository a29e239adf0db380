"""The impact of a draft is what asking for every owner again would tell."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.test_boundaries import SIDE, SOUTH, WEST, edit_of, ragged, seeds, squares
from domain.test_boundaries import moves as edits
from safegrid.domain.boundaries import Edited, apply
from safegrid.domain.boundary_edits import ChangeParent, Dissolve, Merge
from safegrid.domain.boundary_ground import Ground
from safegrid.domain.impact import Places, flows, imbalance, moves, owners_after, workloads
from safegrid.domain.ownership import owner_of


def brute(ground, lon, lat):
    communities = [(c.id, c.code, c.shape) for c in ground.cells.values()]
    return [owner_of(x, y, communities) for x, y in zip(lon, lat, strict=True)]


def places_on(ground, spots):
    lon = np.array([WEST + SIDE * x for x, _ in spots])
    lat = np.array([SOUTH + SIDE * y for _, y in spots])
    owner = np.array(brute(ground, lon, lat), dtype=np.int64)
    ids = np.arange(1, len(spots) + 1)
    return Places(ids, lon, lat, owner, ids % 5)


thirds = st.integers(-1, 4).map(lambda n: n / 3)  # on edges and corners of the squares
offset = st.floats(-0.1, 1.1, allow_nan=False) | thirds


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seeds, edits, st.lists(st.tuples(offset, offset), min_size=1, max_size=60), st.booleans())
def test_moves_agree_with_asking_everybody_again(around, wanted, spots, regular):
    base = ground = squares() if regular else ragged(around)
    places = places_on(base, spots)
    for n, (kind, *numbers) in enumerate(wanted):
        result = apply(ground, edit_of(ground, kind, *numbers, new=1000 + n))
        if isinstance(result, Edited):
            ground = result.ground
    found = moves(base, ground, places)
    assert owners_after(places, found).tolist() == brute(ground, places.lon, places.lat)
    assert sum(flow.total for flow in flows(places, found)) == len(found.rows)
    assert all(flow.source != flow.target for flow in flows(places, found))


def test_flows_name_source_target_and_levels():
    ground = squares()
    places = places_on(ground, [(0.5, 0.5), (0.45, 0.5), (0.1, 0.1), (0.55, 0.45)])
    after = apply(ground, Merge(1, (5,)))
    assert isinstance(after, Edited)
    (flow,) = flows(places, moves(ground, after.ground, places))
    assert (flow.source, flow.target, flow.total) == (5, 1, 3)
    assert flow.levels == (0, 1, 1, 0, 1)


def test_nothing_moves_without_a_change_of_ground():
    ground = squares()
    places = places_on(ground, [(0.5, 0.5)])
    assert len(moves(ground, ground, places).rows) == 0
    other = apply(ground, ChangeParent(1, 77))
    assert isinstance(other, Edited)
    assert len(moves(ground, other.ground, places).rows) == 0


def test_ground_that_nobody_has_any_more_leaves_its_objects_unowned():
    ground = squares()
    places = places_on(ground, [(0.5, 0.5), (0.1, 0.1)])
    holed = Ground({i: c for i, c in ground.cells.items() if i != 5})
    assert owners_after(places, moves(ground, holed, places)).tolist() == [0, 1]


def test_workload_and_imbalance():
    ground = squares()
    after = apply(ground, Dissolve(5))
    assert isinstance(after, Edited)
    loads = workloads(
        ground, [1, 2], units={1: 4}, points={1: (0, 1, 0, 2, 5)}, weights={1: 40, 2: 10, 3: 3, 4: 1}
    )
    assert (loads[1].units, loads[1].risk) == (4, 40 + 6 + 5)
    assert loads[1].area_km2 == pytest.approx(7.3, rel=0.01)
    assert loads[1].walk_km == pytest.approx(0.7124 * (4 * loads[1].area_km2) ** 0.5)
    assert loads[2].walk_km == 0
    assert workloads(after.ground, [5], units={}, points={}, weights={})[5].area_km2 == 0
    assert imbalance([3, 3, 3]) == imbalance([]) == imbalance([0, 0]) == 0
    assert imbalance([1, 3]) == pytest.approx(0.5)
