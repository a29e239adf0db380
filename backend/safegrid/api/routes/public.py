"""For everybody, without log-in: report a danger, follow it by its code, see what is published.

Nothing here reads a session or sets one: a report does not belong to any browser.
"""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Form, Router, UploadedFile

from safegrid.actions import public_limits, public_photos
from safegrid.actions import public_reports as act
from safegrid.actions.photos import MAX_BYTES
from safegrid.domain.hierarchy import COUNTY
from safegrid.domain.public_reports import State, hash_of, read_code, stage, written
from safegrid.domain.refusals import Refusal
from safegrid.domain.times import CHINA
from safegrid.domain.unit_listings import is_overdue
from safegrid.store import packs
from safegrid.store.celltree import tree
from safegrid.store.models import Hazard, HazardStep, PublicReport, UnitListing
from safegrid.store.queries import public_reports as read
from safegrid.store.queries import unit_listings
from safegrid.store.queries.plans import newest_version

from ..errors import Refused, accepted
from ..keyed import HEADER, KEYED
from ..schemas.common import Json
from ..schemas.public import (
    CodeIn,
    OutlineOut,
    PhotoReceived,
    PublicGround,
    PublicReceived,
    PublicReportIn,
    PublicStatus,
    Published,
    PublishedHazard,
    PublishedUnit,
)

router = Router(tags=["public"], auth=None)


@router.get("/challenge", response=Json)
def challenge(request: HttpRequest) -> Json:
    """Make a proof of work (ALTCHA v2) for one report. It ends after 20 minutes and counts once."""
    _unless(public_limits.count("challenge", _address(request)))
    return public_limits.challenge()


@router.post("/reports", response=PublicReceived, openapi_extra=KEYED)
def report(request: HttpRequest, body: PublicReportIn) -> PublicReceived:
    """Take a report in; its photos follow. The key must be a random UUID: with it the answer can be had again."""
    try:
        seed = UUID(request.headers.get(HEADER, ""))
    except ValueError as bad:
        raise Refused("BAD_REQUEST") from bad
    given = act.Given(**body.model_dump(exclude={"challenge", "photos"}), photos=tuple(map(str, body.photos)))
    made = accepted(act.receive(given, act.Door(_address(request), seed, body.challenge)))
    return PublicReceived(
        number=made.report.number,
        code=written(made.code),
        place=_place(made.report.cell_id),
        received_at=made.report.received_at,
    )


@router.post("/photos/{uuid:photo}", response=PhotoReceived)
def add_photo(
    request: HttpRequest, photo: UUID, code: Annotated[str, Form()], file: Annotated[UploadedFile, File()]
) -> PhotoReceived:
    """Take in a photo that a report announced, with the report's tracking code. The same one again changes nothing."""
    _unless(public_limits.count("photo", _address(request)))
    if (file.size or 0) > MAX_BYTES:
        raise Refused("FILE_TOO_BIG", megabytes=MAX_BYTES // 1024 // 1024)
    return PhotoReceived(coming=accepted(public_photos.add(code, photo, file.read())))


@router.post("/status", response=PublicStatus)
def status(request: HttpRequest, body: CodeIn) -> PublicStatus:
    """Tell how far a report is. A POST, so that the code stands in no address and no log; it changes nothing."""
    _unless(public_limits.count("status", _address(request)))
    code = read_code(body.code)
    row = read.report_by_code(hash_of(code)) if code else None
    if row is None:
        raise Refused("CODE_UNKNOWN")
    return _status(row)


@router.get("/published", response=Published)
def published(request: HttpRequest) -> Published:
    """List the hazards and units that the rule pack lets everybody see: listed ones by default."""
    pack, now = packs.current(), timezone.now()
    rows = read.published(pack, now)
    steps = read.listing_steps(rows)
    listings = unit_listings.published(pack, now, read.MOST_PUBLISHED)
    return Published(
        hazards=[_published(row, steps.get(row.pk)) for row in rows],
        units=[_listed(row, now) for row in listings],
        realtime=pack.publicity.realtime,
    )


@router.get("/ground", response=PublicGround)
def ground(request: HttpRequest) -> PublicGround:
    """Draw counties and townships to find one's way by; communities are nobody's business here."""
    shown = read.outlines(newest_version().pk)
    return PublicGround(
        outlines=[OutlineOut(name=one.name, level=one.level, shape=one.shape) for one in shown]  # type: ignore[arg-type] # asked for so
    )


def _status(row: PublicReport) -> PublicStatus:
    hazard = row.hazard
    now_at = stage(State(row.state), hazard.state if hazard else "")
    reply = read.reply_of(hazard) if hazard and now_at == "unfounded" else row.reply
    days = packs.current().reporters.identity_days
    erased = row.erased_at or _erased_from(row, days)
    last = hazard.steps.order_by("-n").values_list("at", flat=True).first() if hazard else row.decided_at
    return PublicStatus(
        number=row.number,
        stage=now_at.value,
        place=_place(row.cell_id),
        received_at=row.received_at,
        changed_at=last or row.received_at,
        reply=reply,
        identity="erased" if row.erased_at else "none" if row.sealed is None else "sealed",
        erased_on=erased.astimezone(CHINA).date() if erased else None,
        identity_days=days,
    )


def _erased_from(row: PublicReport, days: int) -> datetime | None:
    """When who sent it is to be erased; None if nothing is kept, it is kept for good, or the report goes on."""
    ended = read.end_of(row) if days and row.sealed is not None else None
    return ended + timedelta(days=days) if ended else None


def _published(row: Hazard, step: HazardStep | None) -> PublishedHazard:
    said = step.note.get("fields", {}) if step else {}
    # What was written for the public; a title is not, and may name somebody.
    text = str(said.get("public_text") or "")
    return PublishedHazard(
        number=row.number,
        title=row.title if row.listing else "",
        text=text,
        category=row.category,
        unit=row.unit.name if row.unit and (row.listing or step) else "",
        place=_place(row.cell_id),
        lon=round(row.geom.x, 4),
        lat=round(row.geom.y, 4),
        level=row.listing,
        major=row.major,
        stage=stage(State.TAKEN, row.state).value,
        since=step.at if step else row.reported_at,
        deadline=row.listing_deadline.astimezone(CHINA).date() if row.listing_deadline else None,
        overdue=row.listing_overdue,
    )


def _listed(row: UnitListing, now: datetime) -> PublishedUnit:
    site = next(iter(row.unit.sites.all()), None)
    ended = row.ended_at
    return PublishedUnit(
        id=row.pk,
        unit=row.unit.name,
        text=row.end_text if ended else row.public_text,
        reason=row.reason,
        place=_place(site.cell_id if site else None),
        lon=round(site.geom.x, 4) if site else None,
        lat=round(site.geom.y, 4) if site else None,
        level=row.level,
        stage="delisted" if ended else "listed",
        since=ended or row.listed_at,
        deadline=None if ended else row.deadline.astimezone(CHINA).date(),
        overdue=ended is None and is_overdue(row.deadline, now),
    )


def _place(cell: int | None) -> str:
    """County … community, the way people say where something is."""
    return " ".join(c.name for c in tree().path(cell or 0) if c.level >= COUNTY)


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _unless(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise Refused.of(refusal)
