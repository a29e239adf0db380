"""Guards: each looks at a case and refuses it, or lets it pass (domain rules §6, last column)."""

from collections.abc import Callable
from datetime import timedelta

from .hazard_case import Case, Guard, same_office
from .hazard_time import in_range, max_days, overdue_days
from .hazard_types import HazardClass, State
from .refusals import Refusal
from .role_types import Duty, Role


def refuse_if(code: str, wrong: Callable[[Case], bool]) -> Guard:
    """A guard that refuses with `code` when `wrong` holds."""

    def guard(case: Case) -> Refusal | None:
        return Refusal(code) if wrong(case) else None

    return guard


# A phone's clock may be a little fast; further on, the time was mistyped.
FAST_CLOCK = timedelta(minutes=10)


def found_in_future(case: Case) -> Refusal | None:
    found = case.when("found_at")
    return Refusal("FOUND_IN_FUTURE") if found is not None and found > case.now + FAST_CLOCK else None


bad_place = refuse_if("BAD_PLACE", lambda c: not c.around.place_ok)
unit_closed = refuse_if("UNIT_CLOSED", lambda c: c.around.unit_closed)
is_listed = refuse_if("IS_LISTED", lambda c: c.hazard.listing is not None)
is_suspended = refuse_if("IS_SUSPENDED", lambda c: c.hazard.suspension is not None)
was_reopened = refuse_if("WAS_REOPENED", lambda c: c.hazard.reopened > 0)
major_not_on_spot = refuse_if("MAJOR_NOT_ON_SPOT", lambda c: c.hazard.major)
no_plan = refuse_if("NO_PLAN", lambda c: not c.hazard.has_plan)
no_order = refuse_if("NO_ORDER", lambda c: c.hazard.ordered_by is None)
no_request = refuse_if("NO_REQUEST", lambda c: c.hazard.extension is None)
already_suspended = refuse_if("BAD_STATE", lambda c: c.hazard.suspension is not None)
not_suspended = refuse_if("BAD_STATE", lambda c: c.hazard.suspension is None)
extension_pending = refuse_if("BAD_STATE", lambda c: c.hazard.extension is not None)
no_target_duty = refuse_if("TARGET_NO_DUTY", lambda c: not c.around.target_has_duty)
fixed_it_himself = refuse_if("SAME_PERSON", lambda c: c.hazard.fixer_id == c.actor.person_id)
not_self_found = refuse_if(
    "NOT_SELF_FOUND", lambda c: not c.hazard.self_found or c.hazard.major or c.hazard.ordered_by is not None
)
must_report = refuse_if("MAJOR_MUST_REPORT", lambda c: c.fields.get("claimed") is HazardClass.MAJOR)
lift_too_early = refuse_if("LIFT_BEFORE_REINSPECT", lambda c: c.hazard.state is not State.REINSPECTED)
not_who_suspended = refuse_if(
    "NOT_YOUR_DUTY",
    lambda c: not same_office(c.actor, c.hazard.suspension.by if c.hazard.suspension else None),
)
not_the_target = refuse_if(
    "NOT_YOUR_DUTY", lambda c: c.hazard.handover is None or c.hazard.handover.target != c.actor.person_id
)
transfer_loop = refuse_if("TRANSFER_LOOP", lambda c: c.hazard.transfers >= c.pack.hazard.transfer_limit)
extension_limit = refuse_if("EXT_LIMIT", lambda c: c.hazard.extensions >= c.pack.hazard.extension_limit)


def duplicate(case: Case) -> Refusal | None:
    around = case.around
    if not around.duplicate_of:
        return None
    return Refusal("DUPLICATE_OPEN", (("hazard", around.duplicate_of), ("number", around.duplicate_number)))


def no_photo(case: Case) -> Refusal | None:
    # A worker reports with what is at hand, an alarm with its reading; everybody else shows what they saw.
    if case.who.role is Role.ENT_W or case.around.evidence or case.fields.get("photos"):
        return None
    return Refusal("NO_PHOTO")


def verifies_own_major(case: Case) -> Refusal | None:
    reporter = case.hazard.reported_by
    major = case.hazard.claimed is HazardClass.MAJOR or case.hazard_class() is HazardClass.MAJOR
    own = reporter is not None and reporter.person_id == case.actor.person_id
    return Refusal("SAME_PERSON") if major and own else None


def same_class(case: Case) -> Refusal | None:
    unchanged = case.hazard_class() is case.hazard.found
    return Refusal("FIELD_BAD", (("field", "class"), ("kind", "class"))) if unchanged else None


def down_rules(case: Case) -> Refusal | None:
    """Down to general: a second person, and not while listed."""
    if case.hazard_class() is not HazardClass.GENERAL:
        return None
    if case.hazard.listing is not None:
        return Refusal("IS_LISTED")
    before = case.hazard.classed_by
    return Refusal("SAME_PERSON") if before is not None and before.person_id == case.actor.person_id else None


def order_range(case: Case) -> Refusal | None:
    deadline, days = case.when("deadline"), max_days(major=case.hazard.major, pack=case.pack)
    if deadline is None or in_range(deadline, case.now, case.now, days):
        return None
    return Refusal("DEADLINE_RANGE", (("days", days),))


def own_limit_range(case: Case) -> Refusal | None:
    limit, days = case.when("time_limit"), case.pack.hazard.general_max_days
    if limit is not None and in_range(limit, case.now, case.now, days):
        return None
    return Refusal("DEADLINE_RANGE", (("days", days),))


