"""Hazards as values: states, commands, and what is known of one hazard (domain rules §6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from .role_types import Actor, Role


class State(StrEnum):
    REPORTED = "reported"
    VERIFIED = "verified"
    ORDERED = "ordered"
    RECTIFYING = "rectifying"
    SUBMITTED = "submitted"
    REINSPECTED = "reinspected"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    REJECTED = "rejected"


class HazardClass(StrEnum):
    GENERAL = "general"
    MAJOR = "major"


class Cmd(StrEnum):
    REPORT = "report"
    SELF_RECORD = "self_record"
    SELF_CLOSE = "self_close"
    VERIFY = "verify"
    REJECT = "reject"
    RECLASSIFY = "reclassify"
    FIX_ON_SPOT = "fix_on_spot"
    TRANSFER = "transfer"
    TRANSFER_ACCEPT = "transfer_accept"
    ORDER = "order"
    PLAN = "plan"
    APPROVE_PLAN = "approve_plan"
    SUSPEND = "suspend"
    LIFT = "lift"
    EXTEND_REQUEST = "extend_request"
    EXTEND_DECIDE = "extend_decide"
    SUBMIT = "submit"
    REINSPECT = "reinspect"
    RETURN = "return"
    ACCEPT = "accept"
    LIST = "list"
    DELIST = "delist"
    REOPEN = "reopen"


OPEN_VERIFIED = (State.VERIFIED, State.ORDERED, State.RECTIFYING, State.SUBMITTED, State.REINSPECTED)
"""The table's "verified … reinspected"."""
SETTLED_STATES = frozenset({State.CLOSED, State.REJECTED})


@dataclass(frozen=True, slots=True)
class Who:
    """A person acting under a duty: what the record names, and what "who ordered" is compared with."""

    person_id: int
    role: Role
    level: int = 0
    department: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """挂牌督办: by the authority of `level`, with its own deadline."""

    level: int
    by: Who
    at: datetime
    deadline: datetime


@dataclass(frozen=True, slots=True)
class Suspension:
    """停产撤人 in force."""

    by: Who
    at: datetime


@dataclass(frozen=True, slots=True)
class Extension:
    """A request for a later deadline that is not decided yet. It does not stop the clock."""

    deadline: datetime
    by: Who
    at: datetime


@dataclass(frozen=True, slots=True)
class Handover:
    """A transfer that its target has not accepted yet."""

    target: int
    by: Who
    at: datetime


@dataclass(frozen=True, slots=True)
class HazardFacts:
    """All that the rules need of one hazard. Texts, photos and reports stay with the record of each step.

    `claimed` is the reporter's class, `found` that of the verification. `fixer_id`: who put a self-found
    hazard right. `checked_by`: who re-inspected. `lead_level`: the level that leads supervision of the unit (G2).
    """

    state: State
    claimed: HazardClass
    version: int = 1
    found: HazardClass | None = None
    self_found: bool = False
    cell_id: int = 0
    unit_id: int = 0
    point_id: int = 0
    lead_level: int = 3
    counties: int = 1
    reported_by: Who | None = None
    reported_at: datetime | None = None
    classed_by: Who | None = None
    verified_at: datetime | None = None
    ordered_by: Who | None = None
    ordered_at: datetime | None = None
    deadline: datetime | None = None
    deadline_reset: bool = False
    has_plan: bool = False
    plan_approved: bool = False
    extension: Extension | None = None
    extensions: int = 0
    listing: Listing | None = None
    suspension: Suspension | None = None
    fixer_id: int | None = None
    submitted_at: datetime | None = None
    checked_by: tuple[int, ...] = ()
    reinspected_at: datetime | None = None
    accepted_by: tuple[int, ...] = ()
    accepted_at: datetime | None = None
    closed_at: datetime | None = None
    handover: Handover | None = None
    transfers: int = 0
    reopened: int = 0
    overdue_told: datetime | None = None

    @property
    def major(self) -> bool:
        """Whether it is held to be major now: found, or claimed while nobody has verified it."""
        return (self.found or self.claimed) is HazardClass.MAJOR

    @property
    def reporter_role(self) -> Role | None:
        return self.reported_by.role if self.reported_by else None


FieldValue = object
NO_FIELDS: Mapping[str, FieldValue] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody wants to do. `expected_version`: the version they saw; None = not checked (a new hazard).

    `override`: go on in spite of a refusal that allows it (with `override_reason` among the fields where the
    table asks for one). `propose`: leave it as evidence or proposal for those who may.
    """

    name: Cmd
    fields: Mapping[str, FieldValue] = field(default_factory=lambda: NO_FIELDS)
    expected_version: int | None = None
    override: bool = False
    propose: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What the rules need to know of the world beyond the hazard; the action looks it up.

    `distance_m`: of the actor's device from the hazard, None if unknown. `companions`: the others who took
    part, with their duties over this hazard. `evidence`: an alarm stands for the photo of the report.
    """

    place_ok: bool = True
    unit_closed: bool = False
    duplicate_of: int = 0
    duplicate_number: str = ""
    target_has_duty: bool = False
    distance_m: float | None = None
    companions: tuple[Actor, ...] = ()
    cell_id: int = 0
    unit_id: int = 0
    point_id: int = 0
    lead_level: int = 3
    counties: int = 1
    evidence: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """The record of one step, for the history and for the event."""

    command: Cmd
    before: State | None
    after: State
    by: Who
    at: datetime
    fields: Mapping[str, FieldValue]
    overridden: tuple[str, ...] = ()
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """The hazard after the command, one version later, and the record of it."""

    hazard: HazardFacts
    transition: Transition


@dataclass(frozen=True, slots=True)
class HazardMark:
    """The little that a level needs to know of a hazard. `overdue_days`: 0.0 = not overdue."""

    major: bool
    verified: bool
    state: State
    overdue_days: float = 0.0
    self_found: bool = False
    reporter_role: Role | None = None
