"""Who may give or take which duty (domain rules §5, verb "assign duties" with its limits)."""

from collections.abc import Iterator
from dataclasses import dataclass

from safegrid.domain import roles
from safegrid.domain.hierarchy import CITY
from safegrid.domain.industry import SECTIONS
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Limit, Permission, Role, Verb
from safegrid.store.access import HeldDuty, Viewer, visible_units
from safegrid.store.celltree import tree
from safegrid.store.models import Enterprise, User
from safegrid.store.queries.people import people_known

NOT_FOUND = Refusal("NOT_FOUND")
OF_UNIT = frozenset({Role.ENT_W, Role.ENT_S, Role.ENT_H})
ADMINS = frozenset({Role.ADM_SYS, Role.ADM_SEC, Role.ADM_AUD})
NOT_HELD = frozenset({Role.PUB, Role.KIOSK})
INDUSTRIES = frozenset(letter for letter, _, _ in SECTIONS)
# What the leader of a cell fills: the posts of the grid itself, not those of departments or the command centre.
OF_GRID = frozenset({Role.INS, Role.OFF, Role.LEAD})
LEVELS = {
    Role.INS: (4,), Role.OFF: (2, 3, 4), Role.LEAD: (1, 2, 3, 4), Role.DEP: (1, 2, 3), Role.SUP: (1, 2, 3),
    Role.CMD: (1, 2), Role.PLN: (1, 2), Role.ADM_SYS: (1,), Role.ADM_SEC: (1,), Role.ADM_AUD: (1,),
}  # fmt: skip


@dataclass(frozen=True)
class Post:
    """What a duty is about. Exactly one of `cell` and `unit`; `industry` narrows a department's duty."""

    role: str
    cell: int | None = None
    unit: int | None = None
    industry: str = ""


def may_assign(viewer: Viewer, post: Post, person: User) -> Refusal | None:
    """Decide whether the viewer may give this post to, or take it from, a person.

    Refusals: BAD_POST (role and place do not fit), NOT_FOUND (place out of sight), NOT_YOUR_DUTY.
    """
    if not _fits(post):
        return Refusal("BAD_POST")
    role = Role(post.role)
    if viewer.may_anywhere(Verb.MANAGE_SECURITY):
        return None if _exists(post) else NOT_FOUND
    if not _in_sight(viewer, post):
        return NOT_FOUND
    # Rights over the whole system are given by the security administrator alone.
    if role not in ADMINS and any(_reaches(viewer, d, post, role, person) for d in _assigning(viewer)):
        return None
    return Refusal("NOT_YOUR_DUTY")


def _fits(post: Post) -> bool:
    if post.role not in tuple(Role) or Role(post.role) in NOT_HELD:
        return False
    role = Role(post.role)
    if post.industry and (role is not Role.DEP or post.industry not in INDUSTRIES):
        return False
    if role in OF_UNIT:
        return post.unit is not None and post.cell is None
    cell = tree().cells.get(post.cell or 0)
    return post.unit is None and cell is not None and cell.level in LEVELS[role]


def may_give(viewer: Viewer, post: Post, person: User) -> Refusal | None:
    """Decide whether the viewer may give this post to a person: besides the post, it is a question of the person.

    Nobody gives a duty to oneself, nor to somebody whom one may not know of: it would show that person's name and phone.
    Refusals: those of `may_assign`, and NOT_YOURSELF.
    """
    refusal = may_assign(viewer, post, person)
    if refusal is not None:
        return refusal
    if person.pk == viewer.person:
        return Refusal("NOT_YOURSELF", (("field", "person"),))
    return None if people_known(viewer).filter(pk=person.pk).exists() else NOT_FOUND


def _exists(post: Post) -> bool:
    """Whether the unit exists; a cell's place in the tree has been looked at already."""
    return post.unit is None or Enterprise.objects.filter(pk=post.unit, closed_at=None).exists()


def _in_sight(viewer: Viewer, post: Post) -> bool:
    if post.unit is not None:
        return visible_units(viewer.scope).filter(pk=post.unit).exists()
    return any(
        duty.cell and (duty.level == CITY or tree().within(post.cell or 0, duty.cell))
        for duty in viewer.duties
    )


def _assigning(viewer: Viewer) -> Iterator[HeldDuty]:
    return (d for d in viewer.duties if roles.may(d.role, d.level, Verb.ASSIGN_DUTIES) is Permission.YES)


def _reaches(viewer: Viewer, held: HeldDuty, post: Post, role: Role, person: User) -> bool:
    grant = roles.grant(held.role, Verb.ASSIGN_DUTIES)
    limit = grant.limit if grant else Limit.AREA
    if limit is Limit.OWN_UNIT:
        # A safety officer does not choose the head.
        return (
            post.unit == held.unit and role in OF_UNIT and (held.role is Role.ENT_H or role is not Role.ENT_H)
        )
    if limit is Limit.IN_PLAN or post.unit is not None:
        return False
    below = held.level == CITY or tree().within(post.cell or 0, held.cell)
    if limit is Limit.OWN_DEPARTMENT:
        own = viewer.department is not None and person.department_id == viewer.department
        # Who answers for one industry does not give the others away.
        return below and own and role is Role.DEP and held.industry in {"", post.industry}
    if limit is Limit.OWN_CELL:
        # A leader does not choose who leads the leader's own cell.
        return below and role in OF_GRID and not (role is Role.LEAD and post.cell == held.cell)
    return below
