"""Index and colour of a cell; the fixtures that the browser's twin is tested with."""

import json
from dataclasses import asdict
from fractions import Fraction
from math import floor
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from domain.cell_fixtures import fixtures
from domain.kit import pack_of
from safegrid.domain.cells import (
    CellLevel,
    band,
    calibrate,
    community_index,
    community_level,
    parent_index,
    parent_level,
    parts,
)
from safegrid.domain.counts import COLUMNS
from safegrid.domain.levels import Level

FIXTURES = Path(__file__).parents[1] / "fixtures" / "cell_index.json"
RULES = pack_of("411002").cell
STAFFED = {"leaders": 1, "officers": 2}
counts = st.fixed_dictionaries({}, optional={c: st.integers(0, 60) for c in COLUMNS})
BAD = (
    "b1",
    "b2",
    "b3",
    "b4",
    "general",
    "general_overdue",
    "major",
    "major_overdue",
    "self_found_late",
    "alarms",
)


def test_worked_example():
    n = {
        "b1": 1,
        "b2": 2,
        "b3": 3,
        "b4": 1,
        "u4": 4,
        "general": 2,
        "major_overdue": 1,
        "selfcheck_overdue": 1,
    } | STAFFED
    p = parts(n, RULES)
    assert (p.x, p.y) == (70, 22)
    assert (round(p.s, 2), round(p.h, 2), p.m) == (87.5, 81.48, 10)
    assert community_index(n, RULES) == 70


def test_nothing_is_null_and_vacant_posts_count():
    assert community_index({}, RULES) is None
    assert community_level(STAFFED, RULES) == community_level({}, RULES)
    assert community_level({}, RULES).level is Level.UNRATED
    assert community_index({"u4": 1}, RULES) == 12
    assert community_index({"u4": 1, "survey_overdue": 1, "selfcheck_overdue": 1}, RULES) == 20


def test_self_found_hazards_weigh_nothing_until_long_overdue():
    base = {"b4": 1, "u4": 1} | STAFFED
    assert community_index(base | {"self_found": 50}, RULES) == community_index(base, RULES)
    assert parts(base | {"self_found_late": 1}, RULES).y == 2


def test_bands():
    assert [band(i, RULES) for i in (None, 0, 39, 40, 59, 60, 74, 75, 100)] == [0, 4, 4, 3, 3, 2, 2, 1, 1]


def test_event_floors():
    base = {"b4": 1, "u4": 1} | STAFFED
    assert community_level(base, RULES).level is Level.BLUE
    for column in ("major", "major_overdue", "alarms"):
        red = community_level(base | {column: 1}, RULES)
        assert (red.level, red.event_red, red.badge) == (Level.RED, True, 1)
    late = community_level(base | {"listed_overdue": 1}, RULES)
    assert (late.level, late.event_red) == (Level.ORANGE, False)
    standing = community_level({"b1": 1, "u1": 1} | STAFFED, RULES)
    assert (standing.index, standing.level) == (40, Level.YELLOW)
    empty_but_burning = community_level({"major": 1}, RULES)
    assert (empty_but_burning.index, empty_but_burning.level) == (None, Level.RED)


def child(index, badge=0) -> CellLevel:
    return CellLevel(index, band(index, RULES), bool(badge), badge, ())


def test_parents():
    assert parent_index([], RULES) is None
    assert parent_index([None, None], RULES) is None
    assert parent_index([50, None], RULES) == 50
    assert parent_index([80, *[10] * 9], RULES) == 55  # 0.6 · 80 + 0.4 · 17 = 54.8
    assert parent_index([80, 80, *[10] * 9], RULES) == 57  # eleven children: the worst two
    assert parent_index([1, 0], RULES) == 1  # 0.8
    township = parent_level(3, [child(10, badge=1), child(10)], RULES)
    assert (township.index, township.level, township.badge) == (10, Level.ORANGE, 1)
    for level in (2, 1):
        above = parent_level(level, [township, child(10)], RULES)
        assert (above.level, above.badge) == (Level.BLUE, 1)


@given(st.lists(st.none() | st.integers(0, 100), max_size=30))
def test_parents_are_rounded_half_up_exactly(children):
    known = sorted((c for c in children if c is not None), reverse=True)
    index = parent_index(children, RULES)
    if not known:
        assert index is None
        return
    k = -(-len(known) // 10)
    exact = Fraction(6, 10) * Fraction(sum(known[:k]), k) + Fraction(4, 10) * Fraction(sum(known), len(known))
    assert index == floor(exact + Fraction(1, 2))
    assert min(known) <= index <= max(known)


@given(counts, st.sampled_from((*BAD, "survey_overdue", "selfcheck_overdue")), st.integers(1, 20))
def test_more_of_anything_bad_never_lowers_the_index(n, column, more):
    before, after = community_index(n, RULES), community_index({**n, column: n.get(column, 0) + more}, RULES)
    assert before is None or after >= before


@given(counts)
def test_index_is_in_range_and_every_colour_has_a_reason(n):
    result = community_level(n, RULES)
    assert result.index is None or 0 <= result.index <= 100
    assert any(r.binding and r.candidate is result.level for r in result.reasons)
    assert not result.event_red or result.level is Level.RED


@given(
    st.lists(st.tuples(st.integers(0, 100), st.integers(0, 2)), min_size=1, max_size=20), st.integers(0, 19)
)
def test_a_worse_child_never_improves_its_parent(children, at):
    cells = [child(i, b) for i, b in children]
    at %= len(cells)
    worse = [*cells[:at], child(min(100, children[at][0] + 7), children[at][1] + 1), *cells[at + 1 :]]
    before, after = parent_level(3, cells, RULES), parent_level(3, worse, RULES)
    assert after.index >= before.index
    assert after.level <= before.level


def test_calibration():
    assert calibrate([], [], RULES) == (10, 5)
    assert calibrate([10, 20, 40], [0, 1, 2, 3], RULES) == (20, 5)
    assert calibrate([10, 30], [10, 20, 30, 40, 50], RULES) == (20, 40)


def test_the_browsers_fixtures_are_current():
    written = json.loads(FIXTURES.read_text(encoding="utf-8"))
    assert written == fixtures(), "run: python tests/domain/cell_fixtures.py"
    assert written["rules"]["ks"] == asdict(RULES)["ks"]
