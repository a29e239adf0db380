"""The 四查 clock (H1): a cell is surveyed once in each period of its level, apart from visits to units (domain rules §2).

Days are China's. A period in which nobody works is not asked for; one that was missed cannot be made good, but the next
survey ends the delay.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from .roles import Role
from .workdays import DAY, Calendar

SURVEYORS = frozenset({Role.INS, Role.OFF, Role.LEAD, Role.DEP, Role.SUP})
"""Whose duty at a cell is to survey it, where the duty is for every industry."""
MOST_MISSED = 99
"""Periods that are counted back; a cell that nobody has surveyed for so long needs no finer number."""


class State(StrEnum):
    DUE = "due"
    DONE = "done"
    OVERDUE = "overdue"
    EXEMPT = "exempt"


class Why(StrEnum):
    """What the state rests on; its words are in the catalogue."""

    SURVEYED = "SURVEYED"
    WAITING = "WAITING"
    MISSED = "MISSED"
    DAYS_OFF = "DAYS_OFF"
    NOT_BEGUN = "NOT_BEGUN"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def days(self) -> list[date]:
        return [self.first + n * DAY for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class Clock:
    """`missed`: periods in a row that ended without a survey, up to today."""

    state: State
    why: Why
    period: Period
    missed: int = 0

    @property
    def turns(self) -> date:
        """The first day on which it stands otherwise if nobody surveys the cell."""
        return self.period.last + DAY


def period_of(cadence: str, day: date) -> Period:
    """The period of a cadence ("day", "week" from Monday, "month", "quarter", "year") that a day lies in."""
    if cadence == "day":
        return Period(day, day)
    if cadence == "week":
        monday = day - day.weekday() * DAY
        return Period(monday, monday + 6 * DAY)
    months = {"month": 1, "quarter": 3, "year": 12}[cadence]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(first, _months_later(first, months) - DAY)


def clock(cadence: str, begins: date, last: date | None, today: date, calendar: Calendar) -> Clock:
    """How a cell stands today. `begins`: it has been there, and somebody's, since; `last`: the day of the latest survey.

    The first period that is asked for is the first one that begins on that day or later.
    """
    now = period_of(cadence, today)
    if last is not None and last in now:
        return Clock(State.DONE, Why.SURVEYED, now)
    missed = _missed(cadence, begins, last, now, calendar)
    if missed:
        return Clock(State.OVERDUE, Why.MISSED, now, missed)
    if now.first < begins:
        return Clock(State.EXEMPT, Why.NOT_BEGUN, now)
    if not _worked(now, calendar):
        return Clock(State.EXEMPT, Why.DAYS_OFF, now)
    return Clock(State.DUE, Why.WAITING, now)


def done_at(made: datetime, sent: datetime, received: datetime) -> datetime:
    """When a record was made, on the server's clock: as long before it came in as the device says it lay there."""
    return received - max(timedelta(), sent - made)


def begins_after(day: date) -> date:
    """A cell that gets its people on a day is asked from the next one on: that day is not whole any more."""
    return day + DAY


def _missed(cadence: str, begins: date, last: date | None, now: Period, calendar: Calendar) -> int:
    missed = 0
    period = period_of(cadence, now.first - DAY)
    while period.first >= begins and (last is None or last < period.first) and missed < MOST_MISSED:
        missed += _worked(period, calendar)
        period = period_of(cadence, period.first - DAY)
    return missed


def _worked(period: Period, calendar: Calendar) -> bool:
    return any(calendar.is_workday(day) for day in period.days())


def _months_later(first: date, months: int) -> date:
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1)
