"""How often units are visited, and in which order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kit import pack_of
from safegrid.domain.levels import Level
from safegrid.domain.visits import Due, Facts, Regime, State, Wanted, due, first, frequency, in_sample, weight

RULES = pack_of("411002").visits
SECRET = "of this installation"
TODAY = date(2026, 3, 2)
levels = st.sampled_from(list(Level))
facts = st.builds(
    Facts, st.integers(1, 10_000), levels, st.booleans(), st.integers(0, 4), st.booleans(), st.booleans()
)


def often(**known):
    return frequency(Facts(1, **({"supervision": Level.YELLOW} | known)), 2026, RULES, SECRET)


@pytest.mark.parametrize(
    ("known", "regime", "per_year", "why"),
    [
        ({"supervision": Level.RED}, Regime.REGULAR, 12, ("colour",)),
        ({"supervision": Level.UNRATED}, Regime.REGULAR, 2, ("colour",)),
        ({"supervision": Level.BLUE, "grade": 2}, Regime.REGULAR, 1, ("colour",)),
        ({"supervision": Level.RED, "grade": 1}, Regime.REGULAR, 12, ("colour",)),
        ({"grade": 3}, Regime.FOCUS, 4, ("grade_3",)),
        ({"supervision": Level.RED, "grade": 3}, Regime.FOCUS, 12, ("colour",)),
        ({"key": True, "grade": 1}, Regime.FOCUS, 6, ("key",)),
        ({"worst_class": True, "grade": 3}, Regime.FOCUS, 4, ("worst_class", "grade_3")),
        ({"grade": 4}, Regime.LISTED, 12, ("grade_4",)),
        ({"listed": True, "key": True}, Regime.LISTED, 12, ("listed",)),
    ],
)
def test_what_asks_for_most_decides(known, regime, per_year, why):
    found = often(**known)
    assert (found.regime, found.per_year, found.why) == (regime, per_year, why)


def test_well_managed_units_are_drawn_anew_each_year():
    units = range(1, 5_001)
    drawn = {year: {unit for unit in units if in_sample(unit, year, 20, SECRET)} for year in (2026, 2027)}
    assert all(900 < len(found) < 1_100 for found in drawn.values())
    assert len(drawn[2026] & drawn[2027]) < 300
    assert drawn[2026] != {unit for unit in units if in_sample(unit, 2026, 20, "another")}
    for unit in (1, 2, 3, 4, 5, 6, 7, 8):
        found = frequency(Facts(unit, Level.BLUE, grade=1), 2026, RULES, SECRET)
        assert found.regime is (Regime.SAMPLE if unit in drawn[2026] else Regime.EXEMPT)
        assert (found.per_year == 0) == (found.regime is Regime.EXEMPT)


@given(facts, st.integers(2024, 2030))
def test_only_well_managed_harmless_units_are_left_alone(known, year):
    found = frequency(known, year, RULES, SECRET)
    if found.per_year == 0:
        assert known.grade == 1
        assert known.supervision not in {Level.RED, Level.ORANGE}
        assert not known.key
        assert not known.listed
        assert not known.worst_class
    else:
        assert found.per_year >= RULES.per_year[known.supervision]


@pytest.mark.parametrize(
    ("per_year", "last", "today", "state", "late"),
    [
        (12, "2026-02-01", "2026-02-10", State.DONE, 0),  # 30 days, the last ten of them
        (12, "2026-02-01", "2026-02-20", State.DONE, 0),
        (12, "2026-02-01", "2026-02-21", State.DUE, 0),
        (12, "2026-02-01", "2026-03-03", State.DUE, 0),
        (12, "2026-02-01", "2026-03-04", State.OVERDUE, 1),
        (1, "2027-02-28", "2028-02-28", State.DUE, 0),
        (1, "2027-02-28", "2028-02-29", State.OVERDUE, 1),
        (0, "2020-01-01", "2026-03-04", State.EXEMPT, 0),
        (366, "2026-03-01", "2026-03-02", State.DUE, 0),
    ],
)
def test_a_visit_is_due_in_the_last_third_of_its_interval(per_year, last, today, state, late):
    found = due(per_year, date(2020, 1, 1), date.fromisoformat(last), date.fromisoformat(today))
    assert (found.state, found.late) == (state, late)


def test_a_unit_that_was_never_visited_counts_from_its_beginning():
    assert due(4, TODAY, None, TODAY).state is State.DONE
    assert due(4, TODAY - timedelta(days=92), None, TODAY).state is State.OVERDUE


def wanted(unit, state, late=0, weight=1, *, listed=False):
    return Wanted(unit, Due(state, TODAY, TODAY - timedelta(days=late), late), weight, listed)


def test_overdue_heavy_and_late_ones_come_first():
    some = [
        wanted(1, State.DUE, weight=50),
        wanted(2, State.OVERDUE, late=3, weight=1),
        wanted(3, State.OVERDUE, late=3, weight=9),
        wanted(4, State.DONE, weight=99),
        wanted(5, State.OVERDUE, late=40, weight=1),
        wanted(6, State.DUE, weight=60),
    ]
    assert [one.unit for one in first(some, 10)] == [5, 3, 2, 6, 1]
    assert [one.unit for one in first(some, 2)] == [5, 3]
    assert first([], 3) == []


def test_what_is_listed_comes_first_among_what_is_as_late():
    some = [
        wanted(1, State.DUE, weight=1, listed=True),
        wanted(2, State.DUE, weight=60),
        wanted(3, State.OVERDUE, late=90, weight=9),
        wanted(4, State.OVERDUE, late=1, weight=1, listed=True),
    ]
    assert [one.unit for one in first(some, 10)] == [4, 3, 1, 2]


@given(facts, levels, levels)
def test_a_unit_weighs_by_the_worse_of_its_colours_and_a_key_unit_more(known, live, other):
    rank = {Level.RED: 4, Level.ORANGE: 3, Level.YELLOW: 2, Level.UNRATED: 2, Level.BLUE: 1}
    if known.supervision and rank[live] > rank[other] and live and other:
        assert weight(known, live) >= weight(known, other)
    heavier = replace(known, supervision=Level.RED)
    assert weight(heavier, live) >= weight(known, live)
    assert weight(replace(known, key=True), live) > weight(replace(known, key=False), live)
    assert weight(replace(known, supervision=Level.BLUE), Level.RED) == weight(heavier, Level.UNRATED)
