"""What the people of a unit read of a hazard's steps: what it was told and what it sent, and no more (K14).

What officers tell each other (transfers, companions, proposals, an answer to whoever reported) is not among it.
"""

from collections.abc import Mapping

from .hazard_types import Cmd
from .role_types import Actor, Role

UNIT_ROLES = frozenset({Role.ENT_W, Role.ENT_S, Role.ENT_H})
PHOTOS = ("photos", "before_photos", "after_photos")
_FIVE = ("responsible", "measures", "time_limit", "funds", "contingency")
_READ: dict[str, tuple[str, ...]] = {
    Cmd.REPORT: ("claimed", "found_at"),
    Cmd.SELF_RECORD: _FIVE,
    Cmd.VERIFY: ("class", "basis", "responsible_unit", "responsible_person"),
    Cmd.RECLASSIFY: ("class", "reason", "basis"),
    Cmd.ORDER: ("order_number", "demands", "deadline"),
    Cmd.PLAN: (*_FIVE, "report_state", "report_danger", "report_treatment"),
    Cmd.APPROVE_PLAN: ("approve", "opinion", "deadline"),
    Cmd.SUSPEND: ("scope", "basis", "people_moved"),
    Cmd.LIFT: ("reason",),
    Cmd.EXTEND_REQUEST: ("deadline", "reason", "interim_measures"),
    Cmd.EXTEND_DECIDE: ("approve", "reason"),
    Cmd.SUBMIT: ("done", "cost"),
    Cmd.REINSPECT: ("result",),
    Cmd.RETURN: ("reason",),
    Cmd.ACCEPT: ("report", "expert_opinion"),
    Cmd.LIST: ("level", "deadline", "public_text"),
    Cmd.DELIST: ("public_text",),
    Cmd.REOPEN: ("evidence",),
}


def is_of_unit_alone(actor: Actor) -> bool:
    """Whether somebody has to do with a hazard as one of the unit's people only."""
    return bool(actor.duties) and all(duty.role in UNIT_ROLES for duty in actor.duties)


def read_by_unit(command: str, fields: Mapping[str, object], *, proposed: bool) -> dict[str, object]:
    """The fields of a step that the unit's people read, in the order in which they are read."""
    known = _READ.get(command, ())
    names = PHOTOS if proposed else (*known, *PHOTOS)
    return {name: fields[name] for name in names if name in fields}