def reset_range(case: Case) -> Refusal | None:
    """An approved plan may reset the deadline once, within the longest time from the order."""
    deadline, days = case.when("deadline"), max_days(major=True, pack=case.pack)
    if deadline is None or not case.flag("approve"):
        return None
    start = case.hazard.ordered_at or case.now
    if not case.hazard.deadline_reset and in_range(deadline, start, case.now, days):
        return None
    return Refusal("DEADLINE_RANGE", (("days", days),))


def extension_range(case: Case) -> Refusal | None:
    """The new deadline is later than the old one, by at most the longest deadline of its class."""
    wanted, old = case.when("deadline"), case.hazard.deadline
    days = max_days(major=case.hazard.major, pack=case.pack)
    if wanted is not None and old is not None and in_range(wanted, old, old, days):
        return None
    return Refusal("DEADLINE_RANGE", (("days", days),))


def listing_range(case: Case) -> Refusal | None:
    deadline, days = case.when("deadline"), case.pack.hazard.major_max_days
    if deadline is not None and in_range(deadline, case.now, case.now, days):
        return None
    return Refusal("DEADLINE_RANGE", (("days", days),))


def extension_too_late(case: Case) -> Refusal | None:
    deadline = case.hazard.deadline
    if deadline is None:
        return None
    listed = case.hazard.listing is not None
    workdays = case.pack.hazard.listed_ask_workdays if listed else 0
    latest = case.pack.calendar.workdays_before(deadline, workdays)
    return Refusal("EXT_TOO_LATE") if case.now >= latest else None


def not_the_decider(case: Case) -> Refusal | None:
    """Who ordered decides; while it is listed, who listed."""
    listing = case.hazard.listing
    decider = listing.by if listing is not None else case.hazard.ordered_by
    return None if same_office(case.actor, decider) else Refusal("NOT_YOUR_DUTY")


def plan_too_late(case: Case) -> Refusal | None:
    limit, deadline = case.when("time_limit"), case.hazard.deadline
    late = limit is not None and deadline is not None and limit > deadline
    return Refusal("PLAN_AFTER_DEADLINE") if late else None


def not_present(case: Case) -> Refusal | None:
    metres, distance = case.pack.hazard.presence_metres, case.around.distance_m
    if distance is not None and distance <= metres:
        return None
    return Refusal("NOT_PRESENT", (("metres", metres),))


def two_at_reinspection(case: Case) -> Refusal | None:
    """A major hazard is re-inspected by two people, one of them from a department."""
    if not case.hazard.major:
        return None
    duties = [*case.actor.duties, *(d for c in case.around.companions for d in c.duties)]
    officials = all(_official(c.duties) for c in case.around.companions)
    enough = len(case.people()) >= 2 and officials and any(d.role is Role.DEP for d in duties)
    return None if enough else Refusal("TWO_NEEDED")


def two_at_acceptance(case: Case) -> Refusal | None:
    """Two people accept, at least one of whom did not re-inspect."""
    officials = all(_official(c.duties) for c in case.around.companions)
    new = case.people() - set(case.hazard.checked_by)
    return None if len(case.people()) >= 2 and officials and new else Refusal("TWO_NEEDED")


def _official(duties: tuple[Duty, ...]) -> bool:
    return any(d.role in (Role.OFF, Role.DEP, Role.SUP) for d in duties)


def accepts_too_low(case: Case) -> Refusal | None:
    """Who accepts is at least as high as who ordered, suspended and listed."""
    h = case.hazard
    before = (h.ordered_by, h.suspension.by if h.suspension else None, h.listing.by if h.listing else None)
    # An enterprise has no level, so what it did itself binds nobody.
    highest = min((who.level for who in before if who is not None and who.level), default=4)
    return Refusal("LEVEL_TOO_LOW", (("level", highest),)) if case.who.level > highest else None


def return_level(case: Case) -> Refusal | None:
    """Who may take the next step may send it back: the same guards as that step."""
    if case.hazard.state is State.REINSPECTED:
        return accepts_too_low(case)
    if case.hazard.state is State.ACCEPTED:
        return Refusal("NOT_YOUR_DUTY") if other_level(case) else None
    return None


def not_listable(case: Case) -> Refusal | None:
    days = case.pack.hazard.list_general_overdue_days
    if case.hazard.major or overdue_days(case.hazard, case.now) >= days:
        return None
    return Refusal("NOT_LISTABLE", (("days", days),))


def already_listed(case: Case) -> Refusal | None:
    """A listing is only replaced by one of a higher authority."""
    listing = case.hazard.listing
    return Refusal("ALREADY_LISTED") if listing is not None and case.who.level >= listing.level else None


def lists_at_own_level(case: Case) -> Refusal | None:
    held = any(d.role is Role.SUP and d.level == case.fields.get("level") for d in case.actor.duties)
    return None if held else Refusal("NOT_YOUR_DUTY")


def lists_again(case: Case) -> Refusal | None:
    listing, level = case.hazard.listing, case.fields.get("level")
    again = listing is not None and isinstance(level, int) and level >= listing.level
    return Refusal("ALREADY_LISTED") if again else None


def other_level(case: Case) -> Refusal | None:
    """谁挂牌谁摘牌: the authority of the listing's level delists."""
    listing = case.hazard.listing
    level = listing.level if listing is not None else 0
    if any(d.role is Role.SUP and d.level == level for d in case.actor.duties):
        return None
    return Refusal("OTHER_LEVEL_LISTED", (("level", level),))


def too_old(case: Case) -> Refusal | None:
    closed, days = case.hazard.closed_at, case.pack.hazard.reopen_days
    old = closed is not None and case.now - closed > timedelta(days=days)
    return Refusal("TOO_OLD", (("days", days),)) if old else None
