"""The census from the field: proposals on units, and deciding on them."""

from typing import Annotated, Literal

from ninja import Router
from pydantic import Field

from safegrid.actions import unit_proposals as act
from safegrid.actions.units import value_of
from safegrid.domain.term import Term
from safegrid.domain.terms import GROUPS
from safegrid.domain.unit_fields import COLUMNS
from safegrid.store import packs
from safegrid.store.access import Viewer
from safegrid.store.models import UnitProposal
from safegrid.store.models.proposals import WAITING
from safegrid.store.queries import proposals as read
from safegrid.store.queries.departments import Bodies, answering_for, bodies_above

from ..errors import accepted
from ..keyed import KEYED, keyed
from ..present import cell_of, masked
from ..schemas.common import DepartmentOut, Ref
from ..schemas.field import presence_out
from ..schemas.proposals import ChangeOut, DecisionIn, ProposalIn, ProposalList, ProposalOut
from ..viewer import Signed

router = Router(tags=["units"])
WORDED = {"type": "unit_type", "affiliation": "affiliation"}


@router.get("", response=ProposalList)
def index(
    request: Signed,
    state: Literal["waiting", "accepted", "rejected", ""] = "",
    unit: Annotated[int | None, Field(ge=1, lt=2**63)] = None,
) -> ProposalList:
    """List proposals in sight, newest first; those on one unit if it is named."""
    seen = read.proposals_in_sight(request.auth)
    rows = read.newest(seen.filter(unit=unit) if unit is not None else seen, state)
    own = read.by_units_themselves(rows)
    bodies = bodies_above({row.cell_id or 0 for row in rows if _asks_who(row)})
    shown = [_proposal(request.auth, row, bodies, by_unit=row.pk in own) for row in rows]
    return ProposalList(proposals=shown)


@router.post("", response=ProposalOut, openapi_extra=KEYED)
def propose(request: Signed, body: ProposalIn) -> ProposalOut:
    """Propose that a unit is new, wrong on record, or gone."""
    place = (body.lon, body.lat) if body.lon is not None and body.lat is not None else None
    new = act.NewProposal(
        kind=body.kind,
        stamp=body.stamp(),
        unit=body.unit,
        fields=body.fields,
        place=place,
        reason=body.reason,
        photos=tuple(str(photo) for photo in body.photos),
    )
    return keyed(request, ProposalOut, lambda: _one(request.auth, accepted(act.propose(request.auth, new))))


@router.post("/{int:proposal}/decide", response=ProposalOut, openapi_extra=KEYED)
def decide(request: Signed, proposal: int, body: DecisionIn) -> ProposalOut:
    """Accept a proposal, which changes the unit, or turn it down with a reason."""

    def decided() -> ProposalOut:
        found = act.decide(request.auth, proposal, yes=body.yes, reason=body.reason)
        return _one(request.auth, accepted(found))

    return keyed(request, ProposalOut, decided)


def _one(viewer: Viewer, row: UnitProposal) -> ProposalOut:
    bodies = bodies_above({row.cell_id or 0} if _asks_who(row) else ())
    return _proposal(viewer, row, bodies, by_unit=bool(read.by_units_themselves([row])))


def _asks_who(row: UnitProposal) -> bool:
    return row.kind == "new" and row.state == WAITING


def _departments(row: UnitProposal, bodies: Bodies) -> list[DepartmentOut]:
    if not _asks_who(row):
        return []
    cell = row.cell_id or 0
    affiliation = str(row.fields.get("affiliation") or "other")
    found = answering_for(bodies, cell, row.industry, affiliation, packs.current())
    return [DepartmentOut(id=one.body.id, name=one.body.name, kind=one.kind) for one in found]


def _proposal(viewer: Viewer, row: UnitProposal, bodies: Bodies, *, by_unit: bool) -> ProposalOut:
    unit, by = row.unit, row.decided_by
    return ProposalOut(
        id=row.pk,
        kind=row.kind,
        state=row.state,
        entered_by=row.entered_by,
        unit=Ref(id=unit.pk, name=unit.name) if unit else None,
        name=str(row.fields.get("name") or (unit.name if unit else "")),
        cell=cell_of(row.cell_id or 0),
        lon=row.geom.x if row.geom else None,
        lat=row.geom.y if row.geom else None,
        changes=_changes(viewer, row),
        reason=row.reason,
        photos=row.photos,
        person=Ref(id=row.person_id, name=row.person.name),
        by_unit=by_unit,
        decided_by=Ref(id=by.pk, name=by.name) if by else None,
        decided_at=row.decided_at,
        answer=row.answer,
        may_decide=act.decidable(viewer, row),
        departments=_departments(row, bodies),
        made_at=row.made_at,
        sent_at=row.sent_at,
        received_at=row.received_at,
        presence=presence_out(row.presence()),
    )


def _changes(viewer: Viewer, row: UnitProposal) -> list[ChangeOut]:
    unit = row.unit if row.kind == "correct" else None
    return [
        ChangeOut(
            field=name,
            was=_shown(viewer, name, row.was[name]) if name in row.was else None,
            now=_shown(viewer, name, value_of(unit, name)) if unit else None,
            to=_shown(viewer, name, row.fields[name]),
        )
        for name in COLUMNS
        if name in row.fields
    ]


def _shown(viewer: Viewer, field: str, value: str | int) -> str:
    """A value in words; phones as panels show them."""
    if field == "phone":
        return masked(str(value), viewer)
    words: Term | None = GROUPS[WORDED[field]].get(str(value)) if field in WORDED else None
    return words.zh if words else str(value)
