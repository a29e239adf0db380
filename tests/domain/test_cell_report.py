"""Figures per cell are those of asking for every object, one by one, on whose ground it lies."""

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from safegrid.domain.boundary_ground import Community, Ground
from safegrid.domain.cell_report import COLUMNS, INDEX, Counted, by_community, lines, total
from safegrid.domain.ownership import UNOWNED, owner_of

SIDE = 0.02
GROUND = Ground.of(
    Community(i + 1, f"41100200{i:04d}", f"村{i}", 90 + i // 3, box(
        113 + i % 3 * SIDE, 34 + i // 3 * SIDE, 113 + (i % 3 + 1) * SIDE, 34 + (i // 3 + 1) * SIDE
    ))
    for i in range(9)
)  # fmt: skip
PATHS = {90: [1, 2, 90], 91: [1, 2, 91], 92: [1, 3, 92]}
# On a lattice of half sides, so that many places lie on edges and corners, and some outside.
places = st.lists(
    st.tuples(st.integers(-1, 7), st.integers(-1, 7), st.integers(0, len(COLUMNS) - 1)), max_size=60
)


def counted(rows):
    lon, lat, column = (np.array(values) for values in zip(*rows, strict=True)) if rows else ([], [], [])
    return Counted(
        np.round(113 + np.asarray(lon, np.float64) * SIDE / 2, 7),
        np.round(34 + np.asarray(lat, np.float64) * SIDE / 2, 7),
        np.asarray(column, np.int64),
    )


@settings(max_examples=150, deadline=None)
@given(places, places)
def test_every_object_counts_once_where_it_lies(some, more):
    parts = [counted(some), counted(more)]
    asked = [(c.id, c.code, c.shape) for c in GROUND.cells.values()]
    alone: Counter[tuple[int, int]] = Counter()
    for part in parts:
        for lon, lat, column in zip(part.lon, part.lat, part.column, strict=True):
            alone[owner_of(lon, lat, asked), int(column)] += 1
    figures = by_community(GROUND, parts)
    assert figures.keys() == {*GROUND.cells, UNOWNED}
    told = {(cell, i): int(n) for cell, row in figures.items() for i, n in enumerate(row) if n}
    assert told == dict(alone)
    by_township = {line.cell: line for line in lines(GROUND, figures, PATHS, 3)}
    assert by_township.keys() == {90, 91, 92, UNOWNED}
    for column in COLUMNS:
        below = sum(alone[i, INDEX[column]] for i in (1, 2, 3))
        assert by_township[90][column] == below
    for level in (2, 3, 4):
        assert total(lines(GROUND, figures, PATHS, level)).figures == total(by_township.values()).figures
    assert {line.cell for line in lines(GROUND, figures, PATHS, 2)} == {2, 3, UNOWNED}


def test_nothing_to_count():
    assert total([]).figures == (0,) * len(COLUMNS)
    assert by_community(Ground({}), [counted([(0, 0, 1)])])[UNOWNED][1] == 1


def test_open_is_what_is_not_settled():
    line = total([])
    assert line.open == 0
    states = [INDEX[name] for name in COLUMNS[-9:]]
    full = type(line)(1, tuple(int(i in states) for i in range(len(COLUMNS))))
    assert (full.open, full["closed"], full["rejected"]) == (7, 1, 1)
