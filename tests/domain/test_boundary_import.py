"""Whatever a file draws, what is taken in is an exact coverage of the same ground; what it leaves stays to the last float."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.affinity import translate
from shapely.geometry import box

from domain.test_boundaries import FRAME, SIDE, SOUTH, WEST, ragged, squares, whole
from safegrid.domain.boundary_import import SNAP, TakenIn, take_in
from safegrid.domain.boundary_problems import area_m2, other_ground
from safegrid.domain.refusals import Refusal

ALL = frozenset(range(90, 100))
STEP = SIDE / 3


def apart(ground, *ids):
    return [ground.cells[i] for i in (ids or ground.cells)]


def taken(ground, outlines, townships=ALL):
    result = take_in(ground, outlines, townships)
    assert isinstance(result, TakenIn), result
    after = ground.with_cells(dict(result.cells))
    assert shapely.coverage_is_valid(after.shapes(after.cells))
    assert bool(np.all(shapely.is_valid(after.shapes(after.cells))))
    assert whole(after).area == pytest.approx(whole(ground).area, rel=1e-9)
    return result, after


def kinds(result):
    return {change.cell: change.kind for change in result.changes}


@pytest.mark.parametrize("noise", [0, 5e-7, 5e-6], ids=["none", "5 cm", "half a metre"])
def test_what_a_conversion_moved_comes_back_to_its_place(noise):
    """Every outline is moved by itself, as by writing fewer digits or by undoing a shifted system."""
    ground, rng = squares(), np.random.default_rng(3)
    outlines = [
        replace(c, shape=shapely.transform(c.shape, lambda xy: xy + rng.uniform(-noise, noise, 2)))
        for c in apart(ground)
    ]
    assert take_in(ground, outlines, ALL) == Refusal("NOTHING_CHANGES")


def test_a_cell_drawn_larger_takes_from_its_neighbours_alone():
    ground = squares()
    middle = ground.cells[5]
    larger = box(WEST + STEP * 0.75, SOUTH + STEP, WEST + 2 * STEP, SOUTH + 2 * STEP)
    result, after = taken(ground, [replace(middle, shape=larger)])
    assert kinds(result) == {4: "changed", 5: "changed"}
    by_cell = {change.cell: change for change in result.changes}
    assert by_cell[5].gained_m2 == pytest.approx(by_cell[4].lost_m2, rel=1e-6)
    assert by_cell[5].gained_m2 == pytest.approx(area_m2(larger) - area_m2(middle.shape), rel=1e-3)
    assert not other_ground(after.cells[5].shape, larger)


def test_ground_left_between_outlines_goes_to_the_neighbour_with_the_longest_edge():
    ground = squares()
    smaller = box(WEST + STEP * 1.2, SOUTH + STEP, WEST + 2 * STEP, SOUTH + 2 * STEP)
    result, after = taken(ground, [replace(ground.cells[5], shape=smaller)])
    strip = shapely.difference(ground.cells[5].shape, smaller)
    assert result.gaps_m2 == pytest.approx(area_m2(strip), rel=1e-3)
    before = ground.cells[4].shape.area + ground.cells[5].shape.area
    assert after.cells[4].shape.area + after.cells[5].shape.area == pytest.approx(before, rel=1e-9)


def test_outlines_that_overlap_are_taken_apart_and_told():
    ground = squares()
    left, right = ground.cells[4], ground.cells[5]
    both = box(WEST, SOUTH + STEP, WEST + STEP * 1.1, SOUTH + 2 * STEP)
    result, _ = taken(ground, [replace(left, shape=both), right])
    assert result.overlaps_m2 == pytest.approx(area_m2(shapely.intersection(both, right.shape)), rel=1e-3)


def test_a_new_outline_is_a_new_cell_and_what_it_swallows_is_gone():
    ground = squares()
    made = replace(
        ground.cells[5],
        id=99,
        code="411002009999",
        name="新村",
        shape=shapely.union_all(ground.shapes([5, 6])),
    )
    result, after = taken(ground, [made])
    assert kinds(result) == {99: "new", 5: "gone", 6: "gone"}
    assert after.cells[99].name == "新村"


def test_another_name_alone_moves_nothing():
    ground = squares()
    result, _ = taken(ground, [replace(ground.cells[5], name="新名")])
    assert kinds(result) == {5: "renamed"}
    assert result.changes[0].was == "村4"


def test_other_townships_keep_their_ground():
    ground = squares()
    wide = box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)  # all nine
    result, after = taken(ground, [replace(ground.cells[5], shape=wide)], townships={91})
    assert kinds(result) == {4: "gone", 5: "changed", 6: "gone"}
    for other in (1, 2, 3, 7, 8, 9):
        assert after.cells[other].shape.equals(ground.cells[other].shape)


def test_outlines_elsewhere_are_refused():
    ground = squares()
    far = replace(ground.cells[5], shape=translate(ground.cells[5].shape, 1, 1))
    assert take_in(ground, [far], ALL) == Refusal("IMPORT_OUTSIDE")


seeds = st.lists(
    st.tuples(
        st.floats(WEST + 0.002, WEST + SIDE - 0.002), st.floats(SOUTH + 0.002, SOUTH + SIDE - 0.002)
    ).map(lambda at: (round(at[0], 4), round(at[1], 4))),
    min_size=3,
    max_size=12,
    unique=True,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(before=seeds, drawn=seeds, dirt=st.floats(-4 * SNAP, 4 * SNAP), kept=st.integers(1, 12))
def test_any_outlines_become_an_exact_coverage(before, drawn, dirt, kept):
    """Other cells of the same frame, each a little too large or too small, some of them left out."""
    ground = ragged(before)
    outlines = [
        replace(
            c,
            id=1000 + i,
            code=f"n{i:03d}",
            parent=90,
            shape=shapely.buffer(c.shape, dirt, join_style="mitre"),
        )
        for i, c in list(ragged(drawn).cells.items())[:kept]
    ]
    assert FRAME.covers(whole(ground))
    result = take_in(ground, [o for o in outlines if not o.shape.is_empty], ALL)
    if isinstance(result, Refusal):
        assert result.code in {"NOTHING_CHANGES", "IMPORT_OUTSIDE"}
        return
    taken(ground, outlines)
