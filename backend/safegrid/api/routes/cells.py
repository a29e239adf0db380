"""Cells: their panel, why they have their colour, what happened."""

from ninja import Router

from safegrid.domain.counts import UNOWNED
from safegrid.domain.pack_model import CellRules
from safegrid.domain.roles import Role
from safegrid.domain.scope import Place
from safegrid.store import packs
from safegrid.store.access import Viewer, visible_cells
from safegrid.store.models import Duty
from safegrid.store.queries import cells as read
from safegrid.store.queries.history import hazards_of_cell
from safegrid.store.queries.responsible import responsible_for

from .. import explained as why
from ..errors import Refused, found
from ..past import of_steps
from ..present import path_of, responsible
from ..schemas.common import Explained, History
from ..schemas.places import CellOut, ChildCell, Vacancies
from ..viewer import Signed, can

router = Router(tags=["cells"])


@router.get("/{cell_id}", response=CellOut)
def detail(request: Signed, cell_id: int) -> CellOut:
    """Show a cell that lies wholly within the viewer's area."""
    _seen(request.auth, cell_id)
    rules = packs.current().cell
    known = read.counts_of(read.communities_in(cell_id))
    return _panel(request.auth, cell_id, known, rules)


@router.get("/{cell_id}/explain", response=Explained)
def explain(request: Signed, cell_id: int) -> Explained:
    """Say why the cell has its colour."""
    _seen(request.auth, cell_id)
    return why.of_cell(cell_id)


@router.get("/{cell_id}/history", response=History, by_alias=True)
def history(request: Signed, cell_id: int) -> History:
    """Tell the last steps of hazards in the cell."""
    _seen(request.auth, cell_id)
    return of_steps(hazards_of_cell(read.communities_in(cell_id)), request.auth, titled=True)


def _seen(viewer: Viewer, cell_id: int) -> None:
    unowned = cell_id == UNOWNED and viewer.scope.cells is None
    if not unowned and cell_id not in visible_cells(viewer.scope):
        raise Refused("NOT_FOUND")


def _panel(viewer: Viewer, cell_id: int, known: read.Counts, rules: CellRules) -> CellOut:
    cell = found(read.cell_known(cell_id))
    children = read.rate_children(cell_id, known, rules)
    level = read.rate_from(cell_id, known, children, rules)
    boundary = read.boundary_of(cell_id)
    duties = responsible_for(cell_id)
    return CellOut(
        id=cell.id,
        code=cell.code,
        name=cell.name,
        level=cell.level,
        path=path_of(cell_id),
        note=boundary.version.note if boundary else "",
        boundary_since=boundary.valid_during.lower if boundary else None,
        lon=boundary.label_point.x if boundary else None,
        lat=boundary.label_point.y if boundary else None,
        index=level.index,
        colour=level.level.value,
        badge=level.badge,
        floor_reasons=[why.reason(r) for r in level.reasons if r.code not in {"INDEX", "UNRATED"}],
        counts=read.total(known),
        people=responsible(duties, viewer),
        vacancies=_vacancies(cell_id, duties, rules),
        children=[_child(c) for c in children],
        can=can(viewer, Place(cell_id, (), 0, "")),
    )


def _child(rated: read.Rated) -> ChildCell:
    cell, level = rated.cell, rated.level
    return ChildCell(
        id=cell.id,
        name=cell.name,
        level=cell.level,
        index=level.index,
        colour=level.level.value,
        badge=level.badge,
    )


def _vacancies(cell_id: int, duties: list[Duty], rules: CellRules) -> Vacancies:
    def held(role: Role) -> int:
        return sum(d.cell_id == cell_id and d.role == role for d in duties)

    return Vacancies(
        leaders=max(0, rules.leaders - held(Role.LEAD)), officers=max(0, rules.officers - held(Role.OFF))
    )
