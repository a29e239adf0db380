"""The duty roster 值班表: who sits at the desk of a county or the city, and who is called next."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from safegrid.domain import roles
from safegrid.domain.hierarchy import CITY, COUNTY
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Limit, Permission, Role, Verb, best
from safegrid.domain.scope import Place
from safegrid.store.access import Viewer, reaches, viewer_of_user
from safegrid.store.celltree import tree
from safegrid.store.models import Shift

from .transaction import clock, unit_of_work

KEEPERS = frozenset({Role.LEAD, Role.SUP, Role.CMD})
"""Who keeps the roster of a desk within their area."""
NOT_FOUND = Refusal("NOT_FOUND")


@dataclass(frozen=True)
class NewShift:
    """A time at the desk of a cell; `deputy` is called when nobody answers."""

    cell: int
    person: int
    deputy: int
    starts_at: datetime
    ends_at: datetime


def keeps(viewer: Viewer, cell: int) -> bool:
    """Whether the viewer keeps the roster of this desk."""
    place = Place(cell=cell)
    return any(d.role in KEEPERS and not d.industry and reaches(d, place) for d in viewer.duties)


def add(viewer: Viewer, new: NewShift) -> Shift | Refusal:
    """Put somebody on the roster. Refusals: NOT_FOUND, NOT_YOUR_DUTY, BAD_POST, SAME_PERSON, SHIFT_TWICE, ..."""
    cell = tree().cells.get(new.cell)
    if cell is None or not keeps(viewer, new.cell):
        return Refusal("NOT_YOUR_DUTY") if cell and viewer.scope.cells is None else NOT_FOUND
    if cell.level not in (CITY, COUNTY):
        return Refusal("BAD_POST")
    if new.person == new.deputy:
        return Refusal("SAME_PERSON", (("field", "deputy"),))
    if new.ends_at <= new.starts_at:
        return Refusal("DUTY_ENDS_FIRST", (("field", "ends_at"),))
    for name, person in (("person", new.person), ("deputy", new.deputy)):
        if not answers(person, new.cell, new.starts_at):
            return Refusal("DESK_NO_DUTY", (("field", name),))
    with unit_of_work(viewer.key, "shift.add"):
        return _insert(viewer, new)


def end(viewer: Viewer, shift_id: int) -> Shift | Refusal:
    """End a shift now; one that has not begun never does. Refusals: NOT_FOUND, DUTY_OVER."""
    with unit_of_work(viewer.key, "shift.end"):
        rows = Shift.objects.select_for_update(of=("self",)).select_related("person", "deputy", "cell")
        shift = rows.filter(pk=shift_id).first()
        if shift is None or not keeps(viewer, shift.cell_id):
            return NOT_FOUND
        now = clock()
        if shift.ends_at <= now:
            return Refusal("DUTY_OVER")
        shift.ends_at = max(now, shift.starts_at)
        shift.save(update_fields=["ends_at"])
    return shift


def answers(person: int, cell: int, at: datetime) -> bool:
    """Whether a person's duties at a moment let them handle alarms of the whole desk."""
    viewer = viewer_of_user(person, at)
    if viewer is None:
        return False
    actor = viewer.actor_over(Place(cell=cell))
    area = [d for d in actor.duties if _over_area(d.role)]
    return best(roles.Actor(person, tuple(area)), Verb.HANDLE_ALARM) is Permission.YES


def _over_area(role: Role) -> bool:
    grant = roles.grant(role, Verb.HANDLE_ALARM)
    return grant is not None and grant.limit is Limit.AREA


def _insert(viewer: Viewer, new: NewShift) -> Shift | Refusal:
    shift = Shift(
        cell_id=new.cell,
        person_id=new.person,
        deputy_id=new.deputy,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        made_by_id=viewer.person or None,
    )
    try:
        with transaction.atomic():
            shift.save(force_insert=True)
    except IntegrityError:
        return Refusal("SHIFT_TWICE")
    return shift
