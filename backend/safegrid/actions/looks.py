"""Looks at protected values, each with a trace (domain rules §5)."""

from safegrid.domain import roles
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Permission, Verb
from safegrid.domain.scope import Placed
from safegrid.store.access import Viewer
from safegrid.store.models import AccessLog


def reveal_phone(viewer: Viewer, placed: Placed | None, phone: str, target: str) -> str | Refusal:
    """Show a full phone number and write down who looked.

    `placed`: the object whose phone it is, None for a person, where any duty that may reveal is enough, since the
    caller has found that person within the viewer's reach. `target`: "person:7", "unit:5" or "point:3".
    """
    if "phones" in viewer.scope.mask or not _may(viewer, placed):
        return Refusal("NOT_YOUR_DUTY")
    AccessLog.objects.create(viewer=viewer.key, what="phone", target=target)
    return phone


def _may(viewer: Viewer, placed: Placed | None) -> bool:
    if placed is None:
        return viewer.may_anywhere(Verb.REVEAL_PHONE)
    return roles.best(viewer.actor_over(placed), Verb.REVEAL_PHONE) is Permission.YES
