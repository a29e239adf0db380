"""Photos of the public's reports, one request each, after the report itself.

Nobody can leave anything here without a report that was let in: a photo was announced by it, and comes with its code.
"""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from safegrid.domain.ownership import metres_between
from safegrid.domain.public_reports import hash_of, read_code
from safegrid.domain.refusals import Refusal
from safegrid.store.models import PublicReport, UploadUse
from safegrid.store.queries.public_reports import KIND

from . import uploads
from .photo_notes import Notes
from .photos import Photo, redraw
from .seal import seal, unseal
from .transaction import clock

AFTER = timedelta(days=1)
"""How long a phone that lost its line may send what the report announced."""


def add(code: str, name: UUID, data: bytes) -> int | Refusal:
    """Keep an announced photo; returns how many are still to come. One that is here already changes nothing.

    One that is refused is not awaited any more: whoever likes may try as many pictures as the report announced, no more.
    Refusals: CODE_UNKNOWN, PHOTO_UNKNOWN (not announced), PHOTO_LATE, and those of `photos.redraw`.
    """
    read = read_code(code)
    with transaction.atomic():
        # Locked while it is decoded: one report has one picture open at a time.
        rows = PublicReport.objects.select_for_update().filter(code_hash=hash_of(read or ""))
        report = rows.first() if read else None
        if report is None:
            return Refusal("CODE_UNKNOWN")
        if str(name) not in report.coming:
            here = UploadUse.objects.filter(kind=KIND, record=report.pk, upload__uuid=name).exists()
            return awaited(report) if here else Refusal("PHOTO_UNKNOWN")
        if clock() - report.received_at > AFTER:
            return Refusal("PHOTO_LATE")
        report.coming = [one for one in report.coming if one != str(name)]
        photo = redraw(data)
        refusal = photo if isinstance(photo, Refusal) else _keep(report, photo, name)
        report.save(update_fields=["coming", "sealed", "metres"])
    return awaited(report) if refusal is None else refusal


def awaited(report: PublicReport) -> int:
    """How many photos may still come."""
    return len(report.coming) if clock() - report.received_at <= AFTER else 0


def _keep(report: PublicReport, photo: Photo, name: UUID) -> Refusal | None:
    # What the camera wrote tells where somebody stood and what they carry: it is sealed, not kept with the picture.
    try:
        with transaction.atomic():
            upload = uploads.keep(Photo(photo.data, {}), owner_id=None, uuid=name)
    except IntegrityError:  # the name of another's photo
        return Refusal("PHOTO_UNKNOWN")
    UploadUse.objects.create(upload=upload, kind=KIND, record=report.pk)
    notes = {key: photo.notes[key] for key in photo.notes if key not in {"sha256", "size"}}
    if "lon" in notes and report.metres is None:
        place = report.geom
        report.metres = round(metres_between(place.x, place.y, notes["lon"], notes["lat"]))
    if notes and report.erased_at is None:
        _seal_too(report, notes)
    return None


def _seal_too(report: PublicReport, notes: Notes) -> None:
    found: dict[str, object] | None = {"name": "", "phone": "", "photos": []}
    if report.sealed is not None:
        found = unseal(report.number, bytes(report.sealed))
    if found is None:  # sealed with a key that is not here: what is in it counts for more than these notes
        return
    known = found.get("photos")
    report.sealed = seal(
        report.number, {**found, "photos": [*(known if isinstance(known, list) else []), notes]}
    )
