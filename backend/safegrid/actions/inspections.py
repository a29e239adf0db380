"""Inspections: kept as they were made, each failed item a hazard, all of it in one transaction (H11, C9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from safegrid.domain.checklists import AS_IT_IS, MEASURES, from_plain
from safegrid.domain.refusals import Refusal
from safegrid.domain.times import china_day
from safegrid.store.access import Viewer
from safegrid.store.models import (
    Checklist,
    ControlMeasure,
    Enterprise,
    Hazard,
    Inspection,
    InspectionResult,
    Visit,
)
from safegrid.store.models.field_records import stamped
from safegrid.store.models.hazards import SETTLED
from safegrid.store.queries.checklists import version_of

from . import evidence, levels
from .inspected import NOT_FOUND, Found, Report, Standing, check_times, judge, standing_of, true_time
from .inspection_hazards import Spot, become_hazard
from .transaction import Refused, Work, hold_boundaries, unit_of_work

KIND = "inspection"
MEASURE = "measure:"


@dataclass(frozen=True)
class Made:
    """An inspection that was kept, and the hazards of its failed items, known ones too."""

    inspection: Inspection
    hazards: tuple[int, ...]


@dataclass(frozen=True)
class Paper:
    """What the results are checked against: the list's items, and the unit's measures by their ids."""

    row: Checklist | None
    words: Mapping[str, tuple[str, str]]
    measures: Mapping[int, ControlMeasure]


def inspect(viewer: Viewer, report: Report) -> Made | Refusal:
    """Keep an inspection. Refusals: NOT_FOUND, NOT_YOUR_DUTY, UNIT_CLOSED, CHECKLIST_UNKNOWN, ITEM_UNKNOWN,
    FAILED_WITHOUT_HAZARD, TIMES_WRONG, NO_PHOTO and whatever else a hazard's report is refused with.
    """
    try:
        with unit_of_work(viewer.key, "inspection.make") as work:
            return _inspect(work, viewer, report, hold_boundaries())
    except Refused as refused:
        return refused.refusal


def _inspect(work: Work, viewer: Viewer, report: Report, now: datetime) -> Made:
    check_times(report, now)
    unit = Enterprise.objects.filter(pk=report.unit).first()
    if unit is None:
        raise Refused(NOT_FOUND)
    made_at = true_time(report.stamp, report.stamp.made_at, now)
    standing = standing_of(viewer, unit, made_at)
    unit = levels.lock_unit(report.unit)
    if unit is None or unit.closed_at is not None:
        raise Refused(Refusal("UNIT_CLOSED"))
    paper = _paper(report)
    visit = _visit(viewer, report, made_at)
    inspection = _keep(report, standing, paper, visit, now)
    if visit is not None:
        visit.state, visit.settled_at = "done", now
        visit.save(update_fields=["state", "settled_at"])
    spot = Spot(work, standing, unit, now, true_time(report.stamp, report.ended_at, now))
    rows = [_result(spot, inspection, paper, n, found) for n, found in enumerate(report.results, start=1)]
    InspectionResult.objects.bulk_create(rows)
    _keep_photos(viewer, inspection, report)
    return Made(inspection, tuple(dict.fromkeys(row.hazard_id for row in rows if row.hazard_id)))


def _paper(report: Report) -> Paper:
    """The version that the device had, and the words of its items. Raises Refused."""
    row = (
        None
        if (report.code, report.version) == (MEASURES, AS_IT_IS)
        else version_of(report.code, report.version)
    )
    if row is None and report.code != MEASURES:
        raise Refused(Refusal("CHECKLIST_UNKNOWN", (("code", report.code), ("version", report.version))))
    items = from_plain(row.content).items if row else ()
    named = [_number(found.item) for found in report.results if found.item.startswith(MEASURE)]
    measures = ControlMeasure.objects.filter(pk__in=named, point__unit=report.unit).in_bulk()
    paper = Paper(row, {item.id: (item.what, item.basis) for item in items}, measures)
    seen: set[str] = set()
    for found in report.results:
        if found.item in seen or not (found.item in paper.words or found.item.startswith(MEASURE)):
            raise Refused(Refusal("ITEM_UNKNOWN", (("item", found.item),)))
        if found.result == "fail" and found.hazard is None:
            raise Refused(Refusal("FAILED_WITHOUT_HAZARD", (("item", found.item),)))
        seen.add(found.item)
    return paper


def _number(item: str) -> int:
    number = item.removeprefix(MEASURE)
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Refused(Refusal("ITEM_UNKNOWN", (("item", item),)))
    return int(number)


def _visit(viewer: Viewer, report: Report, made_at: datetime) -> Visit | None:
    """The visit that is named, else the one that was planned for the day. Raises Refused for one that is not one's own."""
    own = Visit.objects.select_for_update(of=("self",)).filter(round__person=viewer.person, unit=report.unit)
    if report.visit is not None:
        named = own.filter(pk=report.visit).first()
        if named is None:
            raise Refused(NOT_FOUND)
        return named
    return own.filter(round__day=china_day(made_at)).first()


def _keep(report: Report, standing: Standing, paper: Paper, visit: Visit | None, now: datetime) -> Inspection:
    return Inspection.objects.create(
        unit_id=report.unit,
        person_id=standing.viewer.person,
        role=standing.role.value,
        visit=visit,
        checklist=paper.row,
        began_at=report.began_at,
        ended_at=report.ended_at,
        note=report.note,
        cell_id=standing.cell or None,
        moved=standing.moved,
        received_at=now,
        **stamped(report.stamp, judge(report, standing.sites, now)),
    )


def _result(spot: Spot, inspection: Inspection, paper: Paper, n: int, found: Found) -> InspectionResult:
    measure = paper.measures.get(_number(found.item)) if found.item.startswith(MEASURE) else None
    what, basis = (measure.text, "") if measure else paper.words.get(found.item, (found.what, ""))
    hazard = None
    if found.result == "fail":
        hazard = _known(inspection, paper, found, measure) or become_hazard(spot, found, measure, what, basis)
    return InspectionResult(
        inspection=inspection,
        n=n,
        item=found.item,
        what=what[:300],
        result=found.result,
        note=found.note,
        photos=list(found.photos),
        measure=measure,
        hazard_id=hazard,
    )


def _known(inspection: Inspection, paper: Paper, found: Found, measure: ControlMeasure | None) -> int | None:
    """The hazard that an earlier inspection made of the same item, while it is open: it is not there twice."""
    same = Q(item=found.item, inspection__checklist__code=paper.row.code) if paper.row else Q(pk__in=[])
    earlier = InspectionResult.objects.filter(same | Q(measure=measure) if measure else same)
    earlier = earlier.filter(inspection__unit=inspection.unit_id, hazard__isnull=False)
    point = found.hazard.point if found.hazard else None
    if measure is None:
        earlier = earlier.filter(hazard__point=point)
    open_ = earlier.exclude(hazard__state__in=SETTLED)
    return open_.order_by("-pk").values_list("hazard_id", flat=True).first() or _open_at(measure)


def _open_at(measure: ControlMeasure | None) -> int | None:
    """An open hazard on the measure, whoever reported it."""
    if measure is None:
        return None
    rows = Hazard.objects.filter(measure=measure, point=measure.point_id).exclude(state__in=SETTLED)
    return rows.order_by("-pk").values_list("pk", flat=True).first()


def _keep_photos(viewer: Viewer, inspection: Inspection, report: Report) -> None:
    named = [photo for found in report.results for photo in found.photos]
    refusal = evidence.use(viewer.person, KIND, inspection.pk, named)
    if refusal is not None:
        raise Refused(refusal)
