"""Photos are taken in: in one piece, or in parts that may come again, in any order, days apart."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Sum

from safegrid.domain.refusals import Refusal
from safegrid.store import photos as storage
from safegrid.store.access import Viewer
from safegrid.store.models import Transfer, TransferPart, Upload

from .photos import MAX_BYTES, TOO_BIG, Photo, redraw
from .transaction import clock

PART_BYTES = 256 * 1024
MOST_PARTS = MAX_BYTES // PART_BYTES
MOST_WAITING = 8 * MOST_PARTS
"""Parts of unfinished photos that one person may have here, announced ones too: 64 MB."""
MOST_A_DAY = 2_000
KEEP_PARTS = timedelta(days=14)
"""A phone that comes back after a fortnight sends the photo again from its beginning."""
TRANSFER_LOCK = 7_004
NOT_FOUND = Refusal("NOT_FOUND")


@dataclass(frozen=True)
class Received:
    """What has arrived of a photo. `upload`: the photo itself once all of it has."""

    have: tuple[int, ...]
    of: int
    upload: Upload | None = None


def store(viewer: Viewer, data: bytes) -> Upload | Refusal:
    """Keep a photo for its uploader. The same photo by the same person is the same upload until it is used.

    Refusals: FILE_TOO_BIG, FILE_TYPE (neither JPEG, PNG nor WebP), FILE_BROKEN, UPLOAD_LIMIT.
    """
    photo = redraw(data)
    if isinstance(photo, Refusal):
        return photo
    unused = Upload.objects.filter(hazard=None, alarm=None, uses=None)
    known = unused.filter(owner_id=viewer.person, sha256=photo.sha256).first()
    if known is not None:
        return known
    if _sent_today(viewer, clock()) >= MOST_A_DAY:
        return _too_many(MOST_A_DAY)
    return keep(photo, owner_id=viewer.person)


def keep(photo: Photo, *, owner_id: int | None, uuid: UUID | None = None) -> Upload:
    """Write a photo that was drawn anew, its file first: a row never names a file that is not there."""
    name = storage.keep(photo.data, photo.sha256)
    upload = Upload(
        sha256=photo.sha256,
        mime="image/jpeg",
        size=len(photo.data),
        file=name,
        owner_id=owner_id,
        evidence=photo.notes,
    )
    if uuid is not None:
        upload.uuid = uuid
    upload.save(force_insert=True)
    return upload


def receive(viewer: Viewer, uuid: UUID, n: int, of: int, data: bytes) -> Received | Refusal:
    """Take in one part; with the last missing one the photo is checked, drawn anew and kept.

    A part that comes twice changes nothing. One that differs from what is here, or belongs to another number of parts,
    begins the photo anew. A photo that is refused leaves nothing behind.
    Refusals: NOT_FOUND (somebody else's), PART_BAD, UPLOAD_LIMIT, and those of `redraw`.
    """
    if not (1 <= of <= MOST_PARTS and 0 <= n < of and 0 < len(data) <= PART_BYTES):
        return Refusal("PART_BAD", (("kilobytes", PART_BYTES // 1024), ("parts", MOST_PARTS)))
    with transaction.atomic():
        _lock(uuid)
        done = _finished(viewer, uuid)
        if done is not None:
            return done if isinstance(done, Refusal) else replace(done, have=tuple(range(of)), of=of)
        transfer = _transfer(viewer, uuid, of)
        if isinstance(transfer, Refusal):
            return transfer
        _write(transfer, n, data)
        return _finish(viewer, transfer)


def progress(viewer: Viewer, uuid: UUID) -> Received | Refusal:
    """What has arrived of one's own photo; nothing at all is an answer too. Refusal: NOT_FOUND (somebody else's)."""
    done = _finished(viewer, uuid)
    if done is not None:
        return done
    transfer = Transfer.objects.filter(uuid=uuid).first()
    if transfer is None:
        return Received((), 0)
    return Received(_have(transfer), transfer.of) if transfer.owner_id == viewer.person else NOT_FOUND


def forget_parts(now: datetime | None = None) -> int:
    """Delete photos that were never finished; for a sweep. Returns how many."""
    stale = Transfer.objects.filter(at__lt=(now or clock()) - KEEP_PARTS)
    _, deleted = stale.delete()
    return deleted.get(Transfer._meta.label, 0)


def _finished(viewer: Viewer, uuid: UUID) -> Received | Refusal | None:
    upload = Upload.objects.filter(uuid=uuid).first()
    if upload is None:
        return None
    return Received((0,), 1, upload) if upload.owner_id == viewer.person else NOT_FOUND


def _transfer(viewer: Viewer, uuid: UUID, of: int) -> Transfer | Refusal:
    """The photo's row, locked by `_lock`; a new one if the person may have another."""
    transfer = Transfer.objects.filter(uuid=uuid).first()
    if transfer is not None and transfer.owner_id != viewer.person:
        return NOT_FOUND
    now = clock()
    if transfer is None:
        waiting = Transfer.objects.filter(owner_id=viewer.person).aggregate(sum=Sum("of"))["sum"] or 0
        if waiting + of > MOST_WAITING:
            return _too_many(MOST_WAITING)
        if _sent_today(viewer, now) >= MOST_A_DAY:
            return _too_many(MOST_A_DAY)
        return Transfer.objects.create(uuid=uuid, owner_id=viewer.person, of=of, at=now)
    if transfer.of != of:
        transfer.parts.all().delete()
    transfer.of, transfer.at = of, now
    transfer.save(update_fields=["of", "at"])
    return transfer


def _write(transfer: Transfer, n: int, data: bytes) -> None:
    known = transfer.parts.filter(n=n).values_list("data", flat=True).first()
    if known is not None and bytes(known) == data:
        return
    if known is not None:
        transfer.parts.all().delete()
    TransferPart.objects.create(transfer=transfer, n=n, data=data)


def _finish(viewer: Viewer, transfer: Transfer) -> Received | Refusal:
    have = _have(transfer)
    if len(have) < transfer.of:
        return Received(have, transfer.of)
    parts = transfer.parts.order_by("n").values_list("data", flat=True)
    whole = b"".join(bytes(part) for part in parts)
    photo = TOO_BIG if len(whole) > MAX_BYTES else redraw(whole)
    transfer.delete()
    if isinstance(photo, Refusal):
        return photo
    return Received(have, len(have), keep(photo, owner_id=viewer.person, uuid=transfer.uuid))


def _have(transfer: Transfer) -> tuple[int, ...]:
    return tuple(transfer.parts.order_by("n").values_list("n", flat=True))


def _sent_today(viewer: Viewer, now: datetime) -> int:
    return Upload.objects.filter(owner_id=viewer.person, created_at__gt=now - timedelta(days=1)).count()


def _too_many(limit: int) -> Refusal:
    return Refusal("UPLOAD_LIMIT", (("limit", limit),))


def _lock(uuid: UUID) -> None:
    """Parts of one photo are taken in one after the other, whichever process they reach."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [TRANSFER_LOCK, uuid.int % 2**31])
