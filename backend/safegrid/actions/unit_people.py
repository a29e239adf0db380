"""A unit's own users: its head and its safety officer let people in, and give them new passwords."""

from typing import NamedTuple

from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Role, Verb
from safegrid.store.access import Viewer, not_over
from safegrid.store.models import Duty, User

from .own_unit import NOT_FOUND, NOT_YOURS, OF_UNIT, duties_at, locked, require
from .people import one_time_password
from .sessions import access_changed, end_sessions
from .transaction import Refused, clock, unit_of_work


class Welcome(NamedTuple):
    """Shown once to whoever made it; the database keeps only the password's hash."""

    person: int
    username: str
    password: str


def add(viewer: Viewer, unit: int, *, name: str, phone: str, role: str) -> Welcome | Refusal:
    """Make a person with a duty at one's own unit. Refusals: NOT_FOUND, NOT_YOUR_DUTY, BAD_POST.

    The log-in name is made here: a name of one's choice would tell which names other people have.
    """
    try:
        with unit_of_work(viewer.key, "unit.person") as work:
            _may_appoint(viewer, unit, role)
            locked(viewer, unit, Verb.ASSIGN_DUTIES)  # so that two at a time do not take the same name
            password, now = one_time_password(), clock()
            user = User(name=name.strip(), phone=phone.strip(), must_change_password=True)
            user.set_password(password)
            user.username = _username(unit)
            user.save(force_insert=True)
            Duty.objects.create(person=user, role=role, unit_id=unit, starts_at=now, made_by_id=viewer.person)
            access_changed(work, user.pk)
            return Welcome(user.pk, user.username, password)
    except Refused as refused:
        return refused.refusal


def reset(viewer: Viewer, unit: int, person: int) -> Welcome | Refusal:
    """Give one of the unit's people a one-time password. Refusals: NOT_FOUND, NOT_YOUR_DUTY, NOT_YOURSELF,
    ELSEWHERE_TOO (whoever sets a password can become its owner, so nobody who also acts elsewhere).
    """
    try:
        with unit_of_work(viewer.key, "unit.person.reset") as work:
            require(viewer, unit, Verb.ASSIGN_DUTIES)
            user = User.objects.select_for_update().filter(pk=person, is_active=True).first()
            held = Duty.objects.filter(not_over(clock()), person=person)
            here = [duty for duty in held if duty.unit_id == unit]
            if user is None or not here:
                raise Refused(NOT_FOUND)
            if person == viewer.person:
                raise Refused(Refusal("NOT_YOURSELF"))
            if len(here) != len(held):
                raise Refused(Refusal("ELSEWHERE_TOO"))
            for duty in here:
                _may_appoint(viewer, unit, duty.role)
            password = one_time_password()
            user.set_password(password)
            user.must_change_password = True
            user.save(update_fields=["password", "must_change_password"])
            end_sessions(person)
            access_changed(work, person)
            return Welcome(person, user.username, password)
    except Refused as refused:
        return refused.refusal


def _may_appoint(viewer: Viewer, unit: int, role: str) -> None:
    """A safety officer does not choose the head."""
    require(viewer, unit, Verb.ASSIGN_DUTIES)
    if role not in {one.value for one in OF_UNIT}:
        raise Refused(Refusal("BAD_POST", (("field", "role"),)))
    if role == Role.ENT_H and duties_at(viewer, unit)[0].role is not Role.ENT_H:
        raise Refused(NOT_YOURS)


def _username(unit: int) -> str:
    """The next free name of the unit, such as q12-03."""
    start = f"q{unit}-"
    taken = set(User.objects.filter(username__startswith=start).values_list("username", flat=True))
    n = len(taken) + 1
    while f"{start}{n:02d}" in taken:
        n += 1
    return f"{start}{n:02d}"
