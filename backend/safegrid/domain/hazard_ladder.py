"""The ladder of reminders (domain rules §4): which steps are due for a hazard, each once per anchor."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from .hazard_time import CLOCK_RUNS
from .hazard_types import HazardFacts, State
from .pack_hazard_model import Recipient, Rung
from .pack_model import RulePack


@dataclass(frozen=True, slots=True)
class DueStep:
    """One reminder. `key` names it for ever: progress or a granted extension makes new anchors and so new keys."""

    key: str
    rung: str
    due_at: datetime
    to: tuple[Recipient, ...]
    tool: str


def anchor_time(hazard: HazardFacts, anchor: str) -> datetime | None:
    """When the anchor was, or None while the hazard is not in the state that the anchor speaks of."""
    state = hazard.state
    if anchor == "deadline":
        return hazard.deadline if state in CLOCK_RUNS else None
    waiting = {
        "reported": (State.REPORTED, hazard.reported_at),
        "verified": (State.VERIFIED, hazard.verified_at),
        "submitted": (State.SUBMITTED, hazard.submitted_at),
        "reinspected": (State.REINSPECTED, hazard.reinspected_at),
    }
    wanted, moment = waiting[anchor]
    return moment if state is wanted else None


def ladder_due(
    hazard: HazardFacts, pack: RulePack, now: datetime, taken: AbstractSet[str] = frozenset()
) -> tuple[DueStep, ...]:
    """Steps that are due and not in `taken` (keys), in the order of their times."""
    due = [
        found
        for rung in pack.ladder
        if rung.major is hazard.major
        for found in _of_rung(rung, hazard, now)
        if found.key not in taken
    ]
    return tuple(sorted(due, key=lambda d: (d.due_at, d.key)))


def _of_rung(rung: Rung, hazard: HazardFacts, now: datetime) -> Iterator[DueStep]:
    anchor = anchor_time(hazard, rung.anchor)
    if anchor is None:
        return
    to = tuple(_resolved(r, hazard) for r in rung.to)
    moment, n = anchor + rung.after, 0
    while moment <= now:
        suffix = f"#{n}" if rung.every else ""
        yield DueStep(f"{rung.id}@{anchor.isoformat()}{suffix}", rung.id, moment, to, rung.tool)
        if rung.every is None:
            return
        moment, n = moment + rung.every, n + 1


def _resolved(recipient: Recipient, hazard: HazardFacts) -> Recipient:
    """One level above the lead level; where the township leads, the county acts for a major hazard."""
    if not recipient.up:
        return recipient
    return replace(recipient, level=max(1, min(2, hazard.lead_level) - 1), up=False)
