"""Inspections for those who see the unit, the enterprise itself among them, and for who made them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from safegrid.store.access import Viewer, visible_hazards, visible_units
from safegrid.store.among import among
from safegrid.store.models import Inspection, InspectionResult, Upload

PAGE = 50


@dataclass(frozen=True)
class Details:
    """An inspection with its results, the photos by their uuids, and those of its hazards that are in sight."""

    inspection: Inspection
    results: list[InspectionResult]
    photos: frozenset[str]
    hazards: frozenset[int]


def visible_inspections(viewer: Viewer) -> QuerySet[Inspection]:
    """Inspections of units in sight, and one's own. Walls see none: they name people."""
    if not viewer.person:
        return Inspection.objects.none()
    units = visible_units(viewer.scope).values("pk")
    return Inspection.objects.filter(Q(unit__in=units) | Q(person=viewer.person))


def inspections_of(viewer: Viewer, unit_id: int, before: int | None) -> list[Inspection]:
    """A page of a unit's inspections and one more, newest first, with counts of results. One query."""
    rows = visible_inspections(viewer).filter(unit=unit_id).select_related("person", "checklist")
    rows = rows if before is None else rows.filter(pk__lt=before)
    counts = {
        f"n_{kind}": Count("results", filter=Q(results__result=kind)) for kind in ("pass", "fail", "na")
    }
    found = rows.annotate(**counts, n_hazards=Count("results__hazard", distinct=True))
    return list(found.order_by("-pk")[: PAGE + 1])


def inspection_in_sight(viewer: Viewer, inspection_id: int) -> Details | None:
    """An inspection with everything that was found; None if it is absent or out of sight. Four queries."""
    rows = visible_inspections(viewer).select_related("unit", "person", "checklist")
    inspection = rows.filter(pk=inspection_id).first()
    if inspection is None:
        return None
    results = list(inspection.results.select_related("hazard").order_by("n"))
    photos = Upload.objects.filter(uses__kind="inspection", uses__record=inspection.pk)
    named = [result.hazard_id for result in results if result.hazard_id]
    seen = visible_hazards(viewer.scope).filter(pk__in=named).values_list("pk", flat=True) if named else ()
    uuids = frozenset(str(uuid) for uuid in photos.values_list("uuid", flat=True))
    return Details(inspection, results, uuids, frozenset(seen))


def latest_of(units: Collection[int]) -> dict[int, Inspection]:
    """The latest inspection of each unit, by when it was made; those that were never inspected are left out."""
    newest = Inspection.objects.filter(among("unit_id", units)).values("unit_id").annotate(last=Max("pk"))
    rows = Inspection.objects.filter(pk__in=[row["last"] for row in newest])
    return {row.unit_id: row for row in rows}
