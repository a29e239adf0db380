"""Supervised units: their panel, why they have their colour, what happened, and the principal's phone."""

from ninja import Router

from safegrid.actions.looks import reveal_phone
from safegrid.domain.units import lead_level
from safegrid.store import packs
from safegrid.store.access import Viewer
from safegrid.store.models import Enterprise, RiskPoint, Site
from safegrid.store.queries import units as read
from safegrid.store.queries.history import past_of
from safegrid.store.queries.responsible import responsible_for

from .. import explained as why
from ..errors import accepted, found
from ..past import of_log
from ..present import brief, cell_of, masked, path_of, responsible
from ..schemas.common import DepartmentOut, Explained, History, PhoneOut
from ..schemas.places import PointBrief, SiteOut, UnitOut
from ..schemas.unit_fields import STORED
from ..viewer import Signed, can

router = Router(tags=["units"])
SAME = (*STORED, "key_unit", "blacklisted", "closed_at")


@router.get("/{unit_id}", response=UnitOut)
def detail(request: Signed, unit_id: int) -> UnitOut:
    """Show a unit with its sites, points, open hazards, and the people and departments that answer for it."""
    return _panel(request.auth, _seen(request.auth, unit_id))


@router.get("/{unit_id}/explain", response=Explained)
def explain(request: Signed, unit_id: int) -> Explained:
    """Say why the unit has its colours, and what would change them."""
    return why.of_unit(_seen(request.auth, unit_id))


@router.get("/{unit_id}/history", response=History, by_alias=True)
def history(request: Signed, unit_id: int) -> History:
    """Tell every change of the unit."""
    return of_log(past_of("unit", _seen(request.auth, unit_id).pk))


@router.post("/{unit_id}/phone", response=PhoneOut)
def phone(request: Signed, unit_id: int) -> PhoneOut:
    """Show the principal's full phone number; the look is logged."""
    unit = _seen(request.auth, unit_id)
    place = read.place_of(unit, read.sites_of(unit))
    return PhoneOut(
        phone=accepted(reveal_phone(request.auth, place, unit.principal_phone, f"unit:{unit_id}"))
    )


def _seen(viewer: Viewer, unit_id: int) -> Enterprise:
    return found(read.unit_in_sight(viewer.scope, unit_id))


def _panel(viewer: Viewer, unit: Enterprise) -> UnitOut:
    sites = read.sites_of(unit)
    place = read.place_of(unit, sites)
    points = read.points_of_unit(viewer.scope, unit)
    shown = len(points)
    return UnitOut(
        **{name: getattr(unit, name) for name in SAME},
        id=unit.pk,
        principal_phone_masked=masked(unit.principal_phone, viewer),
        lead_level=lead_level(unit.affiliation, packs.current()),
        cell=cell_of(place.cell),
        sites=[_site(s) for s in sites],
        points=[_point(p) for p in points],
        points_total=shown if shown < read.POINTS_SHOWN else read.count_points(viewer.scope, unit),
        hazards=[brief(h) for h in read.open_hazards_of_unit(viewer.scope, unit)],
        responsible=responsible(responsible_for(place.cell, unit.pk, unit.industry), viewer),
        departments=[
            DepartmentOut(id=d.department.pk, name=d.department.name, kind=d.kind)
            for d in read.departments_of(unit)
        ],
        can=can(viewer, place),
    )


def _site(site: Site) -> SiteOut:
    return SiteOut(
        id=site.pk,
        name=site.name,
        address=site.address,
        main=site.main,
        lon=site.geom.x,
        lat=site.geom.y,
        path=path_of(site.cell_id),
    )


def _point(point: RiskPoint) -> PointBrief:
    return PointBrief(
        id=point.pk,
        name=point.name,
        live=point.live,
        base=point.base,
        provisional=point.live != point.firm,
        lon=point.owner_point.x,
        lat=point.owner_point.y,
    )
