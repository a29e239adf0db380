"""Whatever is drawn, the ground stays an exact coverage, keeps its outline, and can be undone to the last float."""

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon, box

from safegrid.domain import coverage
from safegrid.domain.boundaries import Edited, apply
from safegrid.domain.boundary_edits import (
    ChangeParent,
    Dissolve,
    InsertVertex,
    Merge,
    MoveVertex,
    NewCell,
    RedrawEdge,
    RemoveVertex,
    Split,
    Transfer,
)
from safegrid.domain.boundary_ground import GRID, Community, Ground
from safegrid.domain.boundary_overlay import common_edge
from safegrid.domain.refusals import Refusal

WEST, SOUTH, SIDE = 113.0, 34.0, 0.08
FRAME = box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)


def squares(n=3):
    """n × n squares; square 1 + column + n × row."""
    step = SIDE / n
    return Ground.of(
        Community(1 + i + n * j, f"41100200{i + n * j:04d}", f"村{i + n * j}", 90 + j, box(
            WEST + i * step, SOUTH + j * step, WEST + (i + 1) * step, SOUTH + (j + 1) * step
        ))
        for j in range(n) for i in range(n)
    )  # fmt: skip


def ragged(seeds):
    """Ground of Voronoi cells around places, edges matched."""
    lines = shapely.voronoi_polygons(shapely.MultiPoint(seeds), extend_to=FRAME, only_edges=True)
    inside = shapely.intersection(lines, FRAME)
    noded = shapely.union_all([inside, shapely.boundary(FRAME)], grid_size=GRID)
    parts = shapely.get_parts(shapely.polygonize([noded]))
    return Ground.of(Community(i, f"c{i:03d}", f"村{i}", 90 + i % 3, s) for i, s in enumerate(parts, start=1))


def whole(ground):
    return shapely.union_all(ground.shapes(ground.cells))


def same(a, b):
    keys = list(a.cells) == list(a.cells) and set(a.cells) == set(b.cells)
    return keys and all(
        a.cells[i].shape.equals_exact(b.cells[i].shape, 0) and a.cells[i].name == b.cells[i].name
        for i in a.cells
    )


def exact(ground):
    return coverage.problems({i: c.shape for i, c in ground.cells.items()}) == []


def done(ground, edit):
    result = apply(ground, edit)
    assert isinstance(result, Edited), result
    assert exact(result.ground)
    back = apply(result.ground, result.undo)
    assert isinstance(back, Edited)
    assert same(back.ground, ground)
    again = apply(back.ground, edit)
    assert isinstance(again, Edited)
    assert same(again.ground, result.ground)
    return result.ground


def refused(ground, edit):
    result = apply(ground, edit)
    assert isinstance(result, Refusal), result
    return result.code


CENTRE = (round(WEST + SIDE / 3, 7), round(SOUTH + SIDE / 3, 7))


def test_a_vertex_shared_by_four_moves_in_all_of_them():
    ground = squares()
    to = (CENTRE[0] + 0.004, CENTRE[1] + 0.003)
    after = done(ground, MoveVertex(CENTRE, to))
    assert [i for i in ground.cells if not after.cells[i].shape.equals(ground.cells[i].shape)] == [1, 2, 4, 5]
    assert sum(c.shape.area for c in after.cells.values()) == pytest.approx(SIDE**2)


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (MoveVertex((WEST, SOUTH), (WEST - 0.001, SOUTH)), "OUTER_EDGE"),
        (MoveVertex((WEST + 0.001, SOUTH), (WEST, SOUTH)), "VERTEX_UNKNOWN"),
        (MoveVertex(CENTRE, (WEST + SIDE * 0.9, SOUTH + SIDE * 0.9)), "SHAPE_CROSSES"),
        (MoveVertex(CENTRE, CENTRE), "NOTHING_CHANGES"),
        (RemoveVertex(CENTRE), "VERTEX_NEEDED"),
        (RemoveVertex((WEST, SOUTH)), "OUTER_EDGE"),
        (InsertVertex((WEST, SOUTH), CENTRE, (WEST + 0.01, SOUTH + 0.01)), "EDGE_UNKNOWN"),
        (Split(1, ((WEST - 1, SOUTH - 1), (WEST - 1, SOUTH)), (WEST, SOUTH), 50, "c", "新"), "SPLIT_NOT_TWO"),
        (Split(77, ((0, 0), (1, 1)), (0, 0), 50, "c", "新"), "CELL_UNKNOWN"),
        (Split(1, ((0, 0), (1, 1)), (0, 0), 2, "c", "新"), "CELL_EXISTS"),
        (Transfer(1, 9, ((0, 0), (1, 1)), (0, 0)), "NOT_NEIGHBOURS"),
        (RedrawEdge(1, 9, ((0, 0), (1, 1))), "NOT_NEIGHBOURS"),
        (RedrawEdge(1, 2, ((WEST, SOUTH), (WEST, SOUTH + 0.01))), "EDGE_UNKNOWN"),
        (ChangeParent(1, 90), "NOTHING_CHANGES"),
        (NewCell(50, "z", "区", 90, Polygon([(113, 34), (113.1, 34.1), (113.1, 34), (113, 34.1)])), "SHAPE_CROSSES"),
        (NewCell(5, "z", "区", 90, FRAME), "CELL_EXISTS"),
    ],
)  # fmt: skip
def test_refusals(edit, code):
    assert refused(squares(), edit) == code


