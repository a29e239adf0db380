"""Photos: taken in, checked, and shown to those who see the hazard."""

import hashlib
import logging
from pathlib import Path
from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from ninja import File, Router, UploadedFile

from safegrid.actions import uploads as act
from safegrid.domain import roles
from safegrid.domain.roles import Permission, Verb
from safegrid.store.access import Viewer
from safegrid.store.models import Upload
from safegrid.store.queries.uploads import upload_in_sight

from ..errors import Refused, accepted, found
from ..keyed import KEYED, keyed
from ..schemas.hazards import UploadOut
from ..viewer import Signed

log = logging.getLogger(__name__)
router = Router(tags=["uploads"])


@router.post("", response=UploadOut, openapi_extra=KEYED)
def create(request: Signed, file: Annotated[UploadedFile, File()]) -> UploadOut:
    """Keep a photo for a report or a command. It is drawn anew: camera data and place are dropped."""
    if not _reports(request.auth):
        raise Refused("NOT_YOUR_DUTY")
    if (file.size or 0) > act.MAX_BYTES:
        raise Refused("FILE_TOO_BIG", megabytes=act.MAX_BYTES // 1024 // 1024)
    data = file.read()

    def make() -> UploadOut:
        upload = accepted(act.store(request.auth, data))
        return UploadOut(id=str(upload.uuid), url=f"/api/uploads/{upload.uuid}", size=upload.size)

    return keyed(request, UploadOut, make, body=hashlib.sha256(data).digest())


@router.get("/{uuid:uuid}", response={200: bytes})
def show(request: Signed, uuid: UUID) -> HttpResponse:
    """Show a photo to its uploader and to those who see its hazard."""
    upload = found(upload_in_sight(request.auth, uuid))
    response = HttpResponse(_bytes_of(upload), content_type=upload.mime)
    response["Content-Disposition"] = f'inline; filename="{upload.uuid}.jpg"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _bytes_of(upload: Upload) -> bytes:
    try:
        return (Path(settings.MEDIA_ROOT) / upload.file).read_bytes()
    except FileNotFoundError as missing:
        log.error("the file of upload %s is missing: %s", upload.uuid, upload.file)
        raise Refused("NOT_FOUND") from missing


def _reports(viewer: Viewer) -> bool:
    return any(roles.may(d.role, d.level, Verb.REPORT_HAZARD) is not Permission.NO for d in viewer.duties)
