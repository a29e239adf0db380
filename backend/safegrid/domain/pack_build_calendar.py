"""Reads the working-day calendar of a rule pack, and finds what a slip of the pen makes of it."""

from datetime import date, timedelta

from .pack_reader import Reader
from .workdays import SATURDAY, Calendar

LONGEST = 15
"""Days; the longest public holiday so far had nine."""


def calendar(top: Reader) -> Calendar:
    r = top.sub("calendar")
    holidays = frozenset(day for item in r.items("holidays") for day in _days_off(item))
    worked = frozenset(_worked(item, holidays) for item in r.items("worked"))
    r.finish()
    return Calendar(holidays, worked)


def _days_off(item: Reader) -> list[date]:
    first, last = item.day("from"), item.day("to")
    item.text("zh")
    item.text("en")
    item.finish()
    if not 0 <= (last - first).days < LONGEST:
        item.report(
            "to",
            f"应不早于 from，且连同首尾不超过 {LONGEST} 天。",
            f"must not be before `from`, nor more than {LONGEST} days with both ends.",
        )
        return []
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _worked(item: Reader, holidays: frozenset[date]) -> date:
    day = item.day("day")
    item.finish()
    if day.weekday() < SATURDAY or day in holidays:
        item.report(
            "day",
            "应为不放假的周六或周日：其余的日子本来就上班或放假。",
            "must be a Saturday or Sunday that is no holiday: the other days are worked or free anyway.",
        )
    return day
