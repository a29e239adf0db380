"""The census from the field (H1, G15): who walks proposes that a unit is new, wrong on record, or gone; who may decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.gis.geos import Point

from safegrid.domain import roles
from safegrid.domain.geometry import check_place
from safegrid.domain.industry import section_of
from safegrid.domain.presence import Stamp
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Actor, Permission, Verb
from safegrid.domain.scope import Place, sees
from safegrid.domain.surveys import done_at
from safegrid.domain.unit_fields import Value, entered_by, may_decide, read_fields
from safegrid.store import packs
from safegrid.store.access import Viewer, visible_units
from safegrid.store.models import Enterprise, UnitProposal
from safegrid.store.models.field_records import stamped
from safegrid.store.models.proposals import WAITING
from safegrid.store.queries.ownership import owner_at
from safegrid.store.queries.proposals import (
    answered_then,
    by_units_themselves,
    deciders,
    keepers_of,
    proposals_in_sight,
)
from safegrid.store.queries.units import place_of, sites_of

from . import evidence, field_place, units
from .levels import lock_unit
from .notices import tell_people
from .transaction import Refused, Work, hold_boundaries, unit_of_work

NOT_FOUND, NOT_YOURS = Refusal("NOT_FOUND"), Refusal("NOT_YOUR_DUTY")


@dataclass(frozen=True)
class NewProposal:
    """`kind`: new, correct, close. `place`: lon, lat in degrees of a new unit, or of where one really stands."""

    kind: str
    stamp: Stamp
    unit: int | None = None
    fields: Mapping[str, object] | None = None
    place: tuple[float, float] | None = None
    reason: str = ""
    photos: tuple[str, ...] = ()


@dataclass(frozen=True)
class About:
    """What a proposal is about: the unit on record, where it stands, and where it is said to stand."""

    unit: Enterprise | None
    place: Place
    said: Point | None
    was_at: Point | None


def propose(viewer: Viewer, new: NewProposal, received: datetime | None = None) -> UnitProposal | Refusal:
    """Keep a proposal. Refusals: NOT_FOUND, NOT_YOUR_DUTY, UNIT_CLOSED, BAD_PLACE, FIELD_BAD, FIELD_MISSING,
    NOTHING_CHANGED, NO_REASON, NO_PHOTO (what a unit says of itself needs evidence).

    Nothing is changed by it, whoever makes it.
    """
    try:
        with unit_of_work(viewer.key, "unit.propose") as work:
            now = hold_boundaries()
            return _propose(work, viewer, new, received or now)
    except Refused as refused:
        return refused.refusal


def decide(viewer: Viewer, proposal_id: int, *, yes: bool, reason: str) -> UnitProposal | Refusal:
    """Decide on a proposal; yes changes the unit. Refusals: NOT_FOUND, NOT_YOUR_DUTY, PROPOSAL_DECIDED, UNIT_CLOSED,
    UNIT_HAS_OPEN, USCC_TAKEN, NO_REASON (no without a reason).
    """
    seen = proposals_in_sight(viewer).filter(pk=proposal_id).first()
    if seen is None:
        return NOT_FOUND
    try:
        with unit_of_work(viewer.key, "unit.decide") as work:
            now = hold_boundaries()
            unit = lock_unit(seen.unit_id)
            rows = UnitProposal.objects.select_for_update(of=("self",)).select_related(
                "unit", "cell", "person"
            )
            return _decide(work, viewer, rows.get(pk=proposal_id), unit, now, yes=yes, reason=reason.strip())
    except Refused as refused:
        return refused.refusal


def decidable(viewer: Viewer, proposal: UnitProposal) -> bool:
    """Whether the viewer may decide on it."""
    return proposal.state == WAITING and may_decide(_actor(viewer, proposal), proposal.entered_by)


def _propose(work: Work, viewer: Viewer, new: NewProposal, received: datetime) -> UnitProposal:
    done = done_at(new.stamp.made_at, new.stamp.sent_at, received)
    fields = read_fields(new.kind, new.fields or {})
    if isinstance(fields, Refusal):
        raise Refused(fields)
    about = _about(viewer, new, done)
    if new.kind == "correct" and not fields and about.said is None:
        raise Refused(Refusal("NOTHING_CHANGED"))
    if new.kind == "close" and not new.reason.strip():
        raise Refused(Refusal("NO_REASON"))
    unit = about.unit
    if unit and not new.photos and any(duty.unit == unit.pk for duty in viewer.duties):
        raise Refused(Refusal("NO_PHOTO"))
    affiliation = str(fields.get("affiliation") or (unit.affiliation if unit else "other"))
    spot = about.said or about.was_at
    presence = field_place.judged(new.stamp, (spot.x, spot.y) if spot else None, received)
    proposal = UnitProposal.objects.create(
        kind=new.kind,
        unit=unit,
        fields=fields,
        was={name: units.value_of(unit, name) for name in fields} if unit else {},
        geom=about.said,
        cell_id=about.place.cell or None,
        industry=unit.industry if unit else section_of(str(fields["industry"])),
        reason=new.reason.strip(),
        photos=list(new.photos),
        entered_by=entered_by(affiliation, packs.current()),
        person_id=viewer.person,
        received_at=received,
        **stamped(new.stamp, presence),
    )
    if refusal := evidence.use(viewer.person, "proposal", proposal.pk, list(new.photos)):
        raise Refused(refusal)
    told = [person for person in deciders(about.place.cell) if person != viewer.person]
    tell_people(work, told, None, "proposal_new", str(fields.get("name") or (unit.name if unit else "")))
    return proposal


def _about(viewer: Viewer, new: NewProposal, done: datetime) -> About:
    said = None
    if new.place is not None:
        if check_place(*new.place) is not None:
            raise Refused(Refusal("BAD_PLACE"))
        said = Point(*new.place, srid=4326)
    if new.kind == "new":
        if said is None:
            raise Refused(Refusal("BAD_PLACE"))
        place = Place(cell=owner_at(said.x, said.y))
        _check_reach(viewer, place, said, done, seen=sees(viewer.scope, place))
        return About(None, place, said, None)
    unit = Enterprise.objects.filter(pk=new.unit or 0).first()
    if unit is None:
        raise Refused(NOT_FOUND)
    sites = sites_of(unit)
    place, was_at = place_of(unit, sites), sites[0].geom if sites else None
    _check_reach(viewer, place, was_at, done, seen=_sees_unit(viewer, unit, place))
    if unit.closed_at is not None:
        raise Refused(Refusal("UNIT_CLOSED"))
    return About(unit, place, said, was_at)


def _sees_unit(viewer: Viewer, unit: Enterprise, place: Place) -> bool:
    """Closed units are in sight of nobody; who would have seen one is told that it is closed."""
    return (
        sees(viewer.scope, place)
        if unit.closed_at
        else visible_units(viewer.scope).filter(pk=unit.pk).exists()
    )


def _check_reach(viewer: Viewer, place: Place, at: Point | None, done: datetime, *, seen: bool) -> None:
    """Raise Refused unless the viewer's duties reach the place, or did when the record was made."""
    if roles.best(viewer.actor_over(place), Verb.EDIT_UNIT) is not Permission.NO:
        return
    if at is not None and answered_then(viewer.person, at.x, at.y, done):
        return
    raise Refused(NOT_YOURS if seen else NOT_FOUND)


