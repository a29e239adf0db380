"""Arithmetic of the bench."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safegrid_bench.figures import Spread, median, per, quantile, ratio, total

series = st.lists(st.floats(0, 1e6), min_size=1)


def test_quantiles_by_hand():
    hundred = list(range(1, 101))
    assert [quantile(hundred, part) for part in (0.5, 0.95, 0.99, 1)] == [50, 95, 99, 100]
    assert quantile([7], 0.99) == 7
    assert quantile([], 0.5) is None


@given(series, st.floats(0.01, 1))
def test_a_quantile_is_of_the_series_and_so_much_is_not_above_it(values, part):
    found = quantile(values, part)
    assert found in values
    assert sum(value <= found for value in values) >= part * len(values) - 1e-6


@given(series)
def test_a_spread_is_in_order(values):
    spread = Spread.of(values)
    assert min(values) <= spread.p50 <= spread.p95 <= spread.p99 <= spread.worst == max(values)


@pytest.mark.parametrize(
    ("ours", "theirs", "found"), [(3, 2, 1.5), (None, 2, None), (3, None, None), (3, 0, None)]
)
def test_a_side_that_was_not_measured_gives_no_ratio(ours, theirs, found):
    assert ratio(ours, theirs) == found


def test_sums_and_shares_know_nothing_of_what_was_not_measured():
    assert (total([1, 2.5]), total([]), total([1, None])) == (3.5, None, None)
    assert (per(3, 2), per(None, 2), per(3, 0)) == (1.5, None, None)
    assert (median([3, None, 1]), median([1, 2, 4]), median([None])) == (2, 2, None)
