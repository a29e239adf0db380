"""Photos become evidence: an upload of the acting person is tied to the hazard or alarm that the command is about."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q

from safegrid.domain.refusals import Refusal
from safegrid.store.models import Alarm, Hazard, Upload

PHOTO_FIELDS = ("photos", "before_photos", "after_photos")


def attach(person: int, to: Hazard | Alarm, fields: Mapping[str, object]) -> Refusal | None:
    """Tie the photos that a command names to its object; refuse those that are unknown, somebody else's or used."""
    free, own = Q(hazard=None, alarm=None), Q(hazard=to) if isinstance(to, Hazard) else Q(alarm=to)
    for name in PHOTO_FIELDS:
        named = _uuids(fields.get(name))
        if named is None:
            return Refusal("FIELD_BAD", (("field", name), ("kind", "photos")))
        if not named:
            continue
        usable = Upload.objects.filter(free | own, uuid__in=named, owner_id=person)
        if usable.count() != len(named):
            return Refusal("FIELD_BAD", (("field", name), ("kind", "photos")))
        usable.update(**{"hazard" if isinstance(to, Hazard) else "alarm": to})
    return None


def _uuids(value: object) -> set[UUID] | None:
    if value is None:
        return set()
    if not isinstance(value, list | tuple):
        return None
    try:
        return {UUID(str(item)) for item in value}
    except ValueError:
        return None
