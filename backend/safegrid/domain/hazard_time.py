"""What follows from a hazard and the clock: overdue, allowed deadlines, proposed listing level (§4, §6)."""

from dataclasses import replace
from datetime import datetime, timedelta

from .hazard_types import HazardFacts, HazardMark, State
from .pack_model import RulePack

CLOCK_RUNS = (State.ORDERED, State.RECTIFYING)
DAY = timedelta(days=1)


def overdue_days(hazard: HazardFacts, now: datetime) -> float:
    """Days past the deadline; 0.0 if it is not overdue. A pending extension does not stop the clock."""
    if hazard.state not in CLOCK_RUNS or hazard.deadline is None or now <= hazard.deadline:
        return 0.0
    return (now - hazard.deadline) / DAY


def overdue_band(hazard: HazardFacts, pack: RulePack, now: datetime) -> int:
    """0 not overdue, 1 overdue, 2 long overdue (more than the days of `HZ_OVERDUE_LONG`)."""
    days = overdue_days(hazard, now)
    if not days:
        return 0
    return 2 if days > pack.trigger("HZ_OVERDUE_LONG").numbers["days"] else 1


def listing_overdue(hazard: HazardFacts, now: datetime) -> bool:
    """Whether a listing in force is past its own deadline while the hazard is not accepted."""
    listing = hazard.listing
    return listing is not None and hazard.state is not State.ACCEPTED and now > listing.deadline


def tell_overdue(hazard: HazardFacts, now: datetime) -> HazardFacts | None:
    """The hazard with "overdue" marked as told, once per deadline; None if there is nothing to tell."""
    if not overdue_days(hazard, now) or hazard.overdue_told == hazard.deadline:
        return None
    return replace(hazard, overdue_told=hazard.deadline, version=hazard.version + 1)


def max_days(*, major: bool, pack: RulePack) -> int:
    return pack.hazard.major_max_days if major else pack.hazard.general_max_days


def in_range(deadline: datetime, start: datetime, now: datetime, days: int) -> bool:
    """Whether a deadline lies in the future and at most `days` after `start`."""
    return now < deadline <= start + timedelta(days=days)


def proposed_listing_level(hazard: HazardFacts, pack: RulePack, now: datetime) -> int:
    """Level of the authority that should list (§5): county, or city for what is the city's or stays undone."""
    rules = pack.hazard
    listing = hazard.listing
    undone = listing is not None and now - listing.deadline > timedelta(days=rules.list_upgrade_overdue_days)
    wide = hazard.counties >= rules.list_upgrade_counties
    return 1 if hazard.lead_level == 1 or wide or undone else rules.list_major_level


def mark_of(hazard: HazardFacts, now: datetime) -> HazardMark:
    """What the level of its point, unit or cell needs to know of a hazard."""
    return HazardMark(
        major=hazard.major,
        verified=hazard.found is not None,
        state=hazard.state,
        overdue_days=overdue_days(hazard, now),
        self_found=hazard.self_found,
        reporter_role=hazard.reporter_role,
    )
