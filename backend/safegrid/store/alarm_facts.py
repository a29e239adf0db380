"""An alarm's row to the facts that the rules read, and back."""

from datetime import datetime
from typing import Any

from safegrid.domain.alarm_types import AlarmFacts, AlarmKind, AlarmState, Evacuation, Severity, Verdict

from .models import Alarm

SAME = (
    "version", "raised_at", "acknowledged_at", "unit_acknowledged_at", "judged_at", "dispatched_at", "arrived_at",
    "resolved_at", "reviewed_at", "escalated", "accident_at", "deaths", "injuries",
)  # fmt: skip
"""Columns whose names and values are the rules' own."""


def facts_of(alarm: Alarm) -> AlarmFacts:
    """Read the facts of a row."""
    same: dict[str, Any] = {name: getattr(alarm, name) for name in SAME}
    return AlarmFacts(
        state=AlarmState(alarm.state),
        kind=AlarmKind(alarm.kind),
        severity=Severity(alarm.severity),
        verdict=Verdict(alarm.verdict),
        handler=alarm.handler_id or 0,
        dispatched_to=alarm.dispatched_to_id or 0,
        reports=tuple(alarm.reports),
        evacuation=_evacuation(alarm.evacuation),
        **same,
    )


def write_facts(alarm: Alarm, facts: AlarmFacts) -> None:
    """Copy facts into the columns; the caller saves."""
    for name in SAME:
        setattr(alarm, name, getattr(facts, name))
    alarm.state, alarm.kind = facts.state.value, facts.kind.value
    alarm.severity, alarm.verdict = facts.severity.value, facts.verdict.value
    if alarm.handler_id != (facts.handler or None):
        alarm.handler_id = facts.handler or None
    alarm.dispatched_to_id = facts.dispatched_to or None
    alarm.reports = list(facts.reports)
    order = facts.evacuation
    alarm.evacuation = order and {
        "radius": order.radius,
        "basis": order.basis,
        "by": order.by,
        "at": order.at.isoformat(),
    }


def _evacuation(stored: Any) -> Evacuation | None:  # noqa: ANN401 - a JSON column
    if not stored:
        return None
    return Evacuation(stored["radius"], stored["basis"], stored["by"], datetime.fromisoformat(stored["at"]))
