"""Looks at protected values, each with a trace (domain rules §5)."""

from uuid import UUID

from safegrid.domain import roles
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Limit, Permission, Verb
from safegrid.domain.scope import Placed
from safegrid.store.access import HeldDuty, Viewer
from safegrid.store.models import AccessLog, Duty, Enterprise, Upload, User
from safegrid.store.queries.responsible import in_force, responsible_for
from safegrid.store.queries.uploads import evidence_in_sight

from .places import at_unit

NOT_YOURS = Refusal("NOT_YOUR_DUTY")


def reveal_phone(viewer: Viewer, placed: Placed | None, phone: str, target: str) -> str | Refusal:
    """Show the full phone number of an object and write down who looked. `target`: "unit:5" or "point:3"."""
    if placed is None or roles.best(viewer.actor_over(placed), Verb.REVEAL_PHONE) is not Permission.YES:
        return NOT_YOURS
    return _shown(viewer, phone, target)


def reveal_person(viewer: Viewer, person: User) -> str | Refusal:
    """Show a person's full phone number and write down who looked; the caller found the person within reach.

    An enterprise's "own" (domain rules §5) are its own people, and those who answer for it by its panel.
    """
    mine = person.pk == viewer.person
    if not mine and not any(_calls(duty, person.pk) for duty in viewer.duties):
        return NOT_YOURS
    return _shown(viewer, person.phone, f"person:{person.pk}")


def photo_notes(viewer: Viewer, uuid: UUID) -> Upload | None:
    """A photo with what the camera wrote beside it: when, where and with what. Each look is written down; None out of sight."""
    upload = evidence_in_sight(viewer, uuid)
    if upload is not None:
        AccessLog.objects.create(viewer=viewer.key, what="photo_notes", target=f"upload:{uuid}")
    return upload


def _shown(viewer: Viewer, phone: str, target: str) -> str | Refusal:
    if "phones" in viewer.scope.mask:
        return NOT_YOURS
    AccessLog.objects.create(viewer=viewer.key, what="phone", target=target)
    return phone


def _calls(held: HeldDuty, person: int) -> bool:
    if roles.may(held.role, held.level, Verb.REVEAL_PHONE) is not Permission.YES:
        return False
    grant = roles.grant(held.role, Verb.REVEAL_PHONE)
    if grant is None or grant.limit is not Limit.OWN_UNIT:
        return True
    if Duty.objects.filter(in_force(), unit_id=held.unit, person_id=person).exists():
        return True
    unit = Enterprise.objects.prefetch_related("sites").get(pk=held.unit)
    spot = at_unit(unit)
    cell = spot.place.cell if spot else 0
    return any(duty.person_id == person for duty in responsible_for(cell, unit.pk, unit.industry))
