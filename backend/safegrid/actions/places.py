"""Where a reported hazard is, whose ground that is, and what the rules must know of the surroundings."""

from dataclasses import dataclass

from django.contrib.gis.geos import Point

from safegrid.domain.hierarchy import COUNTY
from safegrid.domain.scope import Place
from safegrid.domain.units import lead_level
from safegrid.store import packs
from safegrid.store.celltree import tree
from safegrid.store.models import Enterprise, RiskPoint
from safegrid.store.queries.ownership import owner_at


@dataclass(frozen=True)
class Where:
    """Where a new hazard is: at a risk point, else at a unit, else at a place in degrees (EPSG:4326)."""

    point: int | None = None
    unit: int | None = None
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True)
class Spot:
    """A place with its owner, and the locked unit and point there, if any."""

    geom: Point
    place: Place
    unit: Enterprise | None
    point: RiskPoint | None

    @property
    def county_code(self) -> str:
        county = tree().at_level(self.place.cell, COUNTY)
        return county.code if county else ""

    @property
    def lead_level(self) -> int:
        """Level that leads the supervision (G2); ground without a unit is led as any other unit."""
        return lead_level(self.unit.affiliation if self.unit else "other", packs.current())

    @property
    def counties(self) -> int:
        """Number of counties that the unit's sites lie in; more than one raises the level of a listing."""
        if self.unit is None:
            return 1
        cells = [site.cell_id for site in self.unit.sites.all() if site.cell_id]
        return len({county.id for cell in cells if (county := tree().at_level(cell, COUNTY))}) or 1


def at_point(point: RiskPoint, unit: Enterprise | None) -> Spot:
    """A hazard at a risk point belongs where the point belongs."""
    industry = unit.industry if unit else ""
    place = Place(point.cell_id or 0, tuple(point.touched), point.unit_id or 0, industry)
    return Spot(point.owner_point, place, unit, point)


def at_unit(unit: Enterprise) -> Spot | None:
    """A hazard of a unit, at none of its points: at its main site. None if the unit has no site."""
    sites = sorted(unit.sites.all(), key=lambda site: (not site.main, site.pk))
    if not sites:
        return None
    others = {site.cell_id for site in sites[1:] if site.cell_id} - {sites[0].cell_id}
    place = Place(sites[0].cell_id or 0, tuple(sorted(others)), unit.pk, unit.industry)
    return Spot(sites[0].geom, place, unit, None)


def at_place(lon: float, lat: float) -> Spot:
    """A hazard on open ground: the community that owns the place, or none."""
    return Spot(Point(lon, lat, srid=4326), Place(cell=owner_at(lon, lat)), None, None)
