"""Photos, for those who see the hazard or the alarm that they are evidence of."""

from uuid import UUID

from safegrid.store.access import Viewer, visible_alarms, visible_hazards
from safegrid.store.models import Upload


def upload_in_sight(viewer: Viewer, uuid: UUID) -> Upload | None:
    """A photo: its uploader's own, or of a hazard or an alarm in sight. At most two queries."""
    upload = Upload.objects.filter(uuid=uuid).first()
    if upload is None:
        return None
    if viewer.person and upload.owner_id == viewer.person:
        return upload
    return upload if _shown(viewer, upload) else None


def _shown(viewer: Viewer, upload: Upload) -> bool:
    if upload.hazard_id is not None:
        return visible_hazards(viewer.scope).filter(pk=upload.hazard_id).exists()
    return upload.alarm_id is not None and visible_alarms(viewer.scope).filter(pk=upload.alarm_id).exists()
