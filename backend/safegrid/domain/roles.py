"""Who may do what: questions to the one table of roles and verbs (domain rules §5).

Sight is by area, verbs are by duty. The caller passes the duties that reach the object in question; this
module knows nothing of places.
"""

from .role_table import TABLE
from .role_types import (
    NATIONAL_DUTY_LEVELS,
    Actor,
    Duty,
    DutyLevels,
    Grant,
    LevelKey,
    Limit,
    Permission,
    Role,
)
from .verbs import Verb

__all__ = [
    "NATIONAL_DUTY_LEVELS",
    "TABLE",
    "Actor",
    "Duty",
    "DutyLevels",
    "Grant",
    "LevelKey",
    "Limit",
    "Permission",
    "Role",
    "Verb",
    "best",
    "duty_for",
    "grant",
    "may",
    "too_low",
]


def grant(role: Role, verb: Verb) -> Grant | None:
    """The table's cell; None where the table has a dash."""
    return TABLE[verb].get(role)


def may(role: Role, level: int, verb: Verb, levels: DutyLevels = NATIONAL_DUTY_LEVELS) -> Permission:
    """What one duty permits. `limit` (own unit, own orders …) is for the caller to check with `grant`."""
    found = grant(role, verb)
    if found is None:
        return Permission.NO
    if found.lowest is None:
        return found.permission
    lowest = levels.of(found.lowest) if isinstance(found.lowest, LevelKey) else found.lowest
    return found.permission if 1 <= level <= lowest else found.below


def best(actor: Actor, verb: Verb, levels: DutyLevels = NATIONAL_DUTY_LEVELS) -> Permission:
    """The best permission that any of the actor's duties gives."""
    return max((may(d.role, d.level, verb, levels) for d in actor.duties), default=Permission.NO)


def duty_for(actor: Actor, verb: Verb, levels: DutyLevels = NATIONAL_DUTY_LEVELS) -> Duty | None:
    """The highest duty that permits the verb outright; it is what the record of the act names."""
    fit = [d for d in actor.duties if may(d.role, d.level, verb, levels) is Permission.YES]
    return min(fit, key=lambda d: d.level, default=None)


def too_low(actor: Actor, verb: Verb, levels: DutyLevels = NATIONAL_DUTY_LEVELS) -> bool:
    """Whether the actor has a right role for the verb, only at too low a level."""
    return best(actor, verb, levels) is not Permission.YES and any(
        may(d.role, 1, verb, levels) is Permission.YES and d.level > 1 for d in actor.duties
    )
