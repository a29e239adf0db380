"""How near somebody was."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safegrid.domain.presence import Fix, Judged, judge

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
metres = st.floats(0, 10_000)


def at(accuracy):
    return Fix(113.85, 34.02, accuracy, NOW - timedelta(hours=3))


@pytest.mark.parametrize(
    ("distance", "accuracy", "judged"),
    [
        (180, 15, Judged.THERE),
        (200, 0, Judged.THERE),
        (190, 15, Judged.NEAR),
        (210, 15, Judged.NEAR),
        (220, 15, Judged.FAR),
        (150, 60, Judged.NEAR),
        (900, 2_000, Judged.NEAR),
        (90_000, 10, Judged.UNKNOWN),
    ],
)
def test_by_distance_and_accuracy(distance, accuracy, judged):
    assert judge(at(accuracy), distance, 200, NOW, NOW).judged is judged


def test_without_a_fix_nothing_is_known():
    found = judge(None, None, 200, NOW, NOW)
    assert (found.judged, found.metres, found.accuracy) == (Judged.UNKNOWN, None, None)


@pytest.mark.parametrize(("ahead", "told"), [(0, 0), (240, 0), (-299, 0), (3_600, 3_600), (-3_600, -3_600)])
def test_a_clock_that_is_off_is_told(ahead, told):
    assert judge(at(5), 10, 200, NOW + timedelta(seconds=ahead), NOW).clock_off == told


@given(metres, metres, st.floats(1, 1_000), st.floats(0, 500))
def test_nearer_is_never_judged_farther(near, far, reach, accuracy):
    order = [Judged.THERE, Judged.NEAR, Judged.FAR]
    near, far = sorted((near, far))
    found = [order.index(judge(at(accuracy), each, reach, NOW, NOW).judged) for each in (near, far)]
    assert found[0] <= found[1]
