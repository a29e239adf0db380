"""People: made, given a new password, shut out. A password that somebody else chose holds for one log-in only."""

import secrets
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Role, Verb
from safegrid.store.access import Viewer, not_over
from safegrid.store.models import Department, Duty, User

from . import duties
from .sessions import access_changed, end_sessions
from .transaction import clock, unit_of_work

# No characters that are mistaken for one another when read out or written down.
ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
GUARDED = (Role.ADM_SEC.value, Role.ADM_AUD.value)
NOT_YOURS = Refusal("NOT_YOUR_DUTY")
NOT_FOUND = Refusal("NOT_FOUND")


@dataclass(frozen=True)
class NewPassword:
    """Shown once to whoever made it; the database keeps only its hash."""

    person: int
    password: str


def one_time_password() -> str:
    """Make a password of 12 characters, about 69 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


def create(
    viewer: Viewer, *, username: str, name: str, phone: str, department: int | None = None
) -> NewPassword | Refusal:
    """Make a person without any duty. Refusals: NOT_YOUR_DUTY, USERNAME_TAKEN, NO_DEPARTMENT."""
    if not viewer.may_anywhere(Verb.MANAGE_USERS):
        return NOT_YOURS
    if department is not None and not Department.objects.filter(pk=department).exists():
        return Refusal("NO_DEPARTMENT")
    password = one_time_password()
    user = User(
        username=username, name=name, phone=phone, department_id=department, must_change_password=True
    )
    user.set_password(password)
    with unit_of_work(viewer.key, "person.create"):
        try:
            with transaction.atomic():
                user.save(force_insert=True)
        except IntegrityError:
            return Refusal("USERNAME_TAKEN", (("field", "username"),))
    return NewPassword(user.pk, password)


def reset(viewer: Viewer, person: int) -> NewPassword | Refusal:
    """Give a person a one-time password and end all their sessions."""
    if not _may_manage(viewer, person):
        return NOT_YOURS
    if person == viewer.person:
        return Refusal("NOT_YOURSELF")
    with unit_of_work(viewer.key, "person.reset") as work:
        user = User.objects.select_for_update().filter(pk=person, is_active=True).first()
        if user is None:
            return NOT_FOUND
        password = one_time_password()
        user.set_password(password)
        user.must_change_password = True
        user.save(update_fields=["password", "must_change_password"])
        end_sessions(person)
        access_changed(work, person)
    return NewPassword(person, password)


def deactivate(viewer: Viewer, person: int) -> int | Refusal:
    """Shut a person out at once: no log-in, no session, and no duty that nobody would then be doing."""
    if not _may_manage(viewer, person):
        return NOT_YOURS
    if person == viewer.person:
        return Refusal("NOT_YOURSELF")
    with unit_of_work(viewer.key, "person.deactivate") as work:
        user = User.objects.select_for_update().filter(pk=person, is_active=True).first()
        if user is None:
            return NOT_FOUND
        user.is_active = False
        user.save(update_fields=["is_active"])
        now = clock()
        for duty in Duty.objects.select_for_update().filter(person=user).filter(not_over(now)):
            duties.close(work, duty, now)
        end_sessions(person)
        access_changed(work, person)
    return person


def _may_manage(viewer: Viewer, person: int) -> bool:
    """Whether the viewer may reset or shut out a person.

    Whoever can set a password can become its owner, so the accounts of security and audit administrators are not the
    system administrator's: another security administrator answers for them (domain rules §5, the three administrators).
    """
    guarded = Duty.objects.filter(person=person, role__in=GUARDED).filter(not_over(clock())).exists()
    return viewer.may_anywhere(Verb.MANAGE_SECURITY if guarded else Verb.MANAGE_USERS)


def change_password(viewer: Viewer, old: str, new: str, session: str | None) -> User | Refusal:
    """Replace one's own password and end one's other sessions; `session` is the one to keep.

    Refusals: WRONG_PASSWORD, SAME_PASSWORD, PASSWORD_TOO_SHORT, PASSWORD_TOO_COMMON, PASSWORD_TOO_SIMILAR.
    """
    with unit_of_work(viewer.key, "person.password") as work:
        user = User.objects.select_for_update().get(pk=viewer.person)
        if not user.check_password(old):
            return Refusal("WRONG_PASSWORD", (("field", "old"),))
        if old == new:
            return Refusal("SAME_PASSWORD", (("field", "new"),))
        weak = weakness(new, user)
        if weak is not None:
            return weak
        user.set_password(new)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        end_sessions(user.pk, keep=session)
        access_changed(work, user.pk)
    return user


def weakness(password: str, user: User) -> Refusal | None:
    """The first thing wrong with a password, as Django's validators see it."""
    try:
        validate_password(password, user)
    except ValidationError as problem:
        code = problem.error_list[0].code or "password_too_common"
        return Refusal(code.upper(), (("field", "new"),))
    return None
