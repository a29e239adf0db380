"""What one person is told in the application: a row that stays, and an event for that person's screens alone."""

from collections.abc import Iterable

from safegrid.domain.events import Noticed
from safegrid.domain.refusals import Refusal
from safegrid.store.access import Viewer
from safegrid.store.models import Alarm, Notice

from .transaction import Work, clock, unit_of_work


def tell_people(work: Work, people: Iterable[int], alarm: Alarm | None, code: str, text: str = "") -> int:
    """Tell each person once, within a unit of work; return how many were told."""
    now = clock()
    told = [
        Notice(person_id=p, alarm=alarm, code=code, text=text, at=now) for p in dict.fromkeys(people) if p
    ]
    for notice in Notice.objects.bulk_create(told):
        work.emit(
            Noticed(
                viewer=f"user:{notice.person_id}",
                id=notice.pk,
                alarm=notice.alarm_id or 0,
                code=code,
                text=text or (alarm.title if alarm else ""),
                at=now.isoformat(),
            )
        )
    return len(told)


def read(viewer: Viewer, notice_id: int) -> Notice | Refusal:
    """Sign that a notice was read; once read it stays as it is. Refusal: NOT_FOUND for another's."""
    with unit_of_work(viewer.key, "notice.read"):
        notice = Notice.objects.select_for_update().filter(pk=notice_id, person_id=viewer.person).first()
        if notice is None:
            return Refusal("NOT_FOUND")
        if notice.read_at is None:
            notice.read_at = clock()
            notice.save(update_fields=["read_at"])
    return notice
