"""Self-checks of units: made by their own people, seen by whoever sees the unit."""

from typing import Any

from ninja import Router

from safegrid.actions import self_checks as act
from safegrid.store.models import SelfCheck
from safegrid.store.queries import self_checks as read
from safegrid.store.queries.units import unit_in_sight

from ..errors import accepted, found
from ..hazard_panel import row as hazard_row
from ..keyed import KEYED, keyed
from ..schemas.common import Ref
from ..schemas.self_checks import (
    CheckResultOut,
    FoundIn,
    SelfCheckIn,
    SelfCheckMade,
    SelfCheckOut,
    SelfCheckRow,
)
from ..viewer import Signed

router = Router(tags=["enterprise"])
NOT_FIELDS = {"klass", "report", "point", "override_duplicate"}


@router.get("", response=list[SelfCheckRow])
def index(request: Signed, unit: int) -> list[SelfCheckRow]:
    """List the latest self-checks of a unit in sight."""
    scope = request.auth.scope
    found(unit_in_sight(scope, unit))
    return [SelfCheckRow(**_row(row)) for row in read.of_unit(scope, unit)]


@router.get("/{int:check}", response=SelfCheckOut)
def detail(request: Signed, check: int) -> SelfCheckOut:
    """Show a self-check with every item as it read then, and the hazards that came of it as they stand now."""
    scope = request.auth.scope
    row = found(read.visible_self_checks(scope).filter(pk=check).first())
    return SelfCheckOut(
        **_row(row),
        began_at=row.began_at,
        ended_at=row.ended_at,
        received_at=row.at,
        note=row.note,
        results=[CheckResultOut(**result) for result in row.results],
        hazards=[hazard_row(hazard) for hazard in read.hazards_of(scope, row)],
    )


@router.post("", response=SelfCheckMade, openapi_extra=KEYED)
def create(request: Signed, body: SelfCheckIn) -> SelfCheckMade:
    """Keep a self-check; every failed item becomes a hazard in the same act."""
    check = act.Check(
        body.unit,
        body.checklist.code,
        body.checklist.version,
        body.began_at,
        body.ended_at,
        tuple(act.Result(r.item, r.result, r.note.strip(), _found(r.hazard)) for r in body.results),
        body.sent_at,
        body.note.strip(),
    )

    def make() -> SelfCheckMade:
        done = accepted(act.make(request.auth, check))
        return SelfCheckMade(id=done.check.pk, hazards=list(done.hazards))

    return keyed(request, SelfCheckMade, make)


def _found(said: FoundIn | None) -> act.Found | None:
    if said is None:
        return None
    fields = said.model_dump(exclude=NOT_FIELDS, exclude_none=True)
    return act.Found(said.klass == "major", said.report, fields, said.point, said.override_duplicate)


def _row(row: SelfCheck) -> dict[str, Any]:
    return {
        "id": row.pk,
        "unit": Ref(id=row.unit_id, name=row.unit.name),
        "person": Ref(id=row.person_id, name=row.person.name),
        "checklist": row.checklist,
        "version": row.checklist_version,
        "title": row.title,
        "day": row.day,
        "passed": row.passed,
        "failed": row.failed,
        "total": len(row.results),
    }
