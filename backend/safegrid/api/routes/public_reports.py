"""What the public reported, for the officers of its ground; who sent it, for one keeper."""

from typing import Literal

from ninja import Router

from safegrid.actions import identities
from safegrid.actions import public_photos as act_public
from safegrid.actions import public_triage as act
from safegrid.domain.hierarchy import CITY
from safegrid.domain.roles import Role, Verb
from safegrid.store.models import Duty, IdentityKeeper, PublicReport, Upload
from safegrid.store.queries import public_reports as read
from safegrid.store.queries.responsible import in_force

from ..errors import accepted
from ..hazard_panel import photo_out
from ..keyed import KEYED, keyed
from ..present import cell_of
from ..schemas.common import Ref
from ..schemas.public import (
    DeclineIn,
    IdentityOut,
    KeeperIn,
    KeeperOut,
    LookIn,
    ReportRow,
    ReportRows,
    TakeIn,
)
from ..viewer import Signed, require

router = Router(tags=["public reports"])


@router.get("", response=ReportRows)
def index(request: Signed, state: Literal["waiting", "decided"] = "waiting") -> ReportRows:
    """List what the public reported on the ground that the viewer verifies on; empty for everybody else."""
    rows = read.reports_in_sight(request.auth, waiting=state == "waiting")
    photos = read.photos_of(rows)
    return ReportRows(
        reports=[_row(row, photos.get(row.pk, [])) for row in rows], keeper=read.is_keeper(request.auth)
    )


@router.get("/keeper", response=KeeperOut)
def keeper(request: Signed) -> KeeperOut:
    """Tell the security administrator who keeps identities, and who could."""
    require(request.auth, Verb.MANAGE_SECURITY)
    return _keeper()


@router.post("/keeper", response=KeeperOut, openapi_extra=KEYED)
def name_keeper(request: Signed, body: KeeperIn) -> KeeperOut:
    """Name the keeper of identities; the one before ceases to be."""

    def name() -> KeeperOut:
        accepted(identities.name_keeper(request.auth, body.person))
        return _keeper()

    return keyed(request, KeeperOut, name)


@router.post("/{int:report}/take", response=ReportRow, openapi_extra=KEYED)
def take(request: Signed, report: int, body: TakeIn) -> ReportRow:
    """Take a report up as a hazard, to be verified like any other."""
    given = body.model_dump(exclude={"photos", "override_duplicate"})
    chosen = None if body.photos is None else [str(photo) for photo in body.photos]
    taken = act.Taken(**given, photos=chosen, override=body.override_duplicate)
    return keyed(request, ReportRow, lambda: _one(accepted(act.take(request.auth, report, taken))))


@router.post("/{int:report}/decline", response=ReportRow, openapi_extra=KEYED)
def decline(request: Signed, report: int, body: DeclineIn) -> ReportRow:
    """Close a report without a hazard, with a reply that its sender reads."""
    return keyed(
        request,
        ReportRow,
        lambda: _one(accepted(act.decline(request.auth, report, body.reason, body.reply))),
    )


@router.post("/{int:report}/identity", response=IdentityOut)
def identity(request: Signed, report: int, body: LookIn) -> IdentityOut:
    """Open who sent a report: the keeper alone, each time with a reason and a line in the log.

    Not kept for repeated requests: an answer that is stored would be a copy outside the seal.
    """
    opened = accepted(identities.look(request.auth, report, body.reason))
    return IdentityOut.model_validate(opened)


def _one(report: PublicReport) -> ReportRow:
    row = PublicReport.objects.select_related("cell", "hazard", "decided_by").get(pk=report.pk)
    return _row(row, read.photos_of([row]).get(row.pk, []))


def _row(row: PublicReport, photos: list[Upload]) -> ReportRow:
    return ReportRow(
        id=row.pk,
        number=row.number,
        state=row.state,  # type: ignore[arg-type] # the column's own check
        category=row.category,
        text=row.text,
        lon=row.geom.x,
        lat=row.geom.y,
        cell=cell_of(row.cell_id),
        received_at=row.received_at,
        photos=[photo_out(photo) for photo in photos],
        coming=act_public.awaited(row),
        metres=row.metres,
        contact=row.contact,
        erased_at=row.erased_at,
        hazard=Ref(id=row.hazard.pk, name=row.hazard.number) if row.hazard else None,
        reason=row.reason,
        reply=row.reply,
        decided_by=row.decided_by.name if row.decided_by else "",
        decided_at=row.decided_at,
    )


def _keeper() -> KeeperOut:
    now = IdentityKeeper.objects.select_related("person", "named_by").filter(until=None).first()
    office = Duty.objects.filter(in_force(), role=Role.SUP.value, cell__level=CITY, industry="")
    people = (
        office.filter(person__is_active=True).select_related("person").order_by("person__name", "person_id")
    )
    return KeeperOut(
        keeper=Ref(id=now.person_id, name=now.person.name) if now else None,
        since=now.since if now else None,
        named_by=now.named_by.name if now else "",
        candidates=[Ref(id=duty.person_id, name=duty.person.name) for duty in people],
    )
