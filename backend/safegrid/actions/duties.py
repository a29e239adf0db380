"""Duties: assigned, ended, handed over. Each change is an access event, and moves the counts of communities."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from safegrid.domain.events import DutiesCounted
from safegrid.domain.hierarchy import COMMUNITY
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Role
from safegrid.store.access import Viewer
from safegrid.store.celltree import tree
from safegrid.store.models import Duty, User

from .duty_rights import NOT_FOUND, Post, may_assign, may_give
from .sessions import access_changed
from .sweeps import POSTS
from .transaction import Refused, Work, clock, unit_of_work


@dataclass(frozen=True)
class NewDuty:
    """Who is to do what, where, and when; `starts_at` None = now, `ends_at` None = until further notice."""

    person: int
    post: Post
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def assign(viewer: Viewer, new: NewDuty) -> Duty | Refusal:
    """Give a person a duty. Refusals: NOT_YOUR_DUTY, NOT_FOUND, BAD_POST, DUTY_ENDS_FIRST, DUTY_TWICE."""
    with unit_of_work(viewer.key, "duty.assign") as work:
        return _assign(work, viewer, new)


def end(viewer: Viewer, duty_id: int) -> Duty | Refusal:
    """End a duty now; one that has not begun never does. Refusals: NOT_YOUR_DUTY, NOT_FOUND, DUTY_OVER."""
    with unit_of_work(viewer.key, "duty.end") as work:
        _lock_people(duty_id)
        duty = _running(viewer, duty_id)
        if isinstance(duty, Refusal):
            return duty
        if duty.role == Role.ADM_SEC and duty.person_id == viewer.person:
            return Refusal("NOT_YOURSELF")  # or nobody might be left who can give posts
        close(work, duty, clock())
        access_changed(work, duty.person_id)
        return duty


def hand_over(viewer: Viewer, duty_id: int, to: int) -> Duty | Refusal:
    """End a duty and give it to another person at the same moment, so that the post is never empty."""
    try:
        with unit_of_work(viewer.key, "duty.hand_over") as work:
            return _hand_over(work, viewer, duty_id, to)
    except Refused as refused:
        return refused.refusal


def close(work: Work, duty: Duty, now: datetime) -> None:
    """End a locked duty and take it out of the counts."""
    duty.ends_at = max(now, duty.starts_at)
    _count(work, duty, now)
    duty.save(update_fields=["ends_at", "counted"])


def _hand_over(work: Work, viewer: Viewer, duty_id: int, to: int) -> Duty:
    _lock_people(duty_id, to)
    duty = _running(viewer, duty_id)
    if isinstance(duty, Refusal):
        raise Refused(duty)
    if duty.person_id == to:
        raise Refused(Refusal("SAME_PERSON", (("field", "to"),)))
    until, now = duty.ends_at, clock()
    close(work, duty, now)
    access_changed(work, duty.person_id)
    post = Post(duty.role, duty.cell_id, duty.unit_id, duty.industry)
    given = _assign(work, viewer, NewDuty(to, post, max(now, duty.starts_at), until))
    if isinstance(given, Refusal):
        raise Refused(given)
    return given


def _assign(work: Work, viewer: Viewer, new: NewDuty) -> Duty | Refusal:
    person = User.objects.select_for_update(no_key=True).filter(pk=new.person, is_active=True).first()
    if person is None:
        return NOT_FOUND
    refusal = may_give(viewer, new.post, person)
    if refusal is not None:
        return refusal
    now = clock()
    duty = Duty(
        person=person,
        role=new.post.role,
        cell_id=new.post.cell,
        unit_id=new.post.unit,
        industry=new.post.industry,
        starts_at=new.starts_at or now,
        ends_at=new.ends_at,
        made_by_id=viewer.person or None,
    )
    if duty.ends_at is not None and duty.ends_at <= max(duty.starts_at, now):
        return Refusal("DUTY_ENDS_FIRST", (("field", "ends_at"),))
    try:
        with transaction.atomic():
            duty.save(force_insert=True)
    except IntegrityError:
        return Refusal("DUTY_TWICE")
    _count(work, duty, now)
    duty.save(update_fields=["counted"])
    access_changed(work, person.pk)
    return duty


def _lock_people(duty_id: int, *others: int) -> None:
    """Lock whose duty it is, and others, by their ids: whoever changes duties locks people first, then duties."""
    holder = Duty.objects.filter(pk=duty_id).values("person_id")
    people = User.objects.filter(Q(pk__in=holder) | Q(pk__in=others)).order_by("pk")
    # A full lock would also wait for every record that merely names one of them.
    list(people.select_for_update(no_key=True).values_list("pk"))


def _running(viewer: Viewer, duty_id: int) -> Duty | Refusal:
    duty = Duty.objects.select_for_update(of=("self",)).select_related("person").filter(pk=duty_id).first()
    if duty is None:
        return NOT_FOUND
    refusal = may_assign(viewer, Post(duty.role, duty.cell_id, duty.unit_id, duty.industry), duty.person)
    if refusal is not None:
        return refusal
    return Refusal("DUTY_OVER") if duty.ends_at is not None and duty.ends_at <= clock() else duty


def _count(work: Work, duty: Duty, now: datetime) -> None:
    """Bring `counted` in line with the moment; only leaders and officers of communities are counted (G3)."""
    column = POSTS.get(Role(duty.role))
    cell = tree().cells.get(duty.cell_id or 0)
    if column is None or cell is None or cell.level != COMMUNITY:
        return
    holds = duty.starts_at <= now and (duty.ends_at is None or duty.ends_at > now)
    if holds != duty.counted:
        duty.counted = holds
        work.emit(DutiesCounted(((cell.id, column, 1 if holds else -1),), work.cause))
