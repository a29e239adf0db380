"""People and their duties, as far as a viewer may know of them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from safegrid.domain import roles
from safegrid.domain.roles import Permission, Verb
from safegrid.store.access import Viewer, not_over
from safegrid.store.models import Duty, Kiosk, User

from .cells import with_below
from .responsible import duties_in_reach, in_force

PAGE = 50
ADMIN = (Verb.MANAGE_USERS, Verb.MANAGE_SECURITY)


@dataclass(frozen=True)
class WantedPeople:
    """Filters of the list: a part of name or user name, a cell (with all below), an id to go on after."""

    q: str = ""
    cell: int | None = None
    after: int = 0


def administers(viewer: Viewer) -> bool:
    """Whether the viewer manages everybody's access, and therefore sees who exists."""
    return any(viewer.may_anywhere(verb) for verb in ADMIN)


def duties_known(viewer: Viewer) -> QuerySet[Duty]:
    """Duties that a viewer may know of: everybody's for administrators, else those in reach and one's own."""
    if administers(viewer):
        return Duty.objects.all()
    reach = duties_in_reach(viewer.scope)
    return reach | Duty.objects.filter(person_id=viewer.person) if viewer.person else reach


def people_known(viewer: Viewer) -> QuerySet[User]:
    """People that a viewer may know of: through duties, oneself, and those free for a duty if one gives duties."""
    if administers(viewer):
        return User.objects.all()
    known = _in_reach(viewer) | Q(pk=viewer.person)
    if viewer.may_anywhere(Verb.ASSIGN_DUTIES):
        open_duties = Duty.objects.filter(not_over(timezone.now()), person=OuterRef("pk"))
        free = ~Q(Exists(open_duties))
        # An enterprise chooses among people of no department: who works for the government is none of its business.
        known |= free if _assigns_ground(viewer) else free & Q(department=None)
        if viewer.department is not None:
            known |= Q(department_id=viewer.department)
    return User.objects.filter(known, is_active=True)


def _assigns_ground(viewer: Viewer) -> bool:
    return any(
        not d.unit and roles.may(d.role, d.level, Verb.ASSIGN_DUTIES) is Permission.YES for d in viewer.duties
    )


def people_page(viewer: Viewer, wanted: WantedPeople) -> list[User]:
    """A page of people and one more, each with `known_duties`: the running and coming ones. Two queries."""
    running = duties_known(viewer).filter(not_over(timezone.now()))
    rows = people_known(viewer).filter(pk__gt=wanted.after)
    if wanted.q:
        named = Q(name__icontains=wanted.q)
        # Log-in names are shown to administrators only, and so are not to be guessed at by others.
        rows = rows.filter(named | Q(username__icontains=wanted.q) if administers(viewer) else named)
    if wanted.cell is not None:
        below = with_below(wanted.cell)
        rows = rows.filter(Exists(running.filter(person=OuterRef("pk"), cell_id__in=below)))
    shown = running.select_related("unit").order_by("starts_at", "pk")
    prefetch = Prefetch("duties", queryset=shown, to_attr="known_duties")
    return list(rows.select_related("department").prefetch_related(prefetch).order_by("pk")[: PAGE + 1])


def duties_page(
    viewer: Viewer, *, cell: int | None, person: int | None, unit: int | None, at: datetime | None = None
) -> list[Duty]:
    """Running and coming duties over a cell (with all below), of a unit or of a person; or those held at a moment.

    One query.
    """
    rows = duties_known(viewer).filter(in_force(at) if at else not_over(timezone.now()))
    if cell is not None:
        rows = rows.filter(cell_id__in=with_below(cell))
    if unit is not None:
        rows = rows.filter(unit_id=unit)
    if person is not None:
        rows = rows.filter(person_id=person)
    return list(rows.select_related("person", "unit").order_by("pk")[:500])


def kiosks() -> list[Kiosk]:
    """All walls' links, those in use first. One query."""
    return list(Kiosk.objects.select_related("made_by").order_by("revoked_at", "-pk"))


def person_in_reach(viewer: Viewer, person: int) -> User | None:
    """Somebody on duty within reach, or oneself; None if absent or out of reach. One query.

    Narrower than `people_known`: that one is free for a duty is no reason to be rung up by everybody.
    """
    near = _in_reach(viewer) | Q(pk=viewer.person)
    return User.objects.filter(near, pk=person, is_active=True).first()


def _in_reach(viewer: Viewer) -> Q:
    held = duties_in_reach(viewer.scope).filter(in_force(), person=OuterRef("pk"))
    return Q(Exists(held))
