"""Whom a message to everybody around a place reaches."""

from safegrid.store.access import Viewer

from .around import duties_within


def people_within(viewer: Viewer, lon: float, lat: float, metres: int) -> list[int]:
    """People on duty over ground or units within the radius, whom the viewer may know of. One query."""
    found = duties_within(viewer, lon, lat, metres).order_by("person_id").values_list("person_id", flat=True)
    return list(dict.fromkeys(found))
