"""Places as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safegrid.domain.coordinates import read_place


@pytest.mark.parametrize(
    "text",
    [
        "113.85,34.03", "34.03,113.85", " 113.85 34.03 ", "113.85，34.03", "34.03°, 113.85°",
        "34°1′48″N 113°51′0″E", "113°51′E, 34°1′48″N", "34°01'48\"N, 113°51'00\"E",
    ],
)  # fmt: skip
def test_one_place_in_many_spellings(text):
    assert read_place(text) == (113.85, 34.03)


@pytest.mark.parametrize(
    "text",
    ["", "113.85", "1,2", "200,34", "113.85,34.03,9", "YH411002-2026-000001", "34.03, 12000", "nan,34"],
)
def test_what_is_no_place(text):
    assert read_place(text) is None


@given(st.floats(73, 136), st.floats(3, 54))
def test_what_a_map_writes_is_read(lon, lat):
    found = read_place(f"{lat:.5f},{lon:.5f}")
    assert found is not None
    assert found == pytest.approx((lon, lat), abs=1e-5)


@given(st.text(max_size=64))
def test_nothing_is_too_strange(text):
    assert read_place(text) is None or len(read_place(text)) == 2
