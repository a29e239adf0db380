"""Effects: the hazard after a command that passed its guards. The version is counted by `step`."""

from dataclasses import replace
from datetime import timedelta

from .hazard_case import Case
from .hazard_types import (
    Extension,
    Handover,
    HazardClass,
    HazardFacts,
    Listing,
    State,
    Suspension,
    Who,
)
from .role_types import Role


def _placed(case: Case, state: State, claimed: HazardClass) -> HazardFacts:
    a = case.around
    return HazardFacts(
        state=state,
        claimed=claimed,
        version=0,
        cell_id=a.cell_id,
        unit_id=a.unit_id,
        point_id=a.point_id,
        lead_level=a.lead_level,
        counties=a.counties,
        reported_by=case.who,
        reported_at=case.now,
    )


def report(case: Case) -> HazardFacts:
    claimed = case.fields.get("claimed")
    return _placed(
        case, State.REPORTED, HazardClass.MAJOR if claimed is HazardClass.MAJOR else HazardClass.GENERAL
    )


def self_record(case: Case) -> HazardFacts:
    fixer = case.fields.get("fixer")
    return replace(
        _placed(case, State.RECTIFYING, HazardClass.GENERAL),
        found=HazardClass.GENERAL,
        self_found=True,
        classed_by=case.who,
        deadline=case.when("time_limit"),
        # Whoever records it and names nobody has fixed it himself, so somebody else must close it.
        fixer_id=fixer if isinstance(fixer, int) else case.actor.person_id,
    )


def close(case: Case) -> HazardFacts:
    return replace(
        case.hazard,
        state=State.CLOSED,
        found=case.hazard.found or HazardClass.GENERAL,
        closed_at=case.now,
        extension=None,
        handover=None,
    )


def verify(case: Case) -> HazardFacts:
    return replace(
        case.hazard,
        state=State.VERIFIED,
        found=case.hazard_class(),
        classed_by=case.who,
        verified_at=case.now,
        handover=None,
    )


def reject(case: Case) -> HazardFacts:
    return replace(case.hazard, state=State.REJECTED, closed_at=case.now, handover=None)


def _afresh(hazard: HazardFacts) -> HazardFacts:
    """Order, plan and everything after them void; flags stay."""
    return replace(
        hazard,
        state=State.VERIFIED,
        ordered_by=None,
        ordered_at=None,
        deadline=None,
        deadline_reset=False,
        has_plan=False,
        plan_approved=False,
        extension=None,
        extensions=0,
        fixer_id=None,
        submitted_at=None,
        checked_by=(),
        reinspected_at=None,
        accepted_by=(),
        accepted_at=None,
        closed_at=None,
        overdue_told=None,
    )


def reclassify(case: Case) -> HazardFacts:
    if case.hazard_class() is HazardClass.MAJOR:
        return replace(
            _afresh(case.hazard), found=HazardClass.MAJOR, classed_by=case.who, verified_at=case.now
        )
    planned = case.hazard.state is State.ORDERED and case.hazard.has_plan
    return replace(
        case.hazard,
        state=State.RECTIFYING if planned else case.hazard.state,
        found=HazardClass.GENERAL,
        classed_by=case.who,
    )


def transfer(case: Case) -> HazardFacts:
    target = case.fields["target"]
    handover = Handover(target if isinstance(target, int) else 0, case.who, case.now)
    return replace(case.hazard, handover=handover, transfers=case.hazard.transfers + 1)


def transfer_accept(case: Case) -> HazardFacts:
    return replace(case.hazard, handover=None)


def order(case: Case) -> HazardFacts:
    default = case.now + timedelta(days=case.pack.hazard.general_default_days)
    return replace(
        case.hazard,
        state=State.ORDERED,
        ordered_by=case.who,
        ordered_at=case.now,
        deadline=case.when("deadline") or default,
        handover=None,
    )


def plan(case: Case) -> HazardFacts:
    state = State.ORDERED if case.hazard.major else State.RECTIFYING
    return replace(case.hazard, state=state, has_plan=True)


def approve_plan(case: Case) -> HazardFacts:
    if not case.flag("approve"):
        return replace(case.hazard, has_plan=False)
    new = case.when("deadline")
    return replace(
        case.hazard,
        state=State.RECTIFYING,
        plan_approved=True,
        deadline=new or case.hazard.deadline,
        deadline_reset=case.hazard.deadline_reset or new is not None,
    )


def suspend(case: Case) -> HazardFacts:
    return replace(case.hazard, suspension=Suspension(case.who, case.now))


def lift(case: Case) -> HazardFacts:
    return replace(case.hazard, suspension=None)


def extend_request(case: Case) -> HazardFacts:
    wanted = case.when("deadline")
    return replace(case.hazard, extension=Extension(wanted, case.who, case.now) if wanted else None)


def extend_decide(case: Case) -> HazardFacts:
    asked = case.hazard.extension
    if asked is None or not case.flag("approve"):
        return replace(case.hazard, extension=None)
    listing = case.hazard.listing
    if listing is not None:
        listing = replace(listing, deadline=max(listing.deadline, asked.deadline))
    return replace(
        case.hazard,
        extension=None,
        extensions=case.hazard.extensions + 1,
        deadline=asked.deadline,
        listing=listing,
    )


def submit(case: Case) -> HazardFacts:
    return replace(case.hazard, state=State.SUBMITTED, submitted_at=case.now, extension=None)


def reinspect(case: Case) -> HazardFacts:
    checked = replace(
        case.hazard, checked_by=tuple(sorted(case.people())), reinspected_at=case.now, state=State.REINSPECTED
    )
    if checked.major or checked.listing is not None or checked.suspension is not None:
        return checked
    return replace(checked, state=State.CLOSED, closed_at=case.now)


def send_back(case: Case) -> HazardFacts:
    return replace(
        case.hazard,
        state=State.RECTIFYING,
        submitted_at=None,
        checked_by=(),
        reinspected_at=None,
        accepted_by=(),
        accepted_at=None,
    )


def accept(case: Case) -> HazardFacts:
    listed = case.hazard.listing is not None
    return replace(
        case.hazard,
        state=State.ACCEPTED if listed else State.CLOSED,
        suspension=None,
        accepted_by=tuple(sorted(case.people())),
        accepted_at=case.now,
        closed_at=None if listed else case.now,
    )


def list_hazard(case: Case) -> HazardFacts:
    level, deadline = case.fields["level"], case.when("deadline")
    number = level if isinstance(level, int) else case.who.level
    by = Who(case.actor.person_id, Role.SUP, number, case.who.department)
    return replace(case.hazard, listing=Listing(number, by, case.now, deadline or case.now))


def delist(case: Case) -> HazardFacts:
    return replace(case.hazard, state=State.CLOSED, closed_at=case.now, listing=None)


def reopen(case: Case) -> HazardFacts:
    return replace(_afresh(case.hazard), reopened=case.hazard.reopened + 1, verified_at=case.now)
