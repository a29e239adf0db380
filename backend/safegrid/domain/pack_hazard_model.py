"""The part of a rule pack that hazards need: deadlines, extensions, listing and the ladder of reminders."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class HazardRules:
    general_default_days: int
    general_max_days: int
    major_max_days: int
    extension_limit: int
    listed_ask_workdays: int
    decide_days: int
    listed_decide_workdays: int
    presence_metres: int
    reopen_days: int
    transfer_accept_hours: int
    transfer_limit: int
    list_general_overdue_days: int
    list_major_level: int
    list_upgrade_overdue_days: int
    list_upgrade_counties: int
    list_publish_workdays: int


@dataclass(frozen=True, slots=True)
class Recipient:
    """A role to remind, at a level (0 = whoever holds it here). `up`: one above the lead level."""

    role: str
    level: int = 0
    up: bool = False


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder: so long after its anchor, to whom, with which tool ("" = a reminder)."""

    id: str
    major: bool
    anchor: str
    after: timedelta
    to: tuple[Recipient, ...]
    tool: str = ""
    every: timedelta | None = None
