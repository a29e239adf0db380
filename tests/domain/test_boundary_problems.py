"""Codes of new cells, and what is told about a draft before it is published."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from domain.test_boundaries import SIDE, SOUTH, WEST, done, squares
from safegrid.domain.boundaries import Edited, apply
from safegrid.domain.boundary_codes import check_code, home_of, next_code, renumbered
from safegrid.domain.boundary_edits import ChangeParent
from safegrid.domain.boundary_ground import Ground
from safegrid.domain.boundary_problems import Limits, Post, Severity, area_m2, problems, width_m
from safegrid.domain.refusals import Refusal

TOWNSHIP = "411002001000"
numbers = st.sets(st.integers(1, 999))


BOW = Polygon([(113.03, 34.03), (113.05, 34.05), (113.05, 34.03), (113.03, 34.05)])


def code(n):
    return f"{TOWNSHIP[:9]}{n:03d}"


@given(numbers, st.integers(1, 999))
def test_a_new_code_is_free_and_of_the_same_kind(taken, like):
    used = {code(n) for n in taken}
    new = next_code(TOWNSHIP, code(like), used)
    first, last = next(
        r for r in ((1, 199), (200, 399), (400, 499), (500, 599), (600, 999)) if r[0] <= like <= r[1]
    )
    if isinstance(new, Refusal):
        assert new.code == "CODES_USED_UP"
        assert set(range(first, last + 1)) <= taken
    else:
        assert new not in used
        assert first <= int(new[9:]) <= last
        assert new[:9] == TOWNSHIP[:9]


def test_a_code_follows_the_last_one_and_a_hole_is_filled_only_at_the_end():
    assert next_code(TOWNSHIP, code(3), {code(1), code(5)}) == code(6)
    assert next_code(TOWNSHIP, code(203), {code(1), code(5)}) == code(200)
    assert next_code(TOWNSHIP, code(3), {code(n) for n in range(2, 200)}) == code(1)
    assert next_code(TOWNSHIP, code(3), {"411002002001"}) == code(1)


def test_renumbering_reads_from_the_north_west():
    shapes = {i: c.shape for i, c in squares().cells.items()}
    new = renumbered(TOWNSHIP, shapes, {code(7)}, code(1))
    assert [i for i, _ in sorted(new.items(), key=lambda item: item[1])] == [7, 8, 9, 4, 5, 6, 1, 2, 3]
    assert min(new.values()) == code(8)


def found(ground, *, base=None, codes=None, posts=(), units=None, limits=None):
    known = {c.code: c.id for c in squares().cells.values()} if codes is None else codes
    told = problems(
        base or squares(), ground, codes=known, posts=posts, units=units or {}, limits=limits or Limits()
    )
    assert all(not problem.where.is_empty for problem in told)
    return {problem.code: problem for problem in told}


def reshaped(ground, i, shape):
    return Ground({**ground.cells, i: replace(ground.cells[i], shape=shape)})


STAFFED = [Post(i, 10 * i + n, role) for i in range(1, 10) for n, role in enumerate(("LEAD", "OFF", "OFF"))]


def test_sound_ground_has_no_problem():
    places = {1: (WEST + 0.01, SOUTH + 0.01), 2: (WEST + SIDE, SOUTH + SIDE)}
    assert found(squares(), base=Ground({1: squares().cells[1]}), posts=STAFFED, units=places) == {}


@pytest.mark.parametrize(
    ("shape", "code", "severity"),
    [
        (box(WEST + SIDE / 3, SOUTH + SIDE / 3, WEST + SIDE * 0.7, SOUTH + SIDE * 2 / 3), "COVERAGE_OVERLAP", "error"),
        (BOW, "COVERAGE_INVALID_RING", "error"),
        (MultiPolygon([box(113.03, 34.03, 113.035, 34.035), box(113.04, 34.04, 113.045, 34.045)]), "CELL_IN_PARTS", "error"),
        (box(113.03, 34.03, 113.0305, 34.0305), "CELL_TOO_SMALL", "warning"),
        (box(113.03, 34.03, 113.05, 34.03002), "CELL_SLIVER", "error"),
    ],
)  # fmt: skip
def test_shapes(shape, code, severity):
    problem = found(reshaped(squares(), 5, shape), posts=STAFFED)[code]
    assert problem.severity is Severity(severity)
    assert 5 in problem.cells


def test_a_hole_is_a_gap_with_its_shape():
    ground = squares()
    gap = found(Ground({i: c for i, c in ground.cells.items() if i != 5}))["COVERAGE_GAP"]
    assert gap.where.equals(ground.cells[5].shape)
    assert gap.severity is Severity.WARNING


def test_what_was_published_before_is_not_questioned_again():
    ground = squares()
    holed = Ground({i: c for i, c in ground.cells.items() if i != 5})
    assert found(holed, base=holed) == {}
    moved = apply(holed, ChangeParent(9, 77))
    assert isinstance(moved, Edited)
    assert "COVERAGE_GAP" in found(moved.ground, base=holed, posts=STAFFED)  # it borders on the hole


def test_an_exclave_may_lie_in_parts():
    parts = MultiPolygon([box(113.03, 34.03, 113.035, 34.035), box(113.04, 34.04, 113.045, 34.045)])
    ground = reshaped(squares(), 5, parts)
    marked = Ground({**ground.cells, 5: replace(ground.cells[5], exclave=True)})
    assert "CELL_IN_PARTS" not in found(marked, posts=STAFFED)


def test_codes_clash_with_others_and_with_the_retired():
    ground = squares()
    twice = Ground({**ground.cells, 2: replace(ground.cells[2], code=ground.cells[1].code)})
    assert found(twice)["CODE_CLASH"].cells == (1, 2)
    retired = {ground.cells[3].code: 77}
    assert found(ground, codes=retired)["CODE_CLASH"].cells == (3,)


def test_posts():
    short = [post for post in STAFFED if post.cell != 4]
    moved = done(squares(), ChangeParent(4, 77))
    vacant = found(moved, posts=short)["POSTS_VACANT"]
    assert (vacant.cells, dict(vacant.params)) == ((4,), {"leaders": 1, "officers": 2})
    busy = [*STAFFED, *(Post(i, 999, "INS") for i in range(1, 7))]
    assert found(squares(), posts=busy)["TOO_MANY_CELLS"].cells == (1, 2, 3, 4, 5, 6)
    assert "TOO_MANY_CELLS" not in found(squares(), posts=busy, limits=Limits(most_cells=6))


def test_a_unit_that_nobody_answers_for_any_more():
    ground = squares()
    places = {7: (WEST + SIDE / 2, SOUTH + SIDE / 2), 8: (WEST + 0.001, SOUTH + 0.001)}
    lost = found(Ground({i: c for i, c in ground.cells.items() if i != 5}), units=places)["UNIT_UNOWNED"]
    assert dict(lost.params) == {"unit": 7}


def test_metres():
    square = box(113, 34, 113.01, 34.01)
    assert area_m2(square) == pytest.approx(1113.2**2 * 0.829, rel=0.001)
    assert width_m(box(113, 34, 113.01, 34.0001)) == pytest.approx(11.0, rel=0.02)


CITY = "411000000000"


@pytest.mark.parametrize("chosen", ["411002001008", "411071001001", "411099999999"])
def test_a_zone_may_have_the_code_of_another_division_of_the_city(chosen):
    assert check_code(chosen, CITY, {"411002001001"}) is None


@pytest.mark.parametrize(
    "chosen",
    [
        "",
        "4110710010",
        "411071001000",
        "411071000000",
        "411000000000",
        "410105001001",
        "41107100100x",
        "x" * 12,
    ],
)
def test_a_chosen_code_is_that_of_a_community_of_the_city(chosen):
    refusal = check_code(chosen, CITY, set())
    assert refusal is not None
    assert refusal.code == "CODE_BAD"


def test_a_code_is_given_once():
    refusal = check_code("411071001001", CITY, {"411071001001"})
    assert refusal is not None
    assert refusal.code == "CODE_TAKEN"
    assert home_of("411071001001", TOWNSHIP) == "411071001001"
    assert home_of(code(7), TOWNSHIP) == TOWNSHIP
    assert next_code(home_of("411071001001", TOWNSHIP), "411071001001", {"411071001001"}) == "411071001002"
