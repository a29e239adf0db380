"""The 四查 clock, with the time held still: ends of months and quarters, leap years, holidays, new cells."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kit import pack_of
from safegrid.domain.surveys import MOST_MISSED, Period, State, Why, clock, period_of
from safegrid.domain.workdays import Calendar

CALENDAR = pack_of("411002").calendar
OLD = date(2020, 1, 1)
DAY = timedelta(days=1)
CADENCES = ("day", "week", "month", "quarter", "year")
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("cadence", "day", "first", "last"),
    [
        ("day", "2028-02-29", "2028-02-29", "2028-02-29"),
        ("week", "2026-03-01", "2026-02-23", "2026-03-01"),  # a Sunday
        ("week", "2026-12-31", "2026-12-28", "2027-01-03"),
        ("month", "2028-02-29", "2028-02-01", "2028-02-29"),
        ("month", "2026-02-28", "2026-02-01", "2026-02-28"),
        ("month", "2026-12-31", "2026-12-01", "2026-12-31"),
        ("quarter", "2026-03-31", "2026-01-01", "2026-03-31"),
        ("quarter", "2026-04-01", "2026-04-01", "2026-06-30"),
        ("quarter", "2026-12-31", "2026-10-01", "2026-12-31"),
        ("year", "2028-02-29", "2028-01-01", "2028-12-31"),
    ],
)
def test_periods(cadence, day, first, last):
    assert period_of(cadence, d(day)) == Period(d(first), d(last))


@given(st.sampled_from(CADENCES), days)
def test_periods_follow_one_another_without_gap_or_overlap(cadence, day):
    period = period_of(cadence, day)
    assert day in period
    assert all(period_of(cadence, one) == period for one in (period.first, period.last))
    assert period_of(cadence, period.last + DAY).first == period.last + DAY
    assert period_of(cadence, period.first - DAY).last == period.first - DAY


@pytest.mark.parametrize(
    ("cadence", "last", "today", "state", "missed"),
    [
        ("month", "2026-03-31", "2026-03-31", State.DONE, 0),
        ("month", "2026-03-31", "2026-04-01", State.DUE, 0),
        ("month", "2026-03-31", "2026-04-30", State.DUE, 0),
        ("month", "2026-03-31", "2026-05-01", State.OVERDUE, 1),
        ("month", "2026-03-31", "2026-06-01", State.OVERDUE, 2),
        ("quarter", "2026-01-01", "2026-06-30", State.DUE, 0),
        ("quarter", "2026-01-01", "2026-07-01", State.OVERDUE, 1),
        ("week", "2026-03-01", "2026-03-08", State.DUE, 0),
        ("week", "2026-03-01", "2026-03-09", State.OVERDUE, 1),
        ("day", "2026-03-05", "2026-03-06", State.DUE, 0),
        ("day", "2026-03-05", "2026-03-09", State.OVERDUE, 1),  # Friday; nobody works on Saturday and Sunday
        ("day", "2026-03-06", "2026-03-09", State.DUE, 0),
        ("day", "2026-03-06", "2026-03-07", State.EXEMPT, 0),
    ],
)
def test_a_cell_stands_as_its_latest_survey_says(cadence, last, today, state, missed):
    found = clock(cadence, OLD, d(last), d(today), CALENDAR)
    assert (found.state, found.missed) == (state, missed)


def test_the_spring_festival_asks_nobody():
    # 13 February is the last working day before it but for the 14th, a Saturday that is worked; the 24th the first after.
    assert clock("day", OLD, d("2026-02-13"), d("2026-02-14"), CALENDAR).state is State.DUE
    for today in ("2026-02-15", "2026-02-20", "2026-02-23"):
        found = clock("day", OLD, d("2026-02-14"), d(today), CALENDAR)
        assert (found.state, found.why) == (State.EXEMPT, Why.DAYS_OFF)
    assert clock("day", OLD, d("2026-02-14"), d("2026-02-24"), CALENDAR).state is State.DUE
    assert clock("day", OLD, d("2026-02-13"), d("2026-02-24"), CALENDAR).missed == 1
    # The whole week from Monday the 16th to Sunday the 22nd is free.
    assert clock("week", OLD, d("2026-02-14"), d("2026-02-18"), CALENDAR).state is State.EXEMPT
    assert clock("week", OLD, d("2026-02-14"), d("2026-02-23"), CALENDAR).state is State.DUE


def test_a_new_cell_is_asked_for_from_its_first_whole_period_on():
    begins = d("2026-05-13")
    for today in ("2026-05-13", "2026-05-31"):
        found = clock("month", begins, None, d(today), CALENDAR)
        assert (found.state, found.why) == (State.EXEMPT, Why.NOT_BEGUN)
    assert clock("month", begins, None, d("2026-06-01"), CALENDAR).state is State.DUE
    assert clock("month", begins, None, d("2026-07-01"), CALENDAR).missed == 1
    assert clock("month", begins, d("2026-05-20"), d("2026-05-21"), CALENDAR).state is State.DONE


def test_so_many_missed_ones_are_not_counted_further():
    assert clock("day", OLD, None, d("2026-03-02"), CALENDAR).missed == MOST_MISSED


@given(st.sampled_from(CADENCES), days, st.integers(0, 400), st.integers(0, 400))
def test_a_survey_of_today_is_always_enough_and_nothing_turns_before_it_says(cadence, today, ago, age):
    begins, last = today - age * DAY, today - ago * DAY
    assert clock(cadence, begins, today, today, CALENDAR).state is State.DONE
    found = clock(cadence, begins, last, today, CALENDAR)
    assert (found.missed > 0) == (found.state is State.OVERDUE)
    same = clock(cadence, begins, last, found.turns - DAY, CALENDAR)
    assert (same.state, same.missed) == (found.state, found.missed)


@given(st.sampled_from(CADENCES), days, st.integers(0, 900))
def test_every_missed_period_has_a_working_day_and_lies_between(cadence, today, ago):
    last = today - ago * DAY
    found = clock(cadence, OLD, last, today, CALENDAR)
    between = {period_of(cadence, last + n * DAY) for n in range(ago + 1)}
    between -= {period_of(cadence, last), period_of(cadence, today)}
    worked = [one for one in between if any(CALENDAR.is_workday(day) for day in one.days())]
    assert found.missed == min(MOST_MISSED, len(worked))


def test_without_a_calendar_weekends_are_free():
    assert clock("day", OLD, d("2026-10-01"), d("2026-10-02"), Calendar()).state is State.DUE
    assert clock("day", OLD, d("2026-10-01"), d("2026-10-03"), Calendar()).state is State.OVERDUE
