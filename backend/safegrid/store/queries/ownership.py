"""Which community owns a place, by the boundaries in force."""

from django.contrib.gis.geos import Point
from django.db.models.functions import Now
from shapely import from_wkb

from safegrid.domain.hierarchy import COMMUNITY
from safegrid.domain.ownership import Community, owner_of
from safegrid.store.models import CellBoundary


def owner_at(lon: float, lat: float) -> int:
    """Community that owns a place in degrees (EPSG:4326), 0 if none does. On a shared edge the tie-break decides."""
    here = CellBoundary.objects.filter(
        cell__level=COMMUNITY,
        cell__retired_at=None,
        valid_during__contains=Now(),
        geom__intersects=Point(lon, lat, srid=4326),
    )
    found = [
        (cell, code, from_wkb(bytes(geom.wkb)))
        for cell, code, geom in here.values_list("cell", "cell__code", "geom")
    ]
    return owner_of(lon, lat, found)


def communities() -> list[Community]:
    """Every community with its shape in force, to own many things at once. One query."""
    rows = CellBoundary.objects.filter(
        cell__level=COMMUNITY, cell__retired_at=None, valid_during__contains=Now()
    )
    return [
        (cell, code, from_wkb(bytes(geom.wkb)))
        for cell, code, geom in rows.values_list("cell", "cell__code", "geom")
    ]
