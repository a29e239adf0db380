"""What a person may do in the unit that they belong to. Whoever only supervises it has nothing to do here: NOT_FOUND."""

from safegrid.domain import roles
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Permission, Role, Verb
from safegrid.store.access import HeldDuty, Viewer
from safegrid.store.models import Enterprise
from safegrid.store.queries.enterprise import KEEPERS

from .levels import lock_unit
from .transaction import Refused

NOT_FOUND, NOT_YOURS = Refusal("NOT_FOUND"), Refusal("NOT_YOUR_DUTY")
OF_UNIT = (Role.ENT_H, Role.ENT_S, Role.ENT_W)


def duties_at(viewer: Viewer, unit: int) -> list[HeldDuty]:
    """The viewer's duties at a unit, the highest first."""
    held = [duty for duty in viewer.duties if duty.unit == unit and duty.role in OF_UNIT]
    return sorted(held, key=lambda duty: OF_UNIT.index(duty.role))


def permission(viewer: Viewer, unit: int, verb: Verb) -> Permission:
    """The best that the viewer's duties at a unit permit."""
    held = duties_at(viewer, unit)
    return max((roles.may(d.role, d.level, verb) for d in held), default=Permission.NO)


def keeps(viewer: Viewer, unit: int) -> bool:
    """Whether the viewer keeps the unit's books."""
    return any(permission(viewer, unit, verb) is Permission.YES for verb in KEEPERS)


def require(viewer: Viewer, unit: int, *verbs: Verb, evidence: bool = False) -> None:
    """Let pass whom any of the verbs is permitted at the unit. Raises Refused: NOT_FOUND elsewhere, NOT_YOUR_DUTY."""
    if not duties_at(viewer, unit):
        raise Refused(NOT_FOUND)
    enough = Permission.EVIDENCE if evidence else Permission.YES
    if all(permission(viewer, unit, verb) < enough for verb in verbs):
        raise Refused(NOT_YOURS)


def locked(viewer: Viewer, unit: int, *verbs: Verb, evidence: bool = False) -> Enterprise:
    """The unit, locked, for whom it is permitted. Raises Refused, UNIT_CLOSED too."""
    require(viewer, unit, *verbs, evidence=evidence)
    found = lock_unit(unit)
    assert found is not None
    if found.closed_at is not None:
        raise Refused(Refusal("UNIT_CLOSED"))
    return found
