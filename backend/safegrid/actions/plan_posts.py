"""Duties that a plan changes: those of communities that end, and those of communities that it staffs anew."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Q

from safegrid.domain.boundary_draft import Posts
from safegrid.domain.events import AccessChanged, DutiesCounted
from safegrid.domain.roles import Role
from safegrid.store.access import not_over
from safegrid.store.models import Duty, Kiosk, User
from safegrid.store.queries.plan_problems import KINDS
from safegrid.store.queries.responsible import OF_GRID

from .duties import close
from .sessions import access_changed
from .sweeps import POSTS
from .transaction import Work

Post = tuple[int, str, int]
"""Community, role, person."""


class Changing:
    """Duties that end and begin with a plan. `end` comes before the cells change, `begin` after: the first looks at the
    tree of cells as it was, the second needs the new ones.
    """

    def __init__(self, gone: Iterable[int], posts: Mapping[int, Posts]) -> None:
        self._gone = sorted(gone)
        self._posts = posts
        self._wanted = {
            (cell, role.value, person)
            for cell, held in posts.items()
            for role, kind in KINDS
            for person in getattr(held, kind)
        }
        self._kept: set[Post] = set()
        self._people: set[int] = set()

    def end(self, work: Work, now: datetime) -> None:
        """Lock everybody concerned, end what is not wanted any more, and shut walls of communities that end."""
        duties = Duty.objects.filter(not_over(now)).filter(
            Q(cell__in=self._gone) | Q(cell__in=list(self._posts), role__in=OF_GRID)
        )
        people = {*duties.values_list("person_id", flat=True), *(person for _, _, person in self._wanted)}
        list(
            User.objects.filter(pk__in=people).order_by("pk").select_for_update(no_key=True).values_list("pk")
        )
        for duty in duties.select_for_update(of=("self",)).order_by("pk"):
            post = (duty.cell_id or 0, duty.role, duty.person_id)
            if post in self._wanted and duty.starts_at <= now and duty.cell_id not in self._gone:
                self._kept.add(post)
                continue
            close(work, duty, now)
            self._people.add(duty.person_id)
        self._shut_walls(work, now)

    def begin(self, work: Work, now: datetime, by: int) -> None:
        """Give the wanted posts to whoever does not hold them yet, and tell everybody's screens."""
        active = set(
            User.objects.filter(pk__in=[p for *_, p in self._wanted], is_active=True).values_list(
                "pk", flat=True
            )
        )
        new = sorted(post for post in self._wanted - self._kept if post[2] in active)
        Duty.objects.bulk_create(
            Duty(
                person_id=person,
                role=role,
                cell_id=cell,
                starts_at=now,
                counted=Role(role) in POSTS,
                made_by_id=by or None,
            )
            for cell, role, person in new
        )
        tally = tuple((cell, POSTS[Role(role)], 1) for cell, role, _ in new if Role(role) in POSTS)
        for one in tally:
            work.emit(DutiesCounted((one,), work.cause))
        for person in sorted(self._people | {person for _, _, person in new}):
            access_changed(work, person)

    def _shut_walls(self, work: Work, now: datetime) -> None:
        for kiosk in Kiosk.objects.select_for_update().filter(cell__in=self._gone, revoked_at=None):
            kiosk.revoked_at = now
            kiosk.access_version += 1
            kiosk.save(update_fields=["revoked_at", "access_version"])
            work.emit(AccessChanged(f"kiosk:{kiosk.pk}", kiosk.access_version, cause=work.cause))
