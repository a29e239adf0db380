"""Beginnings on China's clock, and what a change moves."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safegrid.domain.drawn import HazardDrawn
from safegrid.domain.events import Bulk, Changed, DutiesCounted
from safegrid.domain.ledger import NOTHING, Moved, beginnings, changed, hour_of, last_hours, moved
from safegrid.domain.times import CHINA

moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def hazard(state: str, cell: int = 5) -> HazardDrawn:
    where = {"cell": cell, "touched": (), "unit": 0, "industry": "", "point": 0, "lon": 113.8, "lat": 34.0}
    return HazardDrawn(
        id=1, v=1, **where, number="YH1", title="x", major=False, state=state, self_found=False,
        overdue=0, listing=0, listing_overdue=False, suspended=False, since="2026-01-01T00:00:00+00:00",
    )  # fmt: skip


def change(before: str | None, after: str | None) -> Changed:
    sides = [None if state is None else hazard(state) for state in (before, after)]
    return Changed("hazard", 1, 2, sides[0], sides[1], (), "test")


@given(moments)
def test_periods_nest_and_begin_at_midnight_in_china(now):
    starts = beginnings(now)
    assert starts["quarter"] <= starts["month"] <= starts["day"] <= now < starts["day"] + timedelta(days=1)
    for start in starts.values():
        local = start.astimezone(CHINA)
        assert (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0)
    assert starts["month"].astimezone(CHINA).day == 1
    assert starts["quarter"].astimezone(CHINA).month in {1, 4, 7, 10}


def test_the_day_ends_at_midnight_in_china_not_in_london():
    evening = datetime(2026, 9, 30, 15, 59, tzinfo=UTC)
    assert beginnings(evening)["quarter"].astimezone(CHINA).date().isoformat() == "2026-07-01"
    assert (
        beginnings(evening + timedelta(minutes=1))["quarter"].astimezone(CHINA).date().isoformat()
        == "2026-10-01"
    )


@given(moments)
def test_the_running_hour_is_the_last_of_twenty_four(now):
    hours = last_hours(now)
    assert len(hours) == 24
    assert hours[-1] == hour_of(now) <= now < hours[-1] + timedelta(hours=1)
    assert {b - a for a, b in itertools.pairwise(hours)} == {timedelta(hours=1)}


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (None, "reported", (5, Moved(opened=1))),
        ("closed", "verified", (5, Moved(opened=1))),
        ("rectifying", "closed", (5, Moved(closed=1))),
        ("reported", "rejected", None),
        ("ordered", "rectifying", None),
        (None, "closed", None),
        ("closed", "closed", None),
        ("ordered", None, None),
    ],
)
def test_what_is_found_and_closed(before, after, what):
    assert moved(change(before, after)) == what


def test_a_city_that_is_loaded_is_no_change_of_the_day_but_other_bulk_is():
    tally = ((1, "p1", 3),)
    assert changed(Bulk(1, ("point",), (1,), (), tally, 3, "city.load")) == {}
    assert changed(Bulk(1, ("point",), (1,), (), tally, 3, "units.close")) == {1: {"p1": 3}}
    assert moved(DutiesCounted((), "x")) is None
    assert NOTHING + Moved(1, 2) == Moved(1, 2)
