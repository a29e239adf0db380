"""Photos become evidence: an upload of the acting person is tied to what the command is about."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q

from safegrid.domain.refusals import Refusal
from safegrid.store.models import Alarm, Hazard, Upload, UploadUse

PHOTO_FIELDS = ("photos", "before_photos", "after_photos")


def attach(person: int, to: Hazard | Alarm, fields: Mapping[str, object]) -> Refusal | None:
    """Tie the photos that a command names to its object; refuse those that are unknown, somebody else's or used."""
    free, own = Q(hazard=None, alarm=None), Q(hazard=to) if isinstance(to, Hazard) else Q(alarm=to)
    for name in PHOTO_FIELDS:
        named = _uuids(fields.get(name))
        if named is None:
            return _bad(name)
        if not named:
            continue
        usable = Upload.objects.filter(free | own, uuid__in=named, owner_id=person)
        if usable.count() != len(named):
            return _bad(name)
        usable.update(**{"hazard" if isinstance(to, Hazard) else "alarm": to})
    return None


def use(person: int, kind: str, record: int, photos: object, field: str = "photos") -> Refusal | None:
    """Tie photos to a record of another kind (`store.queries.uploads.SIGHT`), within the caller's transaction.

    Refusal: FIELD_BAD for photos that are unknown, somebody else's, or used by another record of this kind. A photo may
    serve an inspection and the hazard that it found, never two inspections. Naming it again for its record is harmless.
    """
    named = _uuids(photos)
    if named is None:
        return _bad(field)
    found = list(Upload.objects.select_for_update().filter(uuid__in=named, owner_id=person).order_by("pk"))
    taken = UploadUse.objects.filter(upload__in=found, kind=kind)
    if len(found) != len(named) or taken.exclude(record=record).exists():
        return _bad(field)
    done = set(taken.values_list("upload_id", flat=True))
    UploadUse.objects.bulk_create(
        UploadUse(upload=upload, kind=kind, record=record) for upload in found if upload.pk not in done
    )
    return None


def _bad(field: str) -> Refusal:
    return Refusal("FIELD_BAD", (("field", field), ("kind", "photos")))


def _uuids(value: object) -> set[UUID] | None:
    if value is None:
        return set()
    if not isinstance(value, list | tuple):
        return None
    try:
        return {UUID(str(item)) for item in value}
    except ValueError:
        return None
