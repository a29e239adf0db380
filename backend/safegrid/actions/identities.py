"""Who sent a public report: seen by one named keeper, every look written down, and erased some time after its end (K14)."""

from datetime import datetime, timedelta

from django.db import transaction

from safegrid.domain.hierarchy import CITY
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Role, Verb
from safegrid.domain.times import CHINA
from safegrid.store import packs
from safegrid.store.access import Viewer
from safegrid.store.models import AccessLog, Duty, IdentityKeeper, PublicReport
from safegrid.store.queries.public_reports import is_keeper, sealed_ended_by, visible_reports
from safegrid.store.queries.responsible import in_force

from .seal import unseal
from .transaction import clock, unit_of_work

LONGEST_REASON = 400
SWEEP = "system:sweep"
CHUNK = 100


def look(viewer: Viewer, report_id: int, reason: str) -> dict[str, object] | Refusal:
    """Open who sent a report: {name, phone, photos}. Looks are logged, and so are those that were refused.

    Refusals: NOT_FOUND out of sight, NOT_THE_KEEPER, NO_IDENTITY, IDENTITY_ERASED, SEALED_WITH_ANOTHER_KEY.
    """
    report = visible_reports(viewer).filter(pk=report_id).first()
    if report is None:
        return Refusal("NOT_FOUND")
    keeps = is_keeper(viewer) and holds_office(viewer.person)
    target = f"public:{report.pk} {reason}"
    AccessLog.objects.create(
        viewer=viewer.key, what="identity" if keeps else "identity_refused", target=target[:LONGEST_REASON]
    )
    if not keeps:
        return Refusal("NOT_THE_KEEPER")
    return _opened(report)


def name_keeper(viewer: Viewer, person: int) -> IdentityKeeper | Refusal:
    """Name the keeper; the one before ceases to be. Refusals: NOT_YOUR_DUTY, KEEPER_NO_DUTY."""
    if not viewer.may_anywhere(Verb.MANAGE_SECURITY):
        return Refusal("NOT_YOUR_DUTY")
    if not holds_office(person):
        return Refusal("KEEPER_NO_DUTY", (("field", "person"),))
    with unit_of_work(viewer.key, "identity.keeper"):
        IdentityKeeper.objects.select_for_update().filter(until=None).update(until=clock())
        keeper = IdentityKeeper.objects.create(person_id=person, named_by_id=viewer.person)
        AccessLog.objects.create(viewer=viewer.key, what="identity_keeper", target=f"person:{person}")
    return keeper


def erase_ended(now: datetime | None = None) -> int:
    """Erase for good who sent reports that ended long enough ago (rule pack `reporters`); for a sweep. Returns how many.

    What the senders' cameras wrote is sealed with it and goes with it. What is left says only that it was erased, and when.
    """
    days = packs.current().reporters.identity_days
    if days == 0:
        return 0
    before = (now or clock()) - timedelta(days=days)
    ended = sealed_ended_by(before).order_by("pk")
    return sum(_erase(pk, before) for pk in list(ended.values_list("pk", flat=True)[:CHUNK]))


def _erase(report_id: int, before: datetime) -> int:
    with transaction.atomic():
        # Locked, then asked again: a hazard that was reopened meanwhile has no end.
        report = PublicReport.objects.select_for_update().filter(pk=report_id).first()
        if report is None or not sealed_ended_by(before).filter(pk=report_id).exists():
            return 0
        report.sealed, report.erased_at = None, clock()
        report.save(update_fields=["sealed", "erased_at"])
        AccessLog.objects.create(viewer=SWEEP, what="identity_erased", target=f"public:{report.pk}")
    return 1


def holds_office(person: int) -> bool:
    """Whether somebody is of the city's committee office now: who leaves it ceases to see, whoever was named."""
    held = Duty.objects.filter(in_force(), person_id=person, role=Role.SUP.value, cell__level=CITY)
    return held.filter(industry="", person__is_active=True).exists()


def _opened(report: PublicReport) -> dict[str, object] | Refusal:
    if report.erased_at is not None:
        return Refusal("IDENTITY_ERASED", (("day", f"{report.erased_at.astimezone(CHINA):%Y-%m-%d}"),))
    if report.sealed is None:
        return Refusal("NO_IDENTITY")
    identity = unseal(report.number, bytes(report.sealed))
    return Refusal("SEALED_WITH_ANOTHER_KEY") if identity is None else identity
