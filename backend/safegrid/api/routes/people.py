"""People and their duties."""

from typing import Annotated

from ninja import Query, Router, Schema
from pydantic import Field

from safegrid.actions import duties as act_duties
from safegrid.actions import people as act
from safegrid.actions.duty_rights import Post
from safegrid.actions.looks import reveal_person
from safegrid.domain.refusals import Refusal
from safegrid.store.access import Viewer
from safegrid.store.models import Duty, User
from safegrid.store.queries import people as read

from ..errors import accepted, found
from ..keyed import KEYED, keyed
from ..present import cell_of, masked
from ..schemas.common import Moment, PhoneOut, Ref
from ..schemas.people import (
    DutyIn,
    DutyList,
    DutyOut,
    HandOverIn,
    IdOut,
    PasswordOut,
    PeoplePage,
    PersonIn,
    PersonOut,
)
from ..viewer import Signed

people = Router(tags=["people"])
duties = Router(tags=["duties"])


class PeopleFilters(Schema):
    q: str = Field(default="", max_length=64)
    cell: int | None = None
    after: int = 0


class DutyFilters(Schema):
    """`at`: those held at that moment, instead of the running and coming ones."""

    cell: int | None = None
    unit: int | None = None
    person: int | None = None
    at: Moment | None = None


@people.get("", response=PeoplePage)
def index(request: Signed, filters: Annotated[PeopleFilters, Query()]) -> PeoplePage:
    """List people within reach: those who answer in the viewer's area, and those free for a duty."""
    rows = read.people_page(request.auth, read.WantedPeople(filters.q.strip(), filters.cell, filters.after))
    shown = rows[: read.PAGE]
    listed = [_person(p, request.auth) for p in shown]
    return PeoplePage(people=listed, next=shown[-1].pk if len(rows) > read.PAGE else None)


@people.post("", response=PasswordOut, openapi_extra=KEYED)
def create(request: Signed, body: PersonIn) -> PasswordOut:
    """Make a person, with a password for one log-in."""
    return keyed(
        request,
        PasswordOut,
        lambda: _password(act.create(request.auth, **body.model_dump())),
        shown_once="password",
    )


@people.post("/{int:person}/reset", response=PasswordOut, openapi_extra=KEYED)
def reset(request: Signed, person: int) -> PasswordOut:
    """Give a person a new password for one log-in; all their sessions end."""
    return keyed(
        request, PasswordOut, lambda: _password(act.reset(request.auth, person)), shown_once="password"
    )


@people.post("/{int:person}/deactivate", response=IdOut, openapi_extra=KEYED)
def deactivate(request: Signed, person: int) -> IdOut:
    """Shut a person out; their sessions and duties end."""
    return keyed(request, IdOut, lambda: IdOut(id=accepted(act.deactivate(request.auth, person))))


@people.post("/{int:person}/phone", response=PhoneOut)
def phone(request: Signed, person: int) -> PhoneOut:
    """Show a person's full phone number; the look is logged."""
    known = found(read.person_in_reach(request.auth, person))
    return PhoneOut(phone=accepted(reveal_person(request.auth, known)))


@duties.get("", response=DutyList)
def list_duties(request: Signed, filters: Annotated[DutyFilters, Query()]) -> DutyList:
    """List running and coming duties within reach, or those of a moment."""
    rows = read.duties_page(request.auth, **filters.model_dump())
    return DutyList(duties=[duty_out(d) for d in rows])


@duties.post("", response=DutyOut, openapi_extra=KEYED)
def assign(request: Signed, body: DutyIn) -> DutyOut:
    """Give a person a duty."""
    post = Post(body.role, body.cell, body.unit, body.industry)
    new = act_duties.NewDuty(body.person, post, body.starts_at, body.ends_at)
    return keyed(request, DutyOut, lambda: _duty(act_duties.assign(request.auth, new)))


@duties.post("/{int:duty}/end", response=DutyOut, openapi_extra=KEYED)
def end(request: Signed, duty: int) -> DutyOut:
    """End a duty now."""
    return keyed(request, DutyOut, lambda: _duty(act_duties.end(request.auth, duty)))


@duties.post("/{int:duty}/hand-over", response=DutyOut, openapi_extra=KEYED)
def hand_over(request: Signed, duty: int, body: HandOverIn) -> DutyOut:
    """Give a duty to another person at the same moment."""
    return keyed(request, DutyOut, lambda: _duty(act_duties.hand_over(request.auth, duty, body.to)))


def duty_out(duty: Duty) -> DutyOut:
    """Write a duty; reads `person` and `unit`."""
    return DutyOut(
        id=duty.pk,
        role=duty.role,
        person=Ref(id=duty.person.pk, name=duty.person.name),
        cell=cell_of(duty.cell_id),
        unit=Ref(id=duty.unit.pk, name=duty.unit.name) if duty.unit else None,
        industry=duty.industry,
        starts_at=duty.starts_at,
        ends_at=duty.ends_at,
    )


def _person(user: User, viewer: Viewer) -> PersonOut:
    held: list[Duty] = user.known_duties  # type: ignore[attr-defined] # people_page puts it there
    for duty in held:
        duty.person = user
    return PersonOut(
        id=user.pk,
        name=user.name,
        username=user.username if read.administers(viewer) else "",
        phone_masked=masked(user.phone, viewer),
        department=Ref(id=user.department.pk, name=user.department.name) if user.department else None,
        is_active=user.is_active,
        duties=[duty_out(d) for d in held],
    )


def _password(made: act.NewPassword | Refusal) -> PasswordOut:
    new = accepted(made)
    return PasswordOut(id=new.person, password=new.password)


def _duty(made: Duty | Refusal) -> DutyOut:
    return duty_out(accepted(made))
