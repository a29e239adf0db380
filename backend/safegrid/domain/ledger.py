"""What changed since the day, the month and the quarter began, and hour by hour; on China's clock (L9: 当天、当月、当季)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from . import counts
from .drawn import SETTLED, HazardDrawn
from .events import Bulk, Changed, Event, tally
from .times import CHINA

HOURS = 24
LOADS = frozenset({"city.load"})
Period = Literal["day", "month", "quarter"]


@dataclass(frozen=True, slots=True)
class Moved:
    """Hazards that were found and that were closed. A rejected one was none."""

    opened: int = 0
    closed: int = 0

    def __add__(self, other: "Moved") -> "Moved":
        return Moved(self.opened + other.opened, self.closed + other.closed)


NOTHING = Moved()


def beginnings(now: datetime) -> Mapping[Period, datetime]:
    """When this day, month and quarter began in China."""
    day = now.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    month = day.replace(day=1)
    return {"day": day, "month": month, "quarter": month.replace(month=3 * ((day.month - 1) // 3) + 1)}


def hour_of(moment: datetime) -> datetime:
    """Beginning of the hour; China is whole hours from UTC, so it is the same hour there."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def last_hours(now: datetime, n: int = HOURS) -> list[datetime]:
    """Beginnings of the last `n` hours, the running one last."""
    return [hour_of(now) - timedelta(hours=back) for back in range(n - 1, -1, -1)]


def changed(event: Event) -> counts.Tally:
    """What an event did to the counts. A city that is loaded at once is the stock that comparisons start from."""
    return {} if isinstance(event, Bulk) and event.cause in LOADS else tally(event)


def moved(event: Event) -> tuple[int, Moved] | None:
    """The community, and what an event found or closed there; None for everything else."""
    if not isinstance(event, Changed):
        return None
    before, after = event.before, event.after
    if isinstance(after, HazardDrawn) and _open(after) and not _open(before):
        return after.cell, Moved(opened=1)
    if isinstance(before, HazardDrawn) and _open(before):
        closed = isinstance(after, HazardDrawn) and after.state == "closed"
        return (before.cell, Moved(closed=1)) if closed else None
    return None


def _open(drawn: object) -> bool:
    return isinstance(drawn, HazardDrawn) and drawn.state not in SETTLED
