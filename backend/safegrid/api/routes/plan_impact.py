"""What a boundary plan would move: in numbers, and as lists."""

import time
from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated

import numpy as np
from ninja import Query, Router

from safegrid.domain.impact import Workload
from safegrid.store.access import Viewer, visible_cells
from safegrid.store.models import BoundaryPlan, User
from safegrid.store.queries.plan_impact import Impact, impact_of, moving, names_of, spread
from safegrid.store.queries.plans import draft_of, ground_of, plan_in_sight, townships_of

from .. import plan_panel as show
from ..errors import found
from ..schemas.common import Ref
from ..schemas.plan_impact import (
    CellLoad,
    FlowOut,
    Imbalance,
    ImpactOut,
    Kind,
    Load,
    MovingPage,
    MovingRow,
    PersonLoadOut,
    Spread,
)
from ..schemas.plans import GroundOut
from ..viewer import Signed
from .plans import reader

router = Router(tags=["plans"])
PAGE = 100
OVERDUE = (1, 3)
"""Levels of hazards that are overdue."""


@router.get("/{int:plan}/impact", response=ImpactOut)
def impact(request: Signed, plan: int) -> ImpactOut:
    """Tell what would change its owner, and how the work would be spread."""
    viewer = reader(request)
    row = found(plan_in_sight(viewer, plan))
    began = time.perf_counter()
    told = impact_of(row)
    hazards = told.kinds["hazard"].levels()
    names = _names(viewer, row)
    return ImpactOut(
        v=row.version,
        milliseconds=round(1000 * (time.perf_counter() - began)),
        totals={kind: len(each.found.rows) for kind, each in told.kinds.items()},
        open_hazards=len(hazards),
        overdue_hazards=int(np.isin(hazards, OVERDUE).sum()),
        flows=[
            FlowOut(
                kind=kind,
                source=_place(names, flow.source),
                target=_place(names, flow.target),
                total=flow.total,
                levels=list(flow.levels),
            )
            for kind, each in told.kinds.items()
            for flow in each.flows
        ],
        cells=_cells(told, names),
        people=_people(told),
        imbalance=Imbalance(before=_spread(told.before.values()), after=_spread(told.after.values())),
    )


@router.get("/{int:plan}/before", response=GroundOut)
def before(request: Signed, plan: int) -> GroundOut:
    """Show the communities that the draft changes as they are on its base, to lay them over the draft."""
    viewer = reader(request)
    return show.ground_before(viewer, found(plan_in_sight(viewer, plan)))


@router.get("/{int:plan}/impact/{kind}", response=MovingPage)
def rows(
    request: Signed, plan: int, kind: Kind, after: Annotated[int, Query(ge=0, le=2**63 - 1)] = 0
) -> MovingPage:
    """List the objects of one kind that would change their owner, in the order of their ids."""
    viewer = reader(request)
    row = found(plan_in_sight(viewer, plan))
    each = moving(row, kind)
    places, to = each.read.places, each.found.to
    wanted = np.flatnonzero(places.ids[each.found.rows] > after)[: PAGE + 1]
    shown, names = wanted[:PAGE], _names(viewer, row)
    at = each.found.rows[shown]
    titles = names_of(kind, places.ids[at].tolist())
    page = [
        MovingRow(
            id=int(places.ids[i]),
            name=titles.get(int(places.ids[i]), ""),
            level=int(places.level[i]),
            lon=float(places.lon[i]),
            lat=float(places.lat[i]),
            source=_place(names, int(places.owner[i])),
            target=_place(names, int(target)),
        )
        for i, target in zip(at.tolist(), to[shown].tolist(), strict=True)
    ]
    return MovingPage(rows=page, next=page[-1].id if len(wanted) > PAGE else None)


def _names(viewer: Viewer, plan: BoundaryPlan) -> dict[int, str]:
    """Names of the plan's communities, and of others that the viewer sees anyway."""
    cells = {**ground_of(plan.base).cells, **draft_of(plan).ground.cells}
    townships, seen = townships_of(plan.parents), visible_cells(viewer.scope)
    return {i: cell.name for i, cell in cells.items() if cell.parent in townships or i in seen}


def _place(names: dict[int, str], cell: int) -> Ref | None:
    return Ref(id=cell, name=names.get(cell, "")) if cell else None


def _cells(impact: Impact, names: dict[int, str]) -> list[CellLoad]:
    return [
        CellLoad(
            cell=Ref(id=cell, name=names.get(cell, "")),
            before=_load(impact.before.get(cell)),
            after=_load(impact.after.get(cell)),
        )
        for cell in sorted(impact.before.keys() | impact.after.keys())
    ]


def _people(impact: Impact) -> list[PersonLoadOut]:
    names = dict(User.objects.filter(pk__in=[p.person for p in impact.people]).values_list("pk", "name"))
    return [
        PersonLoadOut(
            person=Ref(id=each.person, name=names[each.person]),
            role=each.role,
            before=Load(**asdict(each.before)),
            after=Load(**asdict(each.after)),
        )
        for each in impact.people
    ]


def _load(work: Workload | None) -> Load | None:
    return Load(**asdict(work)) if work is not None else None


def _spread(loads: Iterable[Workload]) -> Spread:
    units, risk, area, walk = spread(loads)
    return Spread(units=units, risk=risk, area_km2=area, walk_km=walk)
