"""Photos, for those who see the hazard, the alarm or the record that they are evidence of."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from safegrid.domain.roles import Verb
from safegrid.store.access import Viewer, scope_for, visible_alarms, visible_hazards
from safegrid.store.models import Upload, UploadUse

from .enterprise import RECORD, records_in_sight
from .inspections import visible_inspections
from .proposals import proposals_in_sight, reports_in_sight
from .public_reports import visible_reports
from .surveys import surveys_in_sight

Sight = Callable[[Viewer], QuerySet[Any]]
SIGHT: Mapping[str, Sight] = MappingProxyType(
    {
        "survey": surveys_in_sight,
        "inspection": visible_inspections,
        "proposal": proposals_in_sight,
        "illegal": reports_in_sight,
        "public": visible_reports,
        RECORD: records_in_sight,
    }
)
"""Kind of record (`UploadUse.kind`) to those that a viewer sees. A kind that is not here shows its photos to nobody."""


def upload_in_sight(viewer: Viewer, uuid: UUID) -> Upload | None:
    """A photo: its uploader's own, or of a hazard, an alarm or a record in sight. A query, and one for each use."""
    upload = Upload.objects.filter(uuid=uuid).first()
    if upload is None:
        return None
    if viewer.person and upload.owner_id == viewer.person:
        return upload
    return upload if _shown(viewer, upload) else None


def evidence_in_sight(viewer: Viewer, uuid: UUID) -> Upload | None:
    """A photo whose notes of time and place a viewer may read: only who may verify what it shows (domain rules §5)."""
    scope = scope_for(viewer, Verb.CHECK_GENERAL)
    if scope is None:
        return None
    upload = Upload.objects.filter(uuid=uuid).select_related("hazard", "alarm").first()
    return upload if upload is not None and _shown(replace(viewer, scope=scope), upload) else None


def _shown(viewer: Viewer, upload: Upload) -> bool:
    hazards, alarms = visible_hazards(viewer.scope), visible_alarms(viewer.scope)
    if upload.hazard_id is not None and hazards.filter(pk=upload.hazard_id).exists():
        return True
    if upload.alarm_id is not None and alarms.filter(pk=upload.alarm_id).exists():
        return True
    return any(_used(viewer, use) for use in upload.uses.all())


def _used(viewer: Viewer, use: UploadUse) -> bool:
    sight = SIGHT.get(use.kind)
    return sight is not None and sight(viewer).filter(pk=use.record).exists()
