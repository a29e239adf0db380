"""Units are listed 挂牌督办 and delisted (C3), and the clock finds those that are past their date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from safegrid.domain import unit_listings as rules
from safegrid.domain.events import Event
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Actor
from safegrid.domain.scope import Place
from safegrid.domain.unit_listings import Act, Delisted, InForce, Listed, Subject
from safegrid.store import packs
from safegrid.store.access import Viewer, visible_units
from safegrid.store.models import Enterprise, UnitListing

from . import levels
from .places import at_unit
from .surroundings import actors_over
from .transaction import Refused, Work, clock, hold_boundaries, unit_of_work

ACTOR = "system:sweep"
CHUNK = 500
NOT_FOUND = Refusal("NOT_FOUND")


@dataclass(frozen=True)
class Outcome:
    """The unit, its version now, and the events, which the caller's own screen applies at once."""

    unit: int
    version: int
    events: tuple[Event, ...]


@dataclass(frozen=True)
class _Case:
    unit: Enterprise
    place: Place
    subject: Subject
    current: UnitListing | None
    now: datetime


def run(viewer: Viewer, unit_id: int, act: Act, given: Mapping[str, object]) -> Outcome | Refusal:
    """List or delist a unit. Refusals: NOT_FOUND out of sight, BAD_PLACE without a site, and those of the rules."""
    if not visible_units(viewer.scope).filter(pk=unit_id).exists():
        return NOT_FOUND
    try:
        with unit_of_work(viewer.key, f"unit.{act.value}") as work:
            case = _locked(unit_id, hold_boundaries())
            if act is Act.LIST:
                _put_on(work, viewer, case, given)
            else:
                _take_off(work, viewer, case, given)
            return Outcome(unit_id, case.unit.version, tuple(work.events))
    except Refused as refused:
        return refused.refusal


def subject_of(unit: Enterprise, current: UnitListing | None) -> Subject:
    """What the rules need to know of a unit. `current`: its listing in force."""
    spot = at_unit(unit)
    return Subject(
        grade=unit.annual_grade,
        standard=unit.standard_grade,
        closed=unit.closed_at is not None,
        lead_level=spot.lead_level if spot else 3,
        counties=spot.counties if spot else 1,
        listing=InForce(current.level, current.listed_by_id, current.deadline) if current else None,
    )


def mark_overdue() -> int:
    """Mark units whose listing is past its date. Returns how many. Run by the worker."""
    late = Enterprise.objects.filter(
        listing__gt=0, listing_overdue=False, listing_deadline__lt=clock(), closed_at=None
    )
    ids = late.order_by("listing_deadline").values_list("pk", flat=True)
    return sum(_mark_one(unit_id) for unit_id in list(ids[:CHUNK]))


def _locked(unit_id: int, now: datetime) -> _Case:
    unit = levels.lock_unit(unit_id)
    spot = at_unit(unit) if unit is not None else None
    if unit is None or spot is None:
        raise Refused(Refusal("BAD_PLACE"))
    current = unit.listings.filter(ended_at=None).first()
    return _Case(unit, spot.place, subject_of(unit, current), current, now)


def _put_on(work: Work, viewer: Viewer, case: _Case, given: Mapping[str, object]) -> None:
    result = rules.put_on(case.subject, given, viewer.actor_over(case.place), packs.current(), case.now)
    if isinstance(result, Refusal):
        raise Refused(result)
    if case.current is not None:
        _end(case.current, "raised", viewer.person, case.now)
    UnitListing.objects.create(
        unit=case.unit,
        level=result.level,
        reason=result.ground.value,
        words=result.words,
        public_text=result.public_text,
        deadline=result.deadline,
        listed_by_id=viewer.person,
        listed_at=case.now,
    )
    _show(work, case, result)


def _take_off(work: Work, viewer: Viewer, case: _Case, given: Mapping[str, object]) -> None:
    companions: tuple[Actor, ...] = tuple(actors_over(given.get("companions"), case.place, case.now))
    actor = viewer.actor_over(case.place)
    result = rules.take_off(case.subject, given, actor, companions, packs.current())
    if isinstance(result, Refusal):
        raise Refused(result)
    assert case.current is not None  # the rules refuse a unit that is not listed
    case.current.accepted_by = list(result.accepted_by)
    case.current.report, case.current.end_text = result.report, result.public_text
    _end(case.current, "delisted", viewer.person, case.now)
    _show(work, case, result)


def _end(listing: UnitListing, how: str, person: int, now: datetime) -> None:
    listing.ended_how, listing.ended_by_id, listing.ended_at = how, person, now
    listing.save()


def _show(work: Work, case: _Case, result: Listed | Delisted) -> None:
    """The unit's row says what is in force; the floor of its supervision colour follows in the same transaction."""
    on = (result.level, result.deadline) if isinstance(result, Listed) else (0, None)
    levels.mark_listed(work, case.unit, *on, overdue=False)
    levels.rate(work, None, case.unit, packs.current(), case.now)


def _mark_one(unit_id: int) -> int:
    with unit_of_work(ACTOR, "unit.listing_overdue") as work:
        unit = levels.lock_unit(unit_id)
        deadline = unit.listing_deadline if unit and unit.listing and unit.closed_at is None else None
        if (
            unit is None
            or deadline is None
            or unit.listing_overdue
            or not rules.is_overdue(deadline, clock())
        ):
            return 0  # somebody delisted it, or another sweep was faster
        levels.mark_listed(work, unit, unit.listing, deadline, overdue=True)
    return 1
