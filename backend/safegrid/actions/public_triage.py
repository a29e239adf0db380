"""What an officer does with a report of the public: take it up as a hazard, or decline it with a reply."""

from collections.abc import Collection
from dataclasses import dataclass

from safegrid.domain.hazards import Cmd, Command
from safegrid.domain.public_reports import State
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Actor, Duty, Role
from safegrid.store.access import Viewer
from safegrid.store.models import PublicReport, Upload
from safegrid.store.queries.public_reports import KIND, visible_reports

from . import hazards
from .places import Where
from .transaction import Refused, clock, hold_boundaries, unit_of_work

NOT_FOUND = Refusal("NOT_FOUND")
PUBLIC = Actor(0, (Duty(Role.PUB),))


@dataclass(frozen=True)
class Taken:
    """How the officer words it. `text` must not tell who sent it. `photos`: those that go along, None = all."""

    claimed: str
    category: str
    text: str
    title: str = ""
    point: int | None = None
    unit: int | None = None
    photos: Collection[str] | None = None
    override: bool = False


def take(viewer: Viewer, report_id: int, taken: Taken) -> PublicReport | Refusal:
    """Make a hazard of a report, to be verified like any other; its reporter is the public, nobody by name.

    Refusals: NOT_FOUND, REPORT_DECIDED, and those of reporting a hazard (DUPLICATE_OPEN, UNIT_CLOSED, …).
    """
    try:
        with unit_of_work(viewer.key, "public.take") as work:
            now = hold_boundaries()
            report = _locked(viewer, report_id)
            fields = {
                "claimed": taken.claimed, "category": taken.category, "text": taken.text, "title": taken.title or None,
                "found_at": report.received_at.isoformat(), "source": "public",
            }  # fmt: skip
            said = {name: value for name, value in fields.items() if value is not None}
            command = Command(Cmd.REPORT, said, override=taken.override)
            made = hazards.add(
                work, viewer, _where(report, taken), command, now, evidence=True, reporter=PUBLIC
            )
            photos = Upload.objects.filter(uses__kind=KIND, uses__record=report.pk)
            chosen = photos if taken.photos is None else photos.filter(uuid__in=taken.photos)
            chosen.update(hazard=made.hazard)
            report.hazard_id = made.hazard
            _decide(report, State.TAKEN, viewer)
    except Refused as refused:
        return refused.refusal
    return report


def decline(viewer: Viewer, report_id: int, reason: str, reply: str) -> PublicReport | Refusal:
    """Close a report without a hazard. `reason`: for colleagues; `reply`: what its sender reads.

    Refusals: NOT_FOUND, REPORT_DECIDED.
    """
    try:
        with unit_of_work(viewer.key, "public.decline"):
            hold_boundaries()
            report = _locked(viewer, report_id)
            report.reason, report.reply = reason, reply
            _decide(report, State.DECLINED, viewer)
    except Refused as refused:
        return refused.refusal
    return report


def _locked(viewer: Viewer, report_id: int) -> PublicReport:
    seen = visible_reports(viewer).filter(pk=report_id)
    report = seen.select_for_update(of=("self",)).first()
    if report is None:
        raise Refused(NOT_FOUND)
    if report.state != State.WAITING.value:
        who = report.decided_by.name if report.decided_by else ""
        raise Refused(Refusal("REPORT_DECIDED", (("who", who),)))
    return report


def _where(report: PublicReport, taken: Taken) -> Where:
    if taken.point is not None or taken.unit is not None:
        return Where(taken.point, taken.unit)
    return Where(lon=report.geom.x, lat=report.geom.y)


def _decide(report: PublicReport, state: State, viewer: Viewer) -> None:
    report.state, report.decided_by_id, report.decided_at = state.value, viewer.person, clock()
    report.save(update_fields=["state", "decided_by", "decided_at", "reason", "reply", "hazard"])
