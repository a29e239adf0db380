"""Ownership, incoming geometry, coverages."""

import json
from dataclasses import dataclass
from time import perf_counter

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiLineString, Point, Polygon, box

from safegrid.domain import coverage
from safegrid.domain.geometry import (
    MAX_BYTES,
    MAX_VERTICES,
    check_place,
    check_shape,
    read_geojson,
    read_mapping,
)
from safegrid.domain.ownership import OwnerIndex, metres_between, owner_of, owner_point, touched
from safegrid.domain.refusals import Refusal

STEP = 0.01
WEST, SOUTH, SIDE = 113.0, 33.0, 6


def square(column: int, row: int) -> Polygon:
    return box(WEST + column * STEP, SOUTH + row * STEP, WEST + (column + 1) * STEP, SOUTH + (row + 1) * STEP)


# Ids fall while codes rise, so that a tie-break by id would show.
GRID = [
    (1000 - i, f"4110020010{i:02d}", square(i % SIDE, i // SIDE)) for i in range(SIDE * SIDE)
]  # fmt: skip
INDEX = OwnerIndex.of(GRID[::-1])
# Multiples of half a step hit edges and corners of the squares often.
on_lattice = st.integers(-1, 2 * SIDE + 1).map(lambda n: n * STEP / 2)
anywhere = st.floats(-0.02, SIDE * STEP + 0.02, allow_nan=False)
offsets = st.lists(st.tuples(on_lattice | anywhere, on_lattice | anywhere), min_size=1, max_size=40)


@given(offsets)
def test_one_by_one_and_in_bulk_agree(places):
    lon = np.array([WEST + x for x, _ in places])
    lat = np.array([SOUTH + y for _, y in places])
    bulk = INDEX.owners(lon, lat)
    assert bulk.tolist() == [owner_of(x, y, GRID) for x, y in zip(lon, lat, strict=True)]


@given(anywhere, anywhere)
def test_a_place_inside_has_exactly_one_owner_and_the_lowest_code_wins(x, y):
    lon, lat = WEST + x, SOUTH + y
    holders = [(code, cell) for cell, code, area in GRID if area.intersects(Point(lon, lat))]
    assert owner_of(lon, lat, GRID) == (min(holders)[1] if holders else 0)
    assert owner_of(lon, lat, GRID) == owner_of(lon, lat, reversed(GRID))


def test_edges_and_corners():
    assert owner_of(WEST + STEP / 2, SOUTH + STEP / 2, GRID) == 1000
    edge_lon = square(0, 0).bounds[2]
    assert owner_of(edge_lon, SOUTH + STEP / 2, GRID) == 1000
    assert owner_of(WEST - STEP, SOUTH, GRID) == 0
    assert owner_of(113, 33, []) == 0


def test_owner_points_and_touched():
    line = LineString([(WEST + STEP / 4, SOUTH + STEP / 2), (WEST + 2.25 * STEP, SOUTH + STEP / 2)])
    middle = owner_point(line)
    assert middle.equals_exact(Point(WEST + 1.25 * STEP, SOUTH + STEP / 2), 1e-9)
    owner = owner_of(middle.x, middle.y, GRID)
    assert owner == 999
    assert touched(line, owner, GRID) == (998, 1000)
    short = LineString([(WEST, SOUTH), (WEST, SOUTH + 0.001)])
    assert owner_point(MultiLineString([short, line])).equals(middle)
    horseshoe = Polygon([(0, 0), (9, 0), (9, 9), (8, 9), (8, 1), (1, 1), (1, 9), (0, 9)])
    assert horseshoe.contains(owner_point(horseshoe))
    assert owner_point(Point(1, 2)) == Point(1, 2)
    shapes = np.array([line, square(3, 3)], dtype=object)
    owners = np.array([owner, 1000 - 3 * SIDE - 3])
    bulk = INDEX.touched(shapes, owners)
    assert bulk == [touched(s, int(o), GRID) for s, o in zip(shapes, owners, strict=True)]
    assert len(bulk[1]) == 8


def test_bulk_is_fast_enough_to_own_a_city():
    rng = np.random.default_rng(1)
    lon, lat = WEST + rng.random(100_000) * SIDE * STEP, SOUTH + rng.random(100_000) * SIDE * STEP
    start = perf_counter()
    owners = INDEX.owners(lon, lat)
    assert (owners > 0).all()
    assert perf_counter() - start < 10


def test_metres():
    assert metres_between(113.8, 34.0, 113.8, 34.0) == 0
    assert metres_between(113.8, 34.0, 113.8, 34.001) == pytest.approx(111.2, abs=0.1)
    assert metres_between(113.8, 34.0, 113.801, 34.0) == pytest.approx(92.2, abs=0.1)


def code(result) -> str:
    assert isinstance(result, Refusal), result
    return result.code


def geojson(kind: str, coordinates) -> str:
    return json.dumps({"type": kind, "coordinates": coordinates})


@pytest.mark.parametrize(
    ("kind", "coordinates", "refusal"),
    [
        ("Point", [113.8], "GEOM_UNREADABLE"),
        ("Point", [113.8, 34, 5], "GEOM_NOT_2D"),
        ("Point", [34.0, 113.8], "GEOM_OUTSIDE"),
        ("Point", [1e20, 34.0], "GEOM_OUTSIDE"),
        ("Point", ["113.8", 34.0], "GEOM_UNREADABLE"),
        ("Point", [True, 34.0], "GEOM_UNREADABLE"),
        ("Polygon", [[[113, 34], [114, 34], [1e20, 35], [113, 34]]], "GEOM_OUTSIDE"),
        ("Polygon", [[[113, 34], [118.1, 34], [114, 35], [113, 34]]], "GEOM_TOO_WIDE"),
        ("Polygon", [[[113, 34], [114, 35], [114, 34], [113, 35], [113, 34]]], "GEOM_INVALID"),
        ("Polygon", [[[113, 34], [114, 35]]], "GEOM_UNREADABLE"),
        ("Polygon", [], "GEOM_EMPTY"),
        ("Circle", [113, 34], "GEOM_UNREADABLE"),
        ("Polygon", None, "GEOM_UNREADABLE"),
        ("MultiPoint", [[113, 34]], "GEOM_UNREADABLE"),
    ],
)
def test_bad_shapes_are_refused(kind, coordinates, refusal):
    assert code(read_geojson(geojson(kind, coordinates))) == refusal


def test_too_big_and_not_numbers():
    assert code(read_geojson(" " * (MAX_BYTES + 1))) == "GEOM_TOO_BIG"
    assert code(read_geojson("{")) == "GEOM_UNREADABLE"
    assert code(read_geojson("[" * 100_000)) == "GEOM_UNREADABLE"
    assert code(read_geojson('{"type": "Point", "coordinates": [NaN, 34]}')) == "GEOM_NOT_FINITE"
    many = [[113 + i / 100_000, 34] for i in range(MAX_VERTICES + 1)]
    assert code(read_mapping({"type": "LineString", "coordinates": many})) == "GEOM_TOO_MANY_VERTICES"
    assert not isinstance(read_mapping({"type": "LineString", "coordinates": many[:-1]}), Refusal)
    assert code(check_place(float("nan"), 34)) == "GEOM_NOT_FINITE"
    assert code(check_place(34, 113)) == "GEOM_OUTSIDE"
    assert check_place(113.8, 34) is None


def test_shapes_that_were_built_elsewhere():
    assert code(check_shape(Point())) == "GEOM_EMPTY"
    assert code(check_shape(shapely.multipoints([[113, 34]]))) == "GEOM_TYPE"
    assert code(check_shape(Point(113, 34, 1))) == "GEOM_NOT_2D"
    assert check_shape(square(0, 0)) is None
    read = read_geojson(geojson("Polygon", shapely.geometry.mapping(square(0, 0))["coordinates"]))
    assert read == square(0, 0)


@dataclass
class Ground:
    shapes: dict
    parents: dict
    parent_of: dict


@pytest.fixture
def ground() -> Ground:
    shapes = {i: square(i % SIDE, i // SIDE) for i in range(SIDE * SIDE)}
    parent_of = {i: 100 + i % 2 + 2 * (i // 18) for i in shapes}
    return Ground(shapes, coverage.derive_parents(shapes, parent_of), parent_of)


def problems(ground: Ground) -> set[tuple[str, tuple[int, ...]]]:
    found = coverage.problems(ground.shapes, ground.parents, ground.parent_of)
    assert all(not p.where.is_empty for p in found)
    return {(p.code, p.cells) for p in found}


def test_an_exact_coverage_has_no_problem(ground):
    assert problems(ground) == set()
    assert coverage.problems(ground.shapes) == []


def test_overlap(ground):
    ground.shapes[7] = ground.shapes[7].buffer(STEP / 4, join_style="mitre")
    found = problems(ground)
    assert {cells for code, cells in found if code == "COVERAGE_OVERLAP"} >= {(6, 7), (7, 8), (1, 7), (7, 13)}


def test_gap_and_hole(ground):
    ground.shapes[7] = ground.shapes[7].buffer(-STEP / 4, join_style="mitre")
    assert ("COVERAGE_GAP", (ground.parent_of[7],)) in problems(ground)
    del ground.shapes[7]
    (hole,) = coverage.problems(ground.shapes)
    assert hole.code == "COVERAGE_GAP"
    assert set(hole.cells) >= {1, 6, 8, 13}
    assert hole.where.equals_exact(square(1, 1), 1e-9) or hole.where.area == pytest.approx(STEP**2)


def test_a_narrow_slit_is_an_edge_problem(ground):
    west, south, east, north = ground.shapes[7].bounds
    ground.shapes[7] = box(west + 1e-5, south, east, north)
    assert ("COVERAGE_EDGE", (7,)) in problems(ground)


def lies_in(piece, owners):
    """The first of some areas that a piece lies in."""
    return next(i for i, owner in enumerate(owners) if owner.contains(piece.representative_point()))


def test_a_slit_has_two_sides_and_a_strip_of_one_area_is_none():
    left, beside = box(113, 34, 113.01, 34.01), box(113.01001, 34, 113.02, 34.01)
    slit = coverage.problems({1: left, 2: beside})
    assert {(problem.code, problem.cells) for problem in slit} == {
        ("COVERAGE_EDGE", (1,)),
        ("COVERAGE_EDGE", (2,)),
    }
    # Two metres of the area around lie between the one within and the outside.
    within = box(113.004, 34.004, 113.00998, 34.006)
    assert coverage.problems({1: left.difference(within), 2: within}) == []
    # And so do those of two areas, one after the other.
    south, north = box(113, 34, 113.01, 34.005), box(113, 34.005, 113.01, 34.01)
    lines = shapely.boundary([south, north, within])
    pieces = shapely.get_parts(shapely.polygonize([shapely.union_all(lines, grid_size=1e-7)]))
    owners = [within, south, north]
    two = {i: shapely.coverage_union_all([p for p in pieces if lies_in(p, owners) == i]) for i in range(3)}
    assert coverage.problems(two) == []
    # What does not match is told of, however it lies.
    off = box(113.01, 34.002, 113.02, 34.012)
    assert {problem.cells for problem in coverage.problems({1: left, 2: off})} == {(1,), (2,)}


def test_beyond_the_parent(ground):
    west, south, east, north = ground.shapes[0].bounds
    ground.shapes[0] = box(west - STEP, south, east, north)
    assert ("COVERAGE_NOT_PARENT", (ground.parent_of[0], 0)) in problems(ground)


def test_invalid_rings_come_first(ground):
    bow = Polygon([(113, 33), (113.01, 33.01), (113.01, 33), (113, 33.01)])
    ground.shapes[0], ground.shapes[1] = bow, LineString([(113, 33), (114, 33)])
    assert problems(ground) == {("COVERAGE_INVALID_RING", (0,)), ("COVERAGE_INVALID_RING", (1,))}


def test_parents_and_simplified_shapes_keep_joined(ground):
    assert sum(s.area for s in ground.parents.values()) == pytest.approx((SIDE * STEP) ** 2)
    without = coverage.derive_parents(ground.shapes, {0: 5})
    assert list(without) == [5]
    wavy = {}
    lattice = shapely.segmentize(shapely.MultiPolygon(list(ground.shapes.values())), STEP / 20)
    rng = np.random.default_rng(3)
    jitter: dict[tuple[float, float], tuple[float, float]] = {}

    def moved(xy):
        keys = np.round(xy, 9)
        return np.array([jitter.setdefault(tuple(k), tuple(k + rng.normal(0, STEP / 300, 2))) for k in keys])

    for i, part in enumerate(shapely.get_parts(lattice)):
        wavy[i] = shapely.transform(part, moved)
    assert coverage.problems(wavy) == []
    simple = coverage.simplified(wavy, STEP / 5)
    assert coverage.problems(simple) == []
    assert sum(map(shapely.get_num_coordinates, simple.values())) < sum(
        map(shapely.get_num_coordinates, wavy.values())
    )
