"""A sensor's thresholds with hysteresis, whatever order its readings come in."""

import math
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kit import NOW
from safegrid.domain.readings import (
    Band,
    Reading,
    SensorState,
    Thresholds,
    band_of,
    follow,
    has_been_normal,
    silent_hours,
)

GAS = Thresholds(high=20, high_high=35, hysteresis=2)
OXYGEN = Thresholds(low=19.5, high=23.5, hysteresis=0.3)
SECOND = timedelta(seconds=1)
values = st.one_of(st.floats(0, 60), st.sampled_from([17.9, 18.0, 18.1, 19.9, 20.0, 33.0, 34.9, 35.0]))
streams = st.lists(st.tuples(st.integers(0, 200), values), max_size=25, unique_by=lambda r: r[0])


def readings(stream):
    return [Reading(NOW + n * SECOND, value) for n, value in stream]


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        (Band.NORMAL, 19.99, Band.NORMAL),
        (Band.NORMAL, 20, Band.HIGH),
        (Band.NORMAL, 35, Band.HIGH_HIGH),
        (Band.HIGH, 18.01, Band.HIGH),
        (Band.HIGH, 18, Band.NORMAL),
        (Band.HIGH, 34.9, Band.HIGH),
        (Band.HIGH, 35, Band.HIGH_HIGH),
        (Band.HIGH_HIGH, 33.01, Band.HIGH_HIGH),
        (Band.HIGH_HIGH, 33, Band.HIGH),
        (Band.HIGH_HIGH, 18.5, Band.HIGH),
        (Band.HIGH_HIGH, 17, Band.NORMAL),
    ],
)
def test_a_band_is_entered_at_its_threshold_and_left_within_it(before, value, after):
    assert band_of(before, value, GAS) is after


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        (Band.NORMAL, 19.5, Band.LOW),
        (Band.NORMAL, 19.6, Band.NORMAL),
        (Band.LOW, 19.8, Band.LOW),
        (Band.LOW, 19.81, Band.NORMAL),
        (Band.LOW, 24, Band.HIGH),
    ],
)
def test_too_low_is_a_band_as_well(before, value, after):
    assert band_of(before, value, OXYGEN) is after


def test_a_trembling_value_rings_once():
    trembling = readings([(n, 20 + (0.5 if n % 2 else -0.5)) for n in range(40)])
    _, crossings = follow(SensorState(), trembling, GAS)
    assert [(c.before, c.after) for c in crossings] == [(Band.NORMAL, Band.HIGH)]
    assert crossings[0].reading == trembling[1]


def test_good_news_does_not_ring():
    _, crossings = follow(SensorState(), readings([(0, 40), (1, 30), (2, 1), (3, 25), (4, 36)]), GAS)
    assert [(c.after.value, c.rings) for c in crossings] == [
        ("high_high", True), ("high", False), ("normal", False), ("high", True), ("high_high", True),
    ]  # fmt: skip


@given(streams, st.randoms())
def test_the_order_within_a_batch_does_not_matter(stream, chance):
    shuffled = readings(stream)
    chance.shuffle(shuffled)
    assert follow(SensorState(), shuffled, GAS) == follow(
        SensorState(), sorted(shuffled, key=lambda r: r.at), GAS
    )


@given(streams, st.integers(0, 25))
def test_batches_in_order_do_what_one_batch_does(stream, cut):
    ordered = sorted(readings(stream), key=lambda r: r.at)
    whole = follow(SensorState(), ordered, GAS)
    first, rang = follow(SensorState(), ordered[:cut], GAS)
    second, rang_again = follow(first, ordered[cut:], GAS)
    assert (second, rang + rang_again) == whole


@given(streams, streams)
def test_what_comes_late_or_again_moves_nothing(stream, late):
    state, _ = follow(SensorState(), readings(stream), GAS)
    if state.last_at is None:
        return
    old = [r for r in readings(late) if r.at <= state.last_at]
    assert follow(state, old, GAS) == (state, ())


@given(streams)
def test_the_state_is_that_of_the_newest_reading(stream):
    state, crossings = follow(SensorState(), readings(stream), GAS)
    newest = max(readings(stream), key=lambda r: r.at, default=None)
    assert (state.last_at, state.last_value) == ((newest.at, newest.value) if newest else (None, None))
    assert state.band is (crossings[-1].after if crossings else Band.NORMAL)
    for a, b in pairwise(crossings):
        assert a.after is b.before
        assert a.reading.at < b.reading.at
    if newest and newest.value >= 35:
        assert state.band is Band.HIGH_HIGH
    if newest and newest.value < 18:
        assert state.band is Band.NORMAL


@given(streams)
def test_normal_since_is_the_start_of_the_last_quiet_stretch(stream):
    state, _ = follow(SensorState(), readings(stream), GAS)
    assert (state.normal_since is not None) == (state.last_at is not None and state.band is Band.NORMAL)
    if state.normal_since is not None:
        assert state.normal_since <= state.last_at
        end = state.normal_since + timedelta(minutes=30)
        assert not has_been_normal(state, 30, end - SECOND)
        assert has_been_normal(state, 30, end)


@pytest.mark.parametrize(
    ("limits", "wrong"),
    [
        (Thresholds(), "high"),
        (Thresholds(high=20, high_high=20), "high_high"),
        (Thresholds(low=30, high=20), "high"),
        (Thresholds(low=18, high=20, hysteresis=1), "hysteresis"),
        (Thresholds(high=20, hysteresis=-1), "hysteresis"),
        (Thresholds(high=math.nan), "high"),
        (Thresholds(high_high=5), ""),
        (GAS, ""),
        (OXYGEN, ""),
    ],
)
def test_thresholds_that_cannot_be_are_named(limits, wrong):
    assert limits.problem() == wrong


def test_silence_is_counted_in_hours():
    assert silent_hours(NOW, NOW + timedelta(hours=25, minutes=30)) == 25.5
    assert silent_hours(NOW + SECOND, NOW) == 0
