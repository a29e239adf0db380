"""A unit's own users: who they are, letting somebody in, a new password. A duty ends as every other one does."""

from django.utils import timezone
from ninja import Router

from safegrid.actions import own_unit
from safegrid.actions import unit_people as act
from safegrid.domain.roles import Permission, Role, Verb
from safegrid.store.access import Viewer, not_over
from safegrid.store.models import Duty

from ..errors import accepted
from ..keyed import KEYED, keyed
from ..present import masked
from ..schemas.enterprise_people import UnitPeople, UnitPerson, UnitPersonIn, WelcomeOut
from ..viewer import Signed
from .enterprise import own

router = Router(tags=["enterprise"])


@router.get("/{int:unit}/people", response=UnitPeople)
def index(request: Signed, unit: int) -> UnitPeople:
    """List the people of one's own unit."""
    viewer = request.auth
    own(viewer, unit)
    held = Duty.objects.filter(not_over(timezone.now()), unit=unit, person__is_active=True)
    rows = held.select_related("person").order_by("-role", "pk")
    return UnitPeople(people=[_person(duty, viewer, unit) for duty in rows])


@router.post("/{int:unit}/people", response=WelcomeOut, openapi_extra=KEYED)
def add(request: Signed, unit: int, body: UnitPersonIn) -> WelcomeOut:
    """Let somebody in, with a password for one log-in."""
    return keyed(
        request,
        WelcomeOut,
        lambda: _welcome(accepted(act.add(request.auth, unit, **body.model_dump()))),
        shown_once="password",
    )


@router.post("/{int:unit}/people/{int:person}/reset", response=WelcomeOut, openapi_extra=KEYED)
def reset(request: Signed, unit: int, person: int) -> WelcomeOut:
    """Give one of the unit's people a new password for one log-in; all their sessions end."""
    return keyed(
        request,
        WelcomeOut,
        lambda: _welcome(accepted(act.reset(request.auth, unit, person))),
        shown_once="password",
    )


def _person(duty: Duty, viewer: Viewer, unit: int) -> UnitPerson:
    lets_in = own_unit.permission(viewer, unit, Verb.ASSIGN_DUTIES) is Permission.YES
    is_head = own_unit.duties_at(viewer, unit)[0].role is Role.ENT_H
    return UnitPerson(
        id=duty.person_id,
        duty=duty.pk,
        name=duty.person.name,
        username=duty.person.username if lets_in else "",
        phone_masked=masked(duty.person.phone, viewer),
        role=duty.role,
        since=duty.starts_at,
        yours=lets_in and duty.person_id != viewer.person and (is_head or duty.role != Role.ENT_H),
    )


def _welcome(made: act.Welcome) -> WelcomeOut:
    return WelcomeOut(id=made.person, username=made.username, password=made.password)
