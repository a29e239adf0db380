"""Alarms as values: states, commands, and what is known of one alarm.

A chain from the ring to the review: raised → acknowledged → false, hazard or accident → dispatched → on scene → resolved
→ reviewed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .hazard_types import NO_FIELDS, FieldValue, Who


class AlarmState(StrEnum):
    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    FALSE = "false"
    HAZARD = "hazard"
    ACCIDENT = "accident"
    DISPATCHED = "dispatched"
    ON_SCENE = "on_scene"
    RESOLVED = "resolved"
    REVIEWED = "reviewed"


class AlarmKind(StrEnum):
    """Where an alarm comes from. `sweep`: the clock noticed it (a sensor that fell silent)."""

    SENSOR = "sensor"
    OFFICER = "officer"
    PUBLIC = "public"
    SWEEP = "sweep"


class Severity(StrEnum):
    """`hh` high-high, `h` high (or too low), `lost` a silent sensor, `manual` somebody says so."""

    HH = "hh"
    H = "h"
    LOST = "lost"
    MANUAL = "manual"


class Verdict(StrEnum):
    """What the alarm was judged to be; it outlives the state of that name."""

    NONE = ""
    FALSE = "false"
    HAZARD = "hazard"
    ACCIDENT = "accident"


class AlarmCmd(StrEnum):
    RAISE = "raise"
    ACKNOWLEDGE = "acknowledge"
    JUDGE_FALSE = "judge_false"
    JUDGE_HAZARD = "judge_hazard"
    JUDGE_ACCIDENT = "judge_accident"
    DISPATCH = "dispatch"
    ARRIVE = "arrive"
    RESOLVE = "resolve"
    REVIEW = "review"
    EVACUATE = "evacuate"
    LIFT_EVACUATION = "lift_evacuation"
    NOTIFY = "notify"
    REPORT_UP = "report_up"


CONFIRMED = frozenset({Verdict.HAZARD, Verdict.ACCIDENT})
OVER = frozenset({AlarmState.FALSE, AlarmState.RESOLVED, AlarmState.REVIEWED})
"""What happened is over; only the review may be left."""


@dataclass(frozen=True, slots=True)
class Evacuation:
    """停产撤人 ordered around the alarm (H8): metres around its place."""

    radius: int
    basis: str
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AlarmFacts:
    """All that the rules need of one alarm. `handler`: who acknowledged it, 0 = nobody yet.

    `escalated`: 0 the desk, 1 its deputy was called, 2 the county as well. `reports`: when an accident was reported one
    level further up, oldest first. `deaths`, `injuries`: as known now.
    """

    state: AlarmState
    kind: AlarmKind
    severity: Severity
    version: int = 1
    verdict: Verdict = Verdict.NONE
    raised_at: datetime | None = None
    handler: int = 0
    acknowledged_at: datetime | None = None
    unit_acknowledged_at: datetime | None = None
    judged_at: datetime | None = None
    dispatched_to: int = 0
    dispatched_at: datetime | None = None
    arrived_at: datetime | None = None
    resolved_at: datetime | None = None
    reviewed_at: datetime | None = None
    escalated: int = 0
    accident_at: datetime | None = None
    deaths: int = 0
    injuries: int = 0
    reports: tuple[datetime, ...] = ()
    evacuation: Evacuation | None = None

    @property
    def confirmed(self) -> bool:
        """Whether somebody judged it to be real."""
        return self.verdict in CONFIRMED


@dataclass(frozen=True, slots=True)
class AlarmCommand:
    """What somebody wants to do. `expected_version`: the version they saw; None = not checked (a new alarm)."""

    name: AlarmCmd
    fields: Mapping[str, FieldValue] = field(default_factory=lambda: NO_FIELDS)
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class AlarmTransition:
    """The record of one step, for the history."""

    command: AlarmCmd
    before: AlarmState | None
    after: AlarmState
    by: Who
    at: datetime
    fields: Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class AlarmStep:
    """The alarm after the command, one version later, and the record of it."""

    alarm: AlarmFacts
    transition: AlarmTransition