def _actor(viewer: Viewer, proposal: UnitProposal) -> Actor:
    place = Place(proposal.cell_id or 0, (), proposal.unit_id or 0, proposal.industry)
    return viewer.actor_over(place)


def _decide(
    work: Work,
    viewer: Viewer,
    proposal: UnitProposal,
    unit: Enterprise | None,
    now: datetime,
    *,
    yes: bool,
    reason: str,
) -> UnitProposal:
    if not may_decide(_actor(viewer, proposal), proposal.entered_by):
        raise Refused(NOT_YOURS)
    if proposal.state != WAITING:
        raise Refused(Refusal("PROPOSAL_DECIDED", (("who", _decider(proposal)),)))
    if not yes and not reason:
        raise Refused(Refusal("NO_REASON"))
    if yes:
        proposal.unit = _carry_out(work, proposal, unit, now)
    proposal.state = "accepted" if yes else "rejected"
    proposal.decided_by_id, proposal.decided_at, proposal.answer = viewer.person, now, reason
    proposal.save(update_fields=["unit", "state", "decided_by", "decided_at", "answer"])
    name = proposal.unit.name if proposal.unit else str(proposal.fields.get("name", ""))
    told = [person for person in _proposers(proposal) if person != viewer.person]
    tell_people(work, told, None, f"proposal_{proposal.state}", name)
    return proposal


def _proposers(proposal: UnitProposal) -> list[int]:
    """Who wants to know: who made it, and of what a unit says of itself its head and safety officers."""
    own = by_units_themselves([proposal]) and keepers_of(proposal.unit_id or 0)
    return [proposal.person_id, *(own or ())]


def _decider(proposal: UnitProposal) -> str:
    return proposal.decided_by.name if proposal.decided_by else ""


def _carry_out(work: Work, proposal: UnitProposal, unit: Enterprise | None, now: datetime) -> Enterprise:
    fields: Mapping[str, Value] = proposal.fields
    if unit is None:
        assert proposal.geom is not None  # the table's own rule
        return units.add_unit(work, fields, proposal.geom, now)
    if unit.closed_at is not None:
        raise Refused(Refusal("UNIT_CLOSED"))
    if proposal.kind == "close":
        units.close_unit(work, unit, now)
    else:
        units.correct_unit(work, unit, fields, proposal.geom)
    return unit
