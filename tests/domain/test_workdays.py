"""Working days: the yearly notice as data, on China's clock."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kit import pack_of, texts
from domain.test_packs import broken, county
from safegrid.domain.packs import RulePack, parse_pack
from safegrid.domain.times import CHINA
from safegrid.domain.workdays import Calendar

CALENDAR = pack_of("411002").calendar
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-01-02", False),  # a Friday of the New Year's holiday
        ("2026-01-04", True),  # the Sunday that is worked for it
        ("2026-02-14", True),
        ("2026-02-15", False),
        ("2026-02-23", False),
        ("2026-02-24", True),
        ("2026-02-28", True),
        ("2026-10-07", False),
        ("2026-10-10", True),
        ("2026-10-11", False),
        ("2025-10-08", False),
        ("2025-10-11", True),
        ("2028-02-29", True),  # a Tuesday of a year whose notice is not known
        ("2028-10-01", False),  # a Sunday
        ("2028-10-02", True),
    ],
)
def test_days_of_the_notices(day, worked):
    assert CALENDAR.is_workday(date.fromisoformat(day)) is worked


def test_a_holiday_as_long_as_the_notice_says():
    in_2026 = [day for day in CALENDAR.holidays if day.year == 2026]
    assert len(in_2026) == 3 + 9 + 3 + 5 + 3 + 3 + 7
    assert len([day for day in CALENDAR.worked if day.year == 2026]) == 6


def test_workdays_before_a_deadline_leave_out_the_spring_festival():
    deadline = datetime(2026, 2, 25, 9, 0, tzinfo=CHINA)
    # The 24th, then the Saturday of the 14th, which is worked, then the Friday before it.
    assert CALENDAR.workdays_before(deadline, 3) == datetime(2026, 2, 13, 9, 0, tzinfo=CHINA)
    # Saturday 00:30 in China is still Friday in UTC.
    night = datetime(2026, 3, 6, 16, 30, tzinfo=UTC)
    assert CALENDAR.workdays_before(night, 1) == datetime(2026, 3, 5, 16, 30, tzinfo=UTC)


@given(
    st.dates(date(2024, 12, 1), date(2028, 12, 31)).map(
        lambda day: datetime.combine(day, time(9, 30), CHINA)
    ),
    st.integers(0, 60),
)
def test_exactly_so_many_working_days_lie_between(moment, n):
    before = CALENDAR.workdays_before(moment, n)
    between = [before.date() + i * DAY for i in range((moment.date() - before.date()).days)]
    assert sum(CALENDAR.is_workday(day) for day in between) == n
    assert before.timetz() == moment.timetz()
    assert n == 0 or CALENDAR.is_workday(before.date())


def test_without_notices_there_are_weekends():
    assert [Calendar().is_workday(date(2026, 10, 5) + i * DAY) for i in range(7)] == [True] * 5 + [False] * 2


def test_another_calendar_is_no_other_version_of_the_rules():
    body = '[calendar]\nsource = "T"\nholidays = [{ from = 2027-01-01, to = 2027-01-01, zh = "元旦", en = "x" }]\nworked = []\n'
    pack = parse_pack([*texts(), county(body)], "411002")
    same = parse_pack([*texts(), county("")], "411002")
    assert isinstance(pack, RulePack)
    assert isinstance(same, RulePack)
    assert pack.version == same.version
    assert not pack.calendar.is_workday(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ('holidays = [{ from = 2027-01-03, to = 2027-01-01, zh = "元旦", en = "x" }]\nworked = []', "不早于"),
        ('holidays = [{ from = 2027-01-01, to = 2027-02-01, zh = "元旦", en = "x" }]\nworked = []', "15 天"),
        ("holidays = []\nworked = [{ day = 2027-01-04 }]", "周六或周日"),
        ("holidays = []\nworked = [{ day = 20270104 }]", "日期"),
    ],
)
def test_a_slip_of_the_pen_is_told_in_words(entry, words):
    assert any(words in problem.zh for problem in broken(f'[calendar]\nsource = "T"\n{entry}\n'))
