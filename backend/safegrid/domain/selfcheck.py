"""The self-check of a unit 自查 (H5, H6): by checklist, once in each period that its supervision colour asks for."""

from datetime import date

from .levels import Level
from .pack_model import RulePack
from .surveys import Clock, clock, period_of
from .workdays import DAY, Calendar


def cadence(supervision: int, pack: RulePack) -> str:
    """How often a unit of this colour checks itself: "week", "month", "quarter" …"""
    return pack.enterprise.selfcheck[Level(supervision)]


def selfcheck_clock(supervision: int, begins: date, last: date | None, today: date, pack: RulePack) -> Clock:
    """How a unit stands today. `begins`: it has been there since; `last`: the day of its latest self-check."""
    return clock(cadence(supervision, pack), begins, last, today, pack.calendar)


def asked_since(cadence_: str, today: date, calendar: Calendar) -> date:
    """First day of the latest period that has ended and in which somebody worked.

    Whoever was there on that day and has not checked since is overdue: the same as `selfcheck_clock`, for many at once.
    """
    period = period_of(cadence_, period_of(cadence_, today).first - DAY)
    while not any(calendar.is_workday(day) for day in period.days()):
        period = period_of(cadence_, period.first - DAY)
    return period.first