def test_a_split_puts_its_ends_into_the_neighbours():
    ground = squares()
    step = SIDE / 3
    x = round(WEST + step * 1.4, 7)
    line = ((x, SOUTH + step - 0.01), (x + 0.002, SOUTH + step * 1.5), (x, SOUTH + 2 * step + 0.01))
    after = done(ground, Split(5, line, (x - 0.004, SOUTH + step * 1.5), 50, "411002000050", "新村"))
    assert after.cells[50].parent == ground.cells[5].parent
    assert after.cells[50].shape.area + after.cells[5].shape.area == pytest.approx(step**2, rel=1e-5)
    for neighbour in (2, 8):
        assert len(shapely.get_coordinates(after.cells[neighbour].shape)) == 6


def test_a_line_that_cuts_three_pieces_is_refused():
    step = SIDE / 3
    low, high = SOUTH + step - 0.01, SOUTH + 2 * step + 0.01
    zigzag = ((WEST + step * 1.2, low), (WEST + step * 1.4, high), (WEST + step * 1.6, low))
    assert refused(squares(), Split(5, zigzag, (0, 0), 50, "c", "新")) == "SPLIT_NOT_TWO"


def test_a_piece_goes_to_the_neighbour():
    step = SIDE / 3
    x = round(WEST + step * 1.25, 7)
    line = ((x, SOUTH + step * 0.9), (x, SOUTH + step * 2.1))
    after = done(squares(), Transfer(5, 4, line, (x - 0.001, SOUTH + step * 1.5)))
    assert after.cells[4].shape.area == pytest.approx(step**2 * 1.25, rel=1e-4)
    assert refused(squares(), Transfer(5, 4, line, (x, SOUTH))) == "SIDE_UNCLEAR"


def test_a_shared_edge_is_drawn_anew_between_two_places_on_it():
    step = SIDE / 3
    x, low, high = WEST + step, SOUTH + step * 0.2, SOUTH + step * 0.8
    after = done(squares(), RedrawEdge(1, 2, ((x, low), (x + 0.005, SOUTH + step * 0.5), (x, high))))
    gained = 0.5 * (high - low) * 0.005
    assert after.cells[1].shape.area == pytest.approx(step**2 + gained, rel=1e-4)
    other = done(squares(), RedrawEdge(2, 1, ((x, high), (x + 0.005, SOUTH + step * 0.5), (x, low))))
    assert other.cells[1].shape.area == pytest.approx(after.cells[1].shape.area)


def test_merging_and_dissolving():
    ground = squares()
    after = done(ground, Merge(1, (1, 2, 5)))
    assert set(after.cells) == {1, 3, 4, 6, 7, 8, 9}
    longer = done(
        ground,
        Transfer(1, 2, ((WEST, SOUTH + 0.005), (WEST + 0.05, SOUTH + 0.005)), (WEST + 0.001, SOUTH + 0.001)),
    )
    assert set(done(longer, Dissolve(5)).cells) == set(range(1, 10)) - {5}
    assert refused(Ground.of([ground.cells[1]]), Dissolve(1)) == "NOT_NEIGHBOURS"


def test_a_zone_is_carved_out_of_many_and_of_unowned_ground():
    ground = squares()
    zone = box(WEST + 0.01, SOUTH + 0.01, WEST + 0.06, SOUTH + 0.06)
    after = done(ground, NewCell(50, "411071000000", "经开区", 95, zone))
    assert 5 not in after.cells  # it lay in the zone wholly
    assert after.cells[50].shape.equals(after.cells[50].shape.union(zone))
    beyond = done(
        ground, NewCell(51, "x", "外", 95, box(WEST + SIDE - 0.01, SOUTH, WEST + SIDE + 0.02, SOUTH + 0.01))
    )
    assert whole(beyond).area > whole(ground).area


