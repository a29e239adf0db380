"""What one person was told."""

from safegrid.store.access import Viewer
from safegrid.store.models import Notice

PAGE = 50


def notices_of(viewer: Viewer, before: int | None) -> list[Notice]:
    """A page of a person's notices and one more, newest first; a wall has none. One query."""
    rows = Notice.objects.filter(person_id=viewer.person) if viewer.person else Notice.objects.none()
    rows = rows if before is None else rows.filter(pk__lt=before)
    return list(rows.select_related("alarm").order_by("-pk")[: PAGE + 1])
