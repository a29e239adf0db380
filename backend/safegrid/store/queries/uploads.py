"""Photos, for those who see the hazard that they are evidence of."""

from uuid import UUID

from safegrid.store.access import Viewer, visible_hazards
from safegrid.store.models import Upload


def upload_in_sight(viewer: Viewer, uuid: UUID) -> Upload | None:
    """A photo: its uploader's own, or of a hazard in sight. At most two queries."""
    upload = Upload.objects.filter(uuid=uuid).first()
    if upload is None:
        return None
    if viewer.person and upload.owner_id == viewer.person:
        return upload
    seen = upload.hazard_id is not None and visible_hazards(viewer.scope).filter(pk=upload.hazard_id).exists()
    return upload if seen else None
