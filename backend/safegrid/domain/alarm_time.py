"""What follows from an alarm and the clock: who must have been called by now, and what must be reported when.

Minutes of the desk are the pack's `[alarms]`; an accident goes up within one hour and then two hours a level (domain
rules; State Council order 493, X).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .alarm_types import OVER, AlarmFacts, AlarmState, Verdict
from .pack_alarm_model import AlarmRules

ACCIDENT_CLOCKS = ("accident_unit", "accident_county", "accident_city")
"""Who reports: the enterprise to the county, the county to the city, the city to the province."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Something that must be done by `due`; `done`: when it was, None = not yet."""

    code: str
    due: datetime
    done: datetime | None = None

    def late(self, now: datetime) -> bool:
        return (self.done or now) > self.due


def escalation(alarm: AlarmFacts, rules: AlarmRules, now: datetime) -> int:
    """How far an alarm must have been passed on by now: 0 the desk, 1 its deputy, 2 the county. It never goes back."""
    if alarm.state is not AlarmState.RAISED or alarm.raised_at is None:
        return alarm.escalated
    waited = now - alarm.raised_at
    level = 2 if waited >= minutes(rules.county_minutes) else int(waited >= minutes(rules.deputy_minutes))
    return max(alarm.escalated, level)


def next_due(alarm: AlarmFacts, rules: AlarmRules) -> datetime | None:
    """When the next thing must have happened: while it rings, somebody's acknowledgement; later, an accident's report.

    None when nothing is awaited.
    """
    if alarm.state is AlarmState.RAISED and alarm.raised_at is not None:
        waits = rules.county_minutes if alarm.escalated else rules.ack_minutes
        return alarm.raised_at + minutes(waits)
    return min((c.due for c in accident_clocks(alarm, rules) if c.done is None), default=None)


def clocks(alarm: AlarmFacts, rules: AlarmRules) -> tuple[Clock, ...]:
    """Every clock of an alarm: the acknowledgement, and the reports of an accident."""
    if alarm.raised_at is None:
        return ()
    first = Clock("ack", alarm.raised_at + minutes(rules.ack_minutes), alarm.acknowledged_at)
    return (first, *accident_clocks(alarm, rules))


def accident_clocks(alarm: AlarmFacts, rules: AlarmRules) -> tuple[Clock, ...]:
    """Each level has its hours from the report of the level below, or from that one's deadline while it is missing."""
    if alarm.verdict is not Verdict.ACCIDENT or alarm.accident_at is None:
        return ()
    found: list[Clock] = []
    start, allowed = alarm.accident_at, minutes(rules.accident_unit_minutes)
    for i, code in enumerate(ACCIDENT_CLOCKS):
        done = alarm.reports[i] if i < len(alarm.reports) else None
        found.append(Clock(code, start + allowed, done))
        start, allowed = done or start + allowed, minutes(rules.accident_level_minutes)
    return tuple(found)


def next_report(alarm: AlarmFacts) -> str:
    """The clock that the next report of an accident stops; "" if none runs."""
    if alarm.verdict is not Verdict.ACCIDENT or len(alarm.reports) >= len(ACCIDENT_CLOCKS):
        return ""
    return ACCIDENT_CLOCKS[len(alarm.reports)]


def minutes(n: int) -> timedelta:
    return timedelta(minutes=n)


def is_over(alarm: AlarmFacts) -> bool:
    """Whether what happened is over, so that its level may end once the readings are normal."""
    return alarm.state in OVER
