"""What a unit's own page reads: its records, points, assessments, self-checks and how complete its dossier is."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from safegrid.domain import roles
from safegrid.domain.accidents import HARMS
from safegrid.domain.dossier import BASE, Completeness, PointState, completeness, needed_records
from safegrid.domain.packs import RulePack
from safegrid.domain.records import OPEN, Kept
from safegrid.domain.roles import Permission, Verb
from safegrid.domain.selfcheck import selfcheck_clock
from safegrid.domain.surveys import Clock
from safegrid.domain.times import china_day
from safegrid.store.access import Viewer
from safegrid.store.models import (
    Assessment,
    ControlMeasure,
    DossierChange,
    Enterprise,
    Hazard,
    RiskPoint,
    SelfCheck,
    UnitRecord,
    UploadUse,
)
from safegrid.store.models.hazards import SETTLED

CHECKS_SHOWN = 30
KEEPERS = (Verb.ASSESS_POINT, Verb.SIGN_ASSESSMENT)
"""Those who keep a unit's books: its safety officer and its head."""
RECORD = "unit_record"
"""Kind of use of the photos that show a record."""
_BASE_COLUMNS = sorted({name for names in BASE.values() for name in names})


def unit(unit_id: int) -> Enterprise | None:
    """A unit that is not closed."""
    return Enterprise.objects.filter(pk=unit_id, closed_at=None).first()


def records(unit_id: int, *, all_kinds: bool) -> list[UnitRecord]:
    """Records of a unit, what runs out first before what does not; workers read the open kinds. One query."""
    rows = UnitRecord.objects.filter(unit=unit_id, removed_at=None)
    if not all_kinds:
        rows = rows.filter(kind__in=OPEN)
    return list(rows.order_by("kind", F("until").asc(nulls_last=True), F("on").desc(nulls_last=True), "pk"))


def records_in_sight(viewer: Viewer) -> QuerySet[UnitRecord]:
    """Records that a viewer may read: of their own units alone, all of them or the open kinds. Supervisors read none."""
    own = [duty for duty in viewer.duties if duty.unit]
    kept = {d.unit for d in own if any(roles.may(d.role, d.level, v) is Permission.YES for v in KEEPERS)}
    seen = Q(unit__in=kept) | Q(unit__in={duty.unit for duty in own}, kind__in=OPEN)
    return UnitRecord.objects.filter(seen, removed_at=None)


def photos_of_records(record_ids: Iterable[int]) -> dict[int, list[str]]:
    """Record to its photos in the order in which they came. One query."""
    uses = UploadUse.objects.filter(kind=RECORD, record__in=list(record_ids)).order_by("pk")
    found: dict[int, list[str]] = {}
    for record, uuid in uses.values_list("record", "upload__uuid"):
        found.setdefault(record, []).append(str(uuid))
    return found


def complete(of: Enterprise, today: date) -> Completeness:
    """How complete the dossier is. Two queries."""
    kept = UnitRecord.objects.filter(unit=of, removed_at=None).values_list("kind", "on", "until")
    measured = Exists(ControlMeasure.objects.filter(point=OuterRef("pk")))
    points = RiskPoint.objects.filter(unit=of, retired_at=None).annotate(measured=measured)
    rows = list(points.values_list("base", "measured", "manager", "category"))
    kinds = needed_records(
        special_workers=of.special_workers,
        special_equipment=of.special_equipment,
        harmful=any(category in HARMS for _, _, _, category in rows),
    )
    return completeness(
        {name: getattr(of, name) for name in _BASE_COLUMNS},
        [Kept(*row) for row in kept],
        [PointState(bool(base), measured, bool(manager)) for base, measured, manager, _ in rows],
        kinds,
        today,
    )


def clock_of(of: Enterprise, today: date, pack: RulePack) -> tuple[Clock, date | None]:
    """The unit's self-check clock, and the day of its latest self-check. One query."""
    last = SelfCheck.objects.filter(unit=of).aggregate(last=Max("day"))["last"]
    return selfcheck_clock(of.supervision, china_day(of.created_at), last, today, pack), last


def counted(of: Enterprise) -> dict[str, int]:
    """Figures of the front page. Three queries."""
    hazards = Hazard.objects.filter(unit=of).exclude(state__in=SETTLED)
    points = RiskPoint.objects.filter(unit=of, retired_at=None)
    found = hazards.aggregate(
        hazards=Count("pk"),
        overdue=Count("pk", filter=Q(overdue__gt=0)),
        major=Count("pk", filter=Q(major=True)),
    )
    waiting = Assessment.objects.filter(point__in=points, state=Assessment.State.WAITING)
    found |= points.aggregate(points=Count("pk"), unrated=Count("pk", filter=Q(base=0)))
    return found | {"to_sign": waiting.count()}


def waiting_changes(unit_id: int) -> list[DossierChange]:
    """Corrections that wait for the head. One query."""
    rows = DossierChange.objects.filter(unit=unit_id, state=DossierChange.State.WAITING)
    return list(rows.select_related("made_by").order_by("pk"))


def points(unit_id: int) -> list[RiskPoint]:
    """Active points of a unit with measures, worst first, 未评估 last. Two queries."""
    rows = RiskPoint.objects.filter(unit=unit_id, retired_at=None).prefetch_related("measures")
    found = rows.defer("geom_3857", "owner_3857")
    return sorted(found, key=lambda p: (p.live or 9, p.base or 9, p.pk))


def assessments(point_ids: Iterable[int], *, waiting: bool = True) -> list[Assessment]:
    """Assessments of points, those that wait or all of them, the newest first. One query."""
    rows = Assessment.objects.filter(point__in=list(point_ids)).select_related("made_by", "decided_by")
    if waiting:
        rows = rows.filter(state=Assessment.State.WAITING)
    return list(rows.order_by("-pk"))


def self_checks(unit_id: int) -> list[SelfCheck]:
    """The latest self-checks of a unit. One query."""
    rows = SelfCheck.objects.filter(unit=unit_id).select_related("person")
    return list(rows.order_by("-day", "-pk")[:CHECKS_SHOWN])
