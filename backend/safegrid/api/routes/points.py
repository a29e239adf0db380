"""Risk points: their panel, why they have their colour, what happened, and the manager's phone."""

import json

from django.utils import timezone
from ninja import Router

from safegrid.actions.looks import reveal_phone
from safegrid.domain.drawn import PointDrawn
from safegrid.store import packs
from safegrid.store.access import Viewer
from safegrid.store.drawn import point_drawn
from safegrid.store.models import RiskPoint
from safegrid.store.queries.devices import sensors_of
from safegrid.store.queries.history import past_of
from safegrid.store.queries.points import measures_of, open_hazards_of_point, point_in_sight
from safegrid.store.queries.responsible import responsible_for

from .. import explained as why
from ..errors import accepted, found
from ..past import of_log
from ..present import brief, cell_of, masked, path_of, responsible
from ..schemas.common import Explained, History, PhoneOut, Ref
from ..schemas.places import MeasureOut, PointOut
from ..sensors import device_out
from ..viewer import Signed, can

router = Router(tags=["points"])


@router.get("/{point_id}", response=PointOut)
def detail(request: Signed, point_id: int) -> PointOut:
    """Show a risk point with its measures, open hazards and the people who answer for it."""
    point = _seen(request.auth, point_id)
    return _panel(request.auth, point, found(point_drawn(point)))


@router.get("/{point_id}/explain", response=Explained)
def explain(request: Signed, point_id: int) -> Explained:
    """Say why the point has its colour, by which method, inputs and rule pack, and what would change it."""
    return why.of_point(_seen(request.auth, point_id))


@router.get("/{point_id}/history", response=History, by_alias=True)
def history(request: Signed, point_id: int) -> History:
    """Tell every change of the point."""
    return of_log(past_of("point", _seen(request.auth, point_id).pk))


@router.post("/{point_id}/phone", response=PhoneOut)
def phone(request: Signed, point_id: int) -> PhoneOut:
    """Show the manager's full phone number; the look is logged."""
    point = _seen(request.auth, point_id)
    number = reveal_phone(request.auth, point_drawn(point), point.manager_phone, f"point:{point_id}")
    return PhoneOut(phone=accepted(number))


def _seen(viewer: Viewer, point_id: int) -> RiskPoint:
    return found(point_in_sight(viewer.scope, point_id))


def _panel(viewer: Viewer, point: RiskPoint, drawn: PointDrawn) -> PointOut:
    return PointOut(
        id=point.pk,
        version=point.version,
        name=point.name,
        category=point.category,
        path=path_of(point.cell_id),
        lon=drawn.lon,
        lat=drawn.lat,
        shape=drawn.shape,
        geometry=json.loads(point.geom.geojson),
        cell=cell_of(point.cell_id),
        unit=Ref(id=point.unit.pk, name=point.unit.name) if point.unit else None,
        site=(point.site.name or point.site.address) if point.site else "",
        responsible_body=point.responsible,
        method=point.method,
        inputs=point.inputs,
        inherent=point.inherent,
        direct=point.direct,
        residual=point.residual,
        residual_until=point.residual_until,
        base=point.base,
        live=point.live,
        provisional=drawn.provisional,
        control_level=point.control_level,
        manager=point.manager,
        manager_phone_masked=masked(point.manager_phone, viewer),
        accident_types=point.accident_types,
        consequence=point.consequence,
        emergency=point.emergency,
        measures=[_measure(m) for m in measures_of(point)],
        sensors=[device_out(d, packs.current(), timezone.now(), ground=True) for d in sensors_of(point)],
        hazards=[brief(h) for h in open_hazards_of_point(viewer.scope, point)],
        responsible=responsible(responsible_for(drawn.cell, drawn.unit, drawn.industry), viewer),
        can=can(viewer, drawn),
    )


def _measure(measure: object) -> MeasureOut:
    return MeasureOut.model_validate(measure, from_attributes=True)
