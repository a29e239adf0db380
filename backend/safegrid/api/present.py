"""Rows to the parts that several panels share."""

from collections.abc import Iterable, Mapping

from safegrid.domain.hierarchy import Cell
from safegrid.store.access import Viewer
from safegrid.store.celltree import tree
from safegrid.store.models import BoundaryVersion, Duty, Hazard

from .schemas.answered import PastPerson
from .schemas.common import CellRef, HazardBrief, Ref, Responsible
from .schemas.past_ground import GroundVersion


def masked(phone: str, viewer: Viewer) -> str:
    """Hide the middle of a number; nothing at all where phones are hidden (walls)."""
    if not phone or not viewer.person:
        return ""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 9 else f"{phone[:1]}****"


def cell_ref(cell: Cell) -> CellRef:
    return CellRef(id=cell.id, name=cell.name, level=cell.level)


def cell_of(cell_id: int | None) -> CellRef | None:
    """The community of a place; None on unowned ground."""
    cell = tree().cells.get(cell_id or 0)
    return cell_ref(cell) if cell else None


def path_of(cell_id: int | None) -> list[CellRef]:
    """The city … community that a place lies in; empty on unowned ground."""
    return [cell_ref(cell) for cell in tree().path(cell_id or 0)]


def responsible(duties: Iterable[Duty], viewer: Viewer) -> list[Responsible]:
    return [one_responsible(duty, viewer) for duty in duties]


def one_responsible(duty: Duty, viewer: Viewer) -> Responsible:
    """Write a duty with its holder; reads `person` and `unit`."""
    cell = tree().cells.get(duty.cell_id or 0)
    return Responsible(
        duty=duty.pk,
        role=duty.role,
        cell=cell_ref(cell) if cell else None,
        unit=Ref(id=duty.unit.pk, name=duty.unit.name) if duty.unit else None,
        person=Ref(id=duty.person_id, name=duty.person.name),
        phone_masked=masked(duty.person.phone, viewer),
        since=duty.starts_at,
    )


def ground_version(version: BoundaryVersion) -> GroundVersion:
    return GroundVersion(version=version.pk, name=version.name, note=version.note, at=version.published_at)


def past_person(duty: Duty, named: Mapping[int, CellRef]) -> PastPerson:
    """Write a duty of any time with its holder, without a phone; reads `person` and `unit`. `named`: cells as called then."""
    return PastPerson(
        duty=duty.pk,
        role=duty.role,
        cell=named.get(duty.cell_id or 0),
        unit=Ref(id=duty.unit.pk, name=duty.unit.name) if duty.unit else None,
        person=Ref(id=duty.person_id, name=duty.person.name),
        since=duty.starts_at,
        until=duty.ends_at,
    )


def brief(hazard: Hazard) -> HazardBrief:
    return HazardBrief(
        id=hazard.pk,
        number=hazard.number,
        title=hazard.title,
        state=hazard.state,
        major=hazard.major,
        overdue=hazard.overdue,
    )
