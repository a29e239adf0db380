"""Photos: taken in whole or in parts, checked, and shown to those who see what they are evidence of."""

import hashlib
import logging
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import File, Router, UploadedFile

from safegrid.actions import looks, photo_notes
from safegrid.actions import uploads as act
from safegrid.actions.photos import MAX_BYTES
from safegrid.actions.then import reported_lately
from safegrid.domain import roles
from safegrid.domain.ownership import metres_between
from safegrid.domain.roles import Permission, Verb
from safegrid.store import photos as storage
from safegrid.store.access import Viewer
from safegrid.store.models import Upload
from safegrid.store.queries.uploads import upload_in_sight

from ..errors import Refused, accepted, found
from ..keyed import KEYED, keyed
from ..schemas.hazards import EvidenceOut, PartsOut, UploadOut
from ..viewer import Signed

log = logging.getLogger(__name__)
router = Router(tags=["uploads"])
RAW: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post("", response=UploadOut, openapi_extra=KEYED)
def create(request: Signed, file: Annotated[UploadedFile, File()]) -> UploadOut:
    """Keep a photo for a report or a command. It is drawn anew: camera data and place are kept apart as evidence."""
    _may_send(request.auth)
    if (file.size or 0) > MAX_BYTES:
        raise Refused("FILE_TOO_BIG", megabytes=MAX_BYTES // 1024 // 1024)
    data = file.read()

    def make() -> UploadOut:
        return _out(accepted(act.store(request.auth, data)))

    return keyed(request, UploadOut, make, body=hashlib.sha256(data).digest())


@router.post("/parts/{uuid:uuid}", response=PartsOut, openapi_extra=RAW)
def send_part(request: Signed, uuid: UUID, n: int, of: int) -> PartsOut:
    """Take in part `n` (from 0) of `of` of the photo that will be called `uuid`, chosen by the sender.

    At most 256 KB each. Sending one again is harmless, so no key is needed; with the last missing one the photo is made.
    """
    _may_send(request.auth)
    return _parts(accepted(act.receive(request.auth, uuid, n, of, request.body)))


@router.get("/parts/{uuid:uuid}", response=PartsOut)
def parts(request: Signed, uuid: UUID) -> PartsOut:
    """Tell which parts of one's own photo have arrived."""
    _may_send(request.auth)
    return _parts(accepted(act.progress(request.auth, uuid)))


@router.get("/{uuid:uuid}", response={200: bytes})
def show(request: Signed, uuid: UUID) -> HttpResponse:
    """Show a photo to its uploader and to those who see its hazard."""
    upload = found(upload_in_sight(request.auth, uuid))
    response = HttpResponse(_bytes_of(upload), content_type=upload.mime)
    response["Content-Disposition"] = f'inline; filename="{upload.uuid}.jpg"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response


@router.get("/{uuid:uuid}/evidence", response=EvidenceOut)
def evidence(request: Signed, uuid: UUID) -> EvidenceOut:
    """Show what the camera wrote beside a photo to those who may verify what it shows; each look is a line in the log."""
    upload = found(looks.photo_notes(request.auth, uuid))
    notes = upload.evidence
    about = upload.hazard or upload.alarm
    metres = minutes = None
    taken, since = photo_notes.taken_at(notes), _since(upload)
    if taken is not None and since is not None:
        minutes = round((taken - since).total_seconds() / 60)
    if about is not None and "lon" in notes:
        metres = round(metres_between(about.geom.x, about.geom.y, notes["lon"], notes["lat"]))
    return EvidenceOut(**notes, metres=metres, minutes=minutes, received=upload.created_at)


def _since(upload: Upload) -> datetime | None:
    """When what the photo shows was found, or rang."""
    if upload.hazard is not None:
        return upload.hazard.found_at
    return upload.alarm.raised_at if upload.alarm is not None else None


def _out(upload: Upload) -> UploadOut:
    return UploadOut(id=str(upload.uuid), url=f"/api/uploads/{upload.uuid}", size=upload.size)


def _parts(received: act.Received) -> PartsOut:
    upload = _out(received.upload) if received.upload else None
    return PartsOut(have=list(received.have), of=received.of, upload=upload)


def _bytes_of(upload: Upload) -> bytes:
    data = storage.read(upload.file)
    if data is None:
        log.error("the file of upload %s is missing: %s", upload.uuid, upload.file)
        raise Refused("NOT_FOUND")
    return data


def _may_send(viewer: Viewer) -> None:
    reports = any(roles.may(d.role, d.level, Verb.REPORT_HAZARD) is not Permission.NO for d in viewer.duties)
    if not reports and not reported_lately(viewer.person, timezone.now()):
        raise Refused("NOT_YOUR_DUTY")
