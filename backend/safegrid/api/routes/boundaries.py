"""Boundaries as of any date, and what changed between two."""

import json
from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router
from shapely import from_wkb, to_geojson

from safegrid.domain.boundary_problems import area_m2
from safegrid.domain.hierarchy import COMMUNITY
from safegrid.domain.scope import sees_something
from safegrid.store.access import Viewer
from safegrid.store.queries import past_ground as read

from ..errors import Refused
from ..present import ground_version, past_person
from ..schemas.common import CellRef, Json, Moment
from ..schemas.past_ground import (
    GroundDifference,
    PastCellOut,
    PastChange,
    PastGround,
    Staffing,
    VersionList,
)
from ..viewer import Signed

router = Router(tags=["boundaries"])
Level = Annotated[int, Query(ge=1, le=4)]


@router.get("", response=PastGround)
def ground(request: Signed, at: Moment, level: Level = COMMUNITY) -> HttpResponse:
    """Show the cells of a level as they were at a moment."""
    viewer = _seeing(request)
    version = read.version_at(at)
    head = PastGround(at=at, version=ground_version(version) if version else None, cells=[])
    cells = [_plain(cell) for cell in read.cells_at(viewer.scope, at, level)]
    # Not through the schema: checking the corners of thousands of cells costs more than reading them.
    body = json.dumps(
        head.model_dump(mode="json") | {"cells": cells}, ensure_ascii=False, separators=(",", ":")
    )
    return HttpResponse(body, content_type="application/json", headers={"Cache-Control": "no-store"})


@router.get("/versions", response=VersionList)
def versions(request: Signed) -> VersionList:
    """List every published state of the boundaries, the newest first."""
    _seeing(request)
    return VersionList(versions=[ground_version(version) for version in read.versions()])


@router.get("/diff", response=GroundDifference)
def diff(
    request: Signed,
    since: Annotated[Moment, Query(alias="from")],
    until: Annotated[Moment, Query(alias="to")],
) -> GroundDifference:
    """Tell which communities were made, ended and changed between two moments, and which cells other people answer for."""
    viewer = _seeing(request)
    found = read.difference(viewer.scope, since, until)
    between = [v for v in reversed(read.versions()) if since < v.published_at <= until]
    return GroundDifference(
        versions=[ground_version(version) for version in between],
        made=[_cell(cell) for cell in found.made],
        ended=[_cell(cell) for cell in found.ended],
        changed=[
            PastChange(before=_cell(pair.before), after=_cell(pair.after), kinds=list(pair.kinds))
            for pair in found.changed
        ],
        people=[_staffing(cell) for cell in read.staffed_anew(viewer.scope, since, until)],
    )


def _seeing(request: Signed) -> Viewer:
    """Boundaries are for those who see any ground at all."""
    if not sees_something(request.auth.scope):
        raise Refused("NOT_YOUR_DUTY")
    return request.auth


def _cell(cell: read.PastCell) -> PastCellOut:
    return PastCellOut(**_plain(cell))


def _plain(cell: read.PastCell) -> Json:
    """A cell in the shape of `PastCellOut`."""
    shape = from_wkb(bytes(cell.geom.wkb))
    return {
        "id": cell.id,
        "code": cell.code,
        "name": cell.name,
        "level": cell.level,
        "parent": cell.parent,
        "since": cell.since.isoformat(),
        "until": cell.until.isoformat() if cell.until else None,
        "area_km2": round(area_m2(shape) / 1e6, 4),
        "shape": json.loads(to_geojson(shape)),
    }


def _staffing(cell: read.Staffed) -> Staffing:
    named = {cell.id: CellRef(id=cell.id, name=cell.name, level=cell.level)}
    return Staffing(
        cell=named[cell.id],
        lon=cell.lon,
        lat=cell.lat,
        left=[past_person(duty, named) for duty in cell.left],
        came=[past_person(duty, named) for duty in cell.came],
    )
