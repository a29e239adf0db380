"""Records of a unit: kept, corrected, taken away. What was taken away stays in the table, with who did it."""

from collections.abc import Mapping, Sequence
from datetime import date

from safegrid.domain.records import COUNTS, DAYS, KINDS, RecordKind
from safegrid.domain.refusals import Refusal
from safegrid.store.access import Viewer
from safegrid.store.models import UnitRecord, UploadUse
from safegrid.store.queries.enterprise import KEEPERS, RECORD

from . import evidence
from .own_unit import NOT_FOUND, locked
from .transaction import Refused, clock, unit_of_work

Values = Mapping[str, str | int | date | None]


def add(
    viewer: Viewer, unit: int, kind: str, values: Values, photos: Sequence[str] = ()
) -> UnitRecord | Refusal:
    """Keep a record with photos as evidence. Refusals: NOT_FOUND, NOT_YOUR_DUTY, RECORD_KIND, FIELD_MISSING,
    RECORD_DAYS, FIELD_BAD for photos that are not one's own or show another record.
    """
    try:
        with unit_of_work(viewer.key, "record.add"):
            locked(viewer, unit, *KEEPERS)
            if kind not in KINDS:
                raise Refused(Refusal("RECORD_KIND", (("field", "kind"),)))
            record = UnitRecord(unit_id=unit, kind=kind, made_by_id=viewer.person)
            _fill(record, KINDS[kind], values)
            record.save(force_insert=True)
            record.refresh_from_db(fields=["made_at"])
            _show(viewer, record, photos)
            return record
    except Refused as refused:
        return refused.refusal


def correct(
    viewer: Viewer, record_id: int, version: int, values: Values, photos: Sequence[str] | None = None
) -> UnitRecord | Refusal:
    """Write a record anew. `photos` None: as they were. Refusals: as `add`, and STALE_VERSION."""
    try:
        with unit_of_work(viewer.key, "record.correct"):
            record = _locked(viewer, record_id, version)
            _fill(record, KINDS[record.kind], values)
            record.version += 1
            record.save()
            if photos is not None:
                _show(viewer, record, photos)
            return record
    except Refused as refused:
        return refused.refusal


def remove(viewer: Viewer, record_id: int, version: int) -> UnitRecord | Refusal:
    """Take a record away. Refusals: NOT_FOUND, NOT_YOUR_DUTY, STALE_VERSION."""
    try:
        with unit_of_work(viewer.key, "record.remove"):
            record = _locked(viewer, record_id, version)
            record.removed_at, record.removed_by_id = clock(), viewer.person
            record.version += 1
            record.save(update_fields=["removed_at", "removed_by", "version"])
            return record
    except Refused as refused:
        return refused.refusal


def _locked(viewer: Viewer, record_id: int, version: int) -> UnitRecord:
    unit = UnitRecord.objects.filter(pk=record_id, removed_at=None).values_list("unit_id", flat=True).first()
    if unit is None:
        raise Refused(NOT_FOUND)
    locked(viewer, unit, *KEEPERS)
    record = UnitRecord.objects.select_for_update().filter(pk=record_id, removed_at=None).first()
    if record is None:
        raise Refused(NOT_FOUND)
    if record.version != version:
        raise Refused(Refusal("STALE_VERSION"))
    return record


def _show(viewer: Viewer, record: UnitRecord, photos: Sequence[str]) -> None:
    """Bring the record's photos in line. Those that are there may be a colleague's; new ones are the viewer's own."""
    uses = UploadUse.objects.filter(kind=RECORD, record=record.pk)
    known = {str(uuid): pk for pk, uuid in uses.values_list("pk", "upload__uuid")}
    UploadUse.objects.filter(pk__in=[pk for uuid, pk in known.items() if uuid not in photos]).delete()
    new = [uuid for uuid in photos if uuid not in known]
    if refusal := evidence.use(viewer.person, RECORD, record.pk, new):
        raise Refused(refusal)


def _fill(record: UnitRecord, kind: RecordKind, values: Values) -> None:
    """Write the kind's columns; those of other kinds stay empty, whatever was sent."""
    for column in kind.columns:
        value = values.get(column)
        empty = value is None or value == ""
        if empty and column in kind.needed:
            raise Refused(Refusal("FIELD_MISSING", (("field", column),)))
        if isinstance(value, str):
            value = value.strip()
        setattr(record, column, (None if column in DAYS | COUNTS else "") if empty else value)
    if record.on is not None and record.until is not None and record.until < record.on:
        raise Refused(Refusal("RECORD_DAYS", (("field", "until"),)))
