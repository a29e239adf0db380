"""Inspections of units: one comes in whole, and is read by those who see the unit."""

from ninja import Router

from safegrid.actions import inspected
from safegrid.actions import inspections as act
from safegrid.domain import roles
from safegrid.domain.roles import Permission, Verb
from safegrid.domain.terms import term
from safegrid.store.access import Viewer
from safegrid.store.models import Checklist, Inspection, InspectionResult
from safegrid.store.queries import inspections as read
from safegrid.store.queries.units import unit_in_sight

from ..errors import accepted, found
from ..keyed import KEYED, keyed
from ..present import brief
from ..schemas.common import Ref, Text
from ..schemas.field import PresenceOut, presence_out
from ..schemas.hazards import PhotoOut
from ..schemas.inspections import (
    ChecklistRef,
    InspectionIn,
    InspectionMade,
    InspectionOut,
    InspectionPage,
    InspectionRow,
    ResultIn,
    ResultOut,
)
from ..viewer import Signed
from ..words import text

router = Router(tags=["inspections"])


@router.get("", response=InspectionPage)
def index(request: Signed, unit: int, before: int | None = None) -> InspectionPage:
    """List a unit's inspections, newest first."""
    viewer, row = request.auth, found(unit_in_sight(request.auth.scope, unit))
    rows = read.inspections_of(viewer, row.pk, before)
    shown, official = rows[: read.PAGE], _official(viewer)
    more = len(rows) > read.PAGE
    return InspectionPage(
        inspections=[_row(one, official=official) for one in shown], next=shown[-1].pk if more else None
    )


@router.get("/{int:inspection}", response=InspectionOut)
def detail(request: Signed, inspection: int) -> InspectionOut:
    """Show an inspection with every result."""
    details = found(read.inspection_in_sight(request.auth, inspection))
    one = details.inspection
    return InspectionOut(
        id=one.pk,
        unit=Ref(id=one.unit_id, name=one.unit.name),
        person=Ref(id=one.person_id, name=one.person.name),
        role=one.role,
        checklist=ChecklistRef(code=one.checklist.code, version=one.checklist.version)
        if one.checklist
        else None,
        title=_title(one.checklist),
        began_at=one.began_at,
        ended_at=one.ended_at,
        made_at=one.made_at,
        sent_at=one.sent_at,
        received_at=one.received_at,
        note=one.note,
        results=[_result(result, details) for result in details.results],
        presence=_presence(one, official=_official(request.auth)),
        moved=one.moved,
    )


@router.post("", response=InspectionMade, openapi_extra=KEYED)
def create(request: Signed, body: InspectionIn) -> InspectionMade:
    """Keep an inspection; each failed item becomes a hazard, in the same transaction."""
    return keyed(request, InspectionMade, lambda: _made(request.auth, body))


def _made(viewer: Viewer, body: InspectionIn) -> InspectionMade:
    report = inspected.Report(
        unit=body.unit,
        code=body.checklist.code,
        version=body.checklist.version,
        began_at=body.began_at,
        ended_at=body.ended_at,
        results=tuple(_found(result) for result in body.results),
        stamp=body.stamp(),
        visit=body.visit,
        note=body.note,
    )
    made = accepted(act.inspect(viewer, report))
    return InspectionMade(
        id=made.inspection.pk,
        presence=presence_out(made.inspection.presence()),
        hazards=list(made.hazards),
        visit=made.inspection.visit_id,
        moved=made.inspection.moved,
    )


def _found(result: ResultIn) -> inspected.Found:
    wrong = None
    if result.result == "fail" and result.hazard is not None:
        given = result.hazard
        five = given.five.model_dump(exclude_defaults=True).items() if given.five else ()
        wrong = inspected.Wrong(
            klass=given.klass,
            category=given.category,
            text=given.text,
            point=given.point,
            deadline_days=given.deadline_days,
            five=tuple(five),
            fixed=tuple(given.fixed),
        )
    return inspected.Found(result.item, result.result, result.note, result.what, tuple(result.photos), wrong)


def _row(one: Inspection, *, official: bool) -> InspectionRow:
    counts = vars(one)
    return InspectionRow(
        id=one.pk,
        made_at=one.made_at,
        person=Ref(id=one.person_id, name=one.person.name),
        role=one.role,
        title=_title(one.checklist),
        passed=counts["n_pass"],
        failed=counts["n_fail"],
        skipped=counts["n_na"],
        hazards=counts["n_hazards"],
        presence=_presence(one, official=official),
        moved=one.moved,
    )


def _result(result: InspectionResult, details: read.Details) -> ResultOut:
    named = [str(uuid) for uuid in result.photos if str(uuid) in details.photos]
    shown = result.hazard if result.hazard_id in details.hazards else None
    return ResultOut(
        item=result.item,
        what=result.what,
        result=result.result,  # type: ignore[arg-type] # one of the column's choices
        note=result.note,
        photos=[PhotoOut(id=uuid, url=f"/api/uploads/{uuid}") for uuid in named],
        hazard=brief(shown) if shown else None,
    )


def _official(viewer: Viewer) -> bool:
    return any(roles.may(d.role, d.level, Verb.CHECK_GENERAL) is not Permission.NO for d in viewer.duties)


def _presence(one: Inspection, *, official: bool) -> PresenceOut | None:
    return presence_out(one.presence()) if official else None


def _title(checklist: Checklist | None) -> Text:
    if checklist is None:
        return text(term("checklist", "measures"))
    return Text(zh=checklist.content["zh"], en=checklist.content["en"])
