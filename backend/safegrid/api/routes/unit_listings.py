"""Listing of units 挂牌督办 (C3): what is in force and what was, and to list and delist."""

from django.utils import timezone
from ninja import Router

from safegrid.actions import unit_listings as act
from safegrid.domain import unit_listings as rules
from safegrid.domain.hazard_fields import Field
from safegrid.domain.refusals import Refusal
from safegrid.domain.state import ops
from safegrid.domain.unit_listings import Act, Offer, Subject
from safegrid.store import packs
from safegrid.store.access import Viewer
from safegrid.store.queries import unit_listings as read
from safegrid.store.queries.units import place_of, sites_of, unit_in_sight

from ..errors import accepted, found
from ..hazard_panel import field_out
from ..keyed import KEYED, keyed
from ..schemas.common import Acted, Ref
from ..schemas.hazards import CommandSpec
from ..schemas.unit_listings import DelistIn, PutOnListIn, UnitListingOut, UnitListings
from ..viewer import Signed

router = Router(tags=["units"])


@router.get("/{int:unit_id}/listing", response=UnitListings)
def detail(request: Signed, unit_id: int) -> UnitListings:
    """Show the unit's listings, and what the viewer may do with the one in force."""
    viewer = request.auth
    unit = found(unit_in_sight(viewer.scope, unit_id))
    rows = read.listings_of(unit)
    current = next((row for row in rows if row.ended_at is None), None)
    subject = act.subject_of(unit, current)
    actor = viewer.actor_over(place_of(unit, sites_of(unit)))
    offers = rules.available(subject, actor, packs.current())
    names = read.names_of(rows) if viewer.person else {}
    return UnitListings(
        listings=[_listing(row, names) for row in rows],
        commands=[_command(offer, subject) for offer in offers],
    )


@router.post("/{int:unit_id}/listing/list", response=Acted, openapi_extra=KEYED)
def put_on(request: Signed, unit_id: int, body: PutOnListIn) -> Acted:
    """List a unit."""
    given = body.model_dump(exclude_none=True)
    return keyed(
        request, Acted, lambda: _acted(request.auth, act.run(request.auth, unit_id, Act.LIST, given))
    )


@router.post("/{int:unit_id}/listing/delist", response=Acted, openapi_extra=KEYED)
def take_off(request: Signed, unit_id: int, body: DelistIn) -> Acted:
    """Accept what was demanded and delist the unit."""
    given = body.model_dump(exclude_none=True)
    return keyed(
        request, Acted, lambda: _acted(request.auth, act.run(request.auth, unit_id, Act.DELIST, given))
    )


def _acted(viewer: Viewer, result: act.Outcome | Refusal) -> Acted:
    outcome = accepted(result)
    done = [op for event in outcome.events for op in ops(event, viewer.scope)]
    return Acted(id=outcome.unit, version=outcome.version, ops=done)


def _listing(row: read.Row, names: dict[int, str]) -> UnitListingOut:
    def named(person: int | None) -> Ref | None:
        return Ref(id=person, name=names[person]) if person and person in names else None

    return UnitListingOut(
        id=row.pk,
        level=row.level,
        reason=row.reason,
        words=row.words,
        public_text=row.public_text,
        deadline=row.deadline,
        overdue=row.ended_at is None and rules.is_overdue(row.deadline, timezone.now()),
        listed_by=named(row.listed_by_id),
        listed_at=row.listed_at,
        ended_how=row.ended_how,
        ended_by=named(row.ended_by_id),
        ended_at=row.ended_at,
        accepted_by=[ref for person in row.accepted_by if (ref := named(person))],
        report=row.report,
        end_text=row.end_text,
    )


def _command(offer: Offer, subject: Subject) -> CommandSpec:
    return CommandSpec(
        name=offer.act.value,
        required=[field_out(field, _choices(field, offer, subject)) for field in offer.fields],
        evidence_only=False,
    )


def _choices(field: Field, offer: Offer, subject: Subject) -> list[str | int] | None:
    """Levels at which the viewer may list, and reasons that hold for the unit."""
    if field.name == "level":
        return list(offer.levels)
    return [ground.value for ground in rules.grounds(subject)] if field.name == "listing_reason" else None
