"""Working days and public holidays, by the State Council's yearly notice (data of the rule pack, `[calendar]`)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .times import CHINA

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """`holidays`: days off beside the weekends, or on them; `worked`: weekend days that are worked instead.

    A year for which no notice is known has its weekends only.
    """

    holidays: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        if day in self.holidays:
            return False
        return day in self.worked or day.weekday() < SATURDAY

    def workdays_before(self, moment: datetime, n: int) -> datetime:
        """The same time of day in China, `n` working days earlier."""
        local = moment.astimezone(CHINA)
        while n > 0:
            local -= DAY
            n -= self.is_workday(local.date())
        return local
