"""Sites, levels and drawings of the demo city's units."""

from collections.abc import Iterator, Mapping

import numpy as np
import shapely

from safegrid.actions.levels import plain_reasons
from safegrid.domain.drawn import UnitDrawn
from safegrid.domain.points import PointLevel

from .city import City
from .point_rows import ewkb
from .ratings import Rater
from .rows import SiteRow


def rate_units(city: City, levels: Mapping[int, set[PointLevel]]) -> None:
    """Set the colours of every unit from its points and hazards."""
    rater = Rater(city.pack, city.now)
    stopped = {p.spot.unit for p in city.pasts if p.facts.suspension is not None}
    for row in city.units.rows:
        row.stopped = row.id in stopped
        found = sorted(levels.get(row.id, ()), key=lambda lv: (lv.base, lv.live, lv.firm))
        rated = rater.unit(row, tuple(found), city.marks[1].get(row.id, ()))
        row.supervision, row.live = int(rated.supervision), int(rated.live)
        row.reasons = list(plain_reasons(rated.reasons))
        row.pack_id, row.pack_version = city.pack.id, city.pack.version


def site_rows(city: City) -> Iterator[SiteRow]:
    """Main sites in the order of the units, then further ones."""
    units, ids = city.units, city.community_ids
    mains = ewkb(np.asarray(shapely.points(units.places)))
    for row, geom, cell in zip(units.rows, mains, units.cells.tolist(), strict=True):
        yield SiteRow(row.id, row.id, "", row.address, geom, ids[cell] or None, True)
    for number, (i, (place, cell)) in enumerate(sorted(units.seconds.items()), start=len(units.rows) + 1):
        county, township = city.terrain.above(cell)
        address = f"{county}{township}{city.terrain.village(cell)}（演示地址）"
        geom = ewkb(np.array([shapely.Point(place)], dtype=object))[0]
        yield SiteRow(number, i + 1, "二厂区", address, geom, ids[cell] or None, False)


def unit_drawings(city: City) -> Iterator[UnitDrawn]:
    units, ids = city.units, city.community_ids
    for i, row in enumerate(units.rows):
        lon, lat = units.places[i].tolist()
        cell = ids[int(units.cells[i])]
        second = units.seconds.get(i)
        touched = {ids[second[1]]} - {cell} if second else set()
        yield UnitDrawn(
            id=row.id,
            v=row.version,
            cell=cell,
            touched=tuple(sorted(touched)),
            industry=row.industry,
            lon=lon,
            lat=lat,
            name=row.name,
            type=row.unit_type,
            live=row.live,
            supervision=row.supervision,
            stopped=row.stopped,
            listing=row.listing,
            listing_overdue=row.listing_overdue,
        )
