"""What the public reported, for those who look at it; and what everybody may see."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.contrib.gis.db.models.functions import AsGeoJSON, Transform
from django.db.models import Q, QuerySet

from safegrid.domain.hazards import State as HazardState
from safegrid.domain.hierarchy import COUNTY, TOWNSHIP
from safegrid.domain.pack_model import PublicityRules
from safegrid.domain.packs import RulePack
from safegrid.domain.public_reports import State
from safegrid.domain.roles import Verb
from safegrid.store.access import Viewer, scope_for
from safegrid.store.among import among
from safegrid.store.models import (
    CellShape,
    Hazard,
    HazardStep,
    IdentityKeeper,
    PublicReport,
    Upload,
    UploadUse,
)

KIND = "public"
"""Of `UploadUse`."""
PAGE = 100
MOST_PUBLISHED = 500
OUTLINE_BAND = 2
CONFIRMED = [
    state.value
    for state in HazardState
    if state not in {HazardState.REPORTED, HazardState.REJECTED, HazardState.CLOSED}
]


@dataclass(frozen=True)
class Outline:
    """A county or township for people to find their way by. `shape`: GeoJSON."""

    name: str
    level: int
    shape: dict[str, object]


def visible_reports(viewer: Viewer) -> QuerySet[PublicReport]:
    """Reports on the ground of those who may verify hazards there; nobody else sees any (domain rules §5)."""
    scope = scope_for(viewer, Verb.CHECK_GENERAL)
    if scope is None:
        return PublicReport.objects.none()
    if scope.cells is None:
        return PublicReport.objects.all()
    return PublicReport.objects.filter(among("cell_id", scope.cells))


def reports_in_sight(viewer: Viewer, *, waiting: bool) -> list[PublicReport]:
    """Those that wait, oldest first, or those that were decided, newest first. One query."""
    rows = visible_reports(viewer).select_related("cell", "hazard", "decided_by")
    if waiting:
        return list(rows.filter(state=State.WAITING.value).order_by("received_at", "pk")[:PAGE])
    return list(rows.exclude(state=State.WAITING.value).order_by("-decided_at", "-pk")[:PAGE])


def photos_of(reports: list[PublicReport]) -> dict[int, list[Upload]]:
    """Photos by report. One query."""
    ids = [report.pk for report in reports]
    found: dict[int, list[Upload]] = {}
    uses = UploadUse.objects.filter(kind=KIND, record__in=ids).select_related("upload").order_by("upload_id")
    for use in uses:
        found.setdefault(use.record, []).append(use.upload)
    return found


def is_keeper(viewer: Viewer) -> bool:
    """Whether the viewer is the one who may see who sent a report."""
    return bool(viewer.person) and IdentityKeeper.objects.filter(person_id=viewer.person, until=None).exists()


def report_by_code(code_hash: str) -> PublicReport | None:
    """The report of a tracking code. One query."""
    rows = PublicReport.objects.select_related("hazard", "cell")
    return rows.filter(code_hash=code_hash).first()


def reply_of(hazard: Hazard) -> str:
    """What was replied when a hazard was rejected."""
    step = HazardStep.objects.filter(hazard=hazard, command="reject").order_by("-n").first()
    return str(step.note.get("fields", {}).get("reply") or "") if step else ""


def published(pack: RulePack, now: datetime) -> list[Hazard]:
    """What everybody may see: listed hazards; if the pack says so every confirmed one; and those lately put right."""
    rules = pack.publicity
    shown = Q(pk__in=[])
    if rules.listed:
        shown |= Q(listing__gt=0) & ~Q(state=HazardState.CLOSED.value)
        shown |= Q(pk__in=HazardStep.objects.filter(command="delist").values("hazard"), **_lately(rules, now))
    if rules.realtime:
        shown |= Q(state__in=CONFIRMED) | Q(state=HazardState.CLOSED.value, **_lately(rules, now))
    rows = Hazard.objects.filter(shown).select_related("unit")
    return list(rows.order_by("-listing", "-reported_at", "-pk")[:MOST_PUBLISHED])


def listing_steps(hazards: list[Hazard]) -> dict[int, HazardStep]:
    """The newest listing or delisting of each. One query."""
    rows = HazardStep.objects.filter(hazard__in=hazards, command__in=["list", "delist"])
    return {step.hazard_id: step for step in rows.order_by("n")}


def sealed_ended_by(moment: datetime) -> QuerySet[PublicReport]:
    """Reports with something sealed that had ended by a moment: declined, or their hazard closed or rejected."""
    rejected = HazardStep.objects.filter(command="reject", at__lte=moment).values("hazard")
    ended = Q(state=State.DECLINED.value, decided_at__lte=moment)
    ended |= Q(hazard__state=HazardState.CLOSED.value, hazard__closed_at__lte=moment)
    ended |= Q(hazard__state=HazardState.REJECTED.value, hazard__in=rejected)
    return PublicReport.objects.filter(ended, sealed__isnull=False)


def end_of(report: PublicReport) -> datetime | None:
    """When a report ended; None while it goes on. Reads its `hazard`, and for a rejected one its steps."""
    if report.state == State.DECLINED.value:
        return report.decided_at
    if report.hazard is None or report.hazard.state != HazardState.REJECTED.value:
        return report.hazard.closed_at if report.hazard else None
    rejections = HazardStep.objects.filter(hazard=report.hazard, command="reject").order_by("-n")
    return rejections.values_list("at", flat=True).first()


@lru_cache(maxsize=1)
def outlines(version: int) -> tuple[Outline, ...]:
    """Counties and townships of a boundary version, as simplified for z11-12, degrees. One query, then none."""
    rows = CellShape.objects.filter(until=None, band=OUTLINE_BAND, level__in=(COUNTY, TOWNSHIP))
    drawn = rows.annotate(plain=AsGeoJSON(Transform("geom", 4326), precision=4)).order_by("level", "cell_id")
    return tuple(
        Outline(name, level, json.loads(plain))
        for name, level, plain in drawn.values_list("cell__name", "level", "plain")
    )


def _lately(rules: PublicityRules, now: datetime) -> dict[str, object]:
    return {"closed_at__gt": now - timedelta(days=rules.settled_days)}