def test_another_township_is_no_change_of_shape():
    after = done(squares(), ChangeParent(1, 77))
    assert after.cells[1].parent == 77


seeds = st.lists(st.tuples(st.integers(1, 79), st.integers(1, 79)), min_size=6, max_size=18, unique=True).map(
    lambda places: [(WEST + x / 1000 + y * 1e-5, SOUTH + y / 1000 + x * 1e-5) for x, y in places]
)
part = st.floats(0.05, 0.95)
moves = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 999), part, part, part, part), min_size=1, max_size=8
)


def edit_of(ground, kind, pick, a, b, c, d, new):
    """Some edit of the present ground; many are refused, which is part of the test."""
    ids = sorted(ground.cells)
    cell = ground.cells[ids[pick % len(ids)]]
    ring = shapely.get_coordinates(shapely.get_exterior_ring(shapely.get_parts(cell.shape)[0]))[:-1]
    i = pick % len(ring)
    at, following = tuple(ring[i]), tuple(ring[(i + 1) % len(ring)])
    west, south, east, north = cell.shape.bounds
    across = ((west - 0.01, south + (north - south) * a), (east + 0.01, south + (north - south) * b))
    inside = cell.shape.representative_point()
    beside = [j for j in ground.near(cell.shape) if j != cell.id] or [cell.id]
    other = beside[pick % len(beside)]
    if kind <= 1:
        return MoveVertex(at, (at[0] + (a - 0.5) * 0.01, at[1] + (b - 0.5) * 0.01))
    if kind == 2:
        where = (at[0] + (following[0] - at[0]) * a + b * 1e-6, at[1] + (following[1] - at[1]) * a)
        return InsertVertex(at, following, where)
    if kind == 3:
        return RemoveVertex(at)
    if kind == 4:
        return Split(cell.id, across, (inside.x, inside.y), new, f"n{new}", "新")
    if kind == 5:
        return Transfer(cell.id, other, across, (inside.x, inside.y))
    if kind == 6:
        return Merge(cell.id, (other,))
    if kind == 7:
        return Dissolve(cell.id)
    if kind == 8:
        x, y = west + (east - west) * a, south + (north - south) * b
        return NewCell(new, f"n{new}", "区", 90, box(x, y, x + 0.02 * c, y + 0.02 * d).intersection(FRAME))
    edges = common_edge(cell.shape, ground.cells[other].shape) if other != cell.id else []
    edge = edges[0] if edges else LineString([at, following])
    start, end = edge.interpolate(a * 0.4, normalized=True), edge.interpolate(1 - b * 0.4, normalized=True)
    middle = ((start.x + end.x) / 2 + (c - 0.5) * 0.005, (start.y + end.y) / 2 + (d - 0.5) * 0.005)
    return RedrawEdge(cell.id, other, ((start.x, start.y), middle, (end.x, end.y)))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seeds, moves)
def test_any_sequence_keeps_the_coverage_and_is_undone_to_the_identical_start(places, wanted):
    start = ground = ragged(places)
    assert exact(start)
    outline, undos = whole(start), []
    for n, (kind, *numbers) in enumerate(wanted):
        result = apply(ground, edit_of(ground, kind, *numbers, new=1000 + n))
        if isinstance(result, Refusal):
            continue
        ground = result.ground
        undos.append(result.undo)
        shapes = ground.shapes(ground.cells)
        assert shapely.coverage_is_valid(shapes)
        assert shapely.is_valid(shapes).all()
        assert shapely.symmetric_difference(whole(ground), outline).area < GRID * outline.length
        assert np.array_equal(np.round(shapely.get_coordinates(shapes), 7), shapely.get_coordinates(shapes))
    for undo in reversed(undos):
        back = apply(ground, undo)
        assert isinstance(back, Edited)
        ground = back.ground
    assert same(ground, start)


def test_points_keep_one_owner_after_edits():
    ground = done(squares(), MoveVertex(CENTRE, (CENTRE[0] + 0.004, CENTRE[1] + 0.003)))
    inside = [i for i, c in ground.cells.items() if c.shape.contains(Point(CENTRE))]
    assert inside == [1]
