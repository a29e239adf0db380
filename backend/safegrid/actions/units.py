"""A unit's record changes: made, corrected, closed. Callers hold the boundaries, and then lock the unit."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction

from safegrid.domain.drawn import Drawn, UnitDrawn
from safegrid.domain.industry import section_of
from safegrid.domain.refusals import Refusal
from safegrid.domain.unit_fields import COLUMNS, Value
from safegrid.store import packs
from safegrid.store.drawn import alarm_drawn, hazard_drawn, place_box, point_box, point_drawn, unit_drawn
from safegrid.store.models import Alarm, DepartmentDuty, Enterprise, Hazard, RiskPoint, Site
from safegrid.store.models.hazards import SETTLED
from safegrid.store.queries.departments import answering_for, bodies_above
from safegrid.store.queries.ownership import owner_at

from . import levels
from .transaction import Refused, Work

ALARM_OVER = ("false", "reviewed")


def add_unit(work: Work, fields: Mapping[str, Value], place: Point, now: datetime) -> Enterprise:
    """Make a unit, owned by the community on whose ground it stands, with the departments that answer for it (G7).

    Raises Refused: USCC_TAKEN.
    """
    unit = Enterprise()
    _write(unit, fields)
    _save(unit)
    cell = owner_at(place.x, place.y) or None
    site = Site.objects.create(unit=unit, address=unit.address, geom=place, cell_id=cell, main=True)
    _give_departments(unit, cell or 0)
    work.changed(None, unit_drawn(unit, [site]), place_box(place.x, place.y))
    levels.rate(work, None, unit, packs.current(), now)
    return unit


def _give_departments(unit: Enterprise, community: int) -> None:
    bodies = bodies_above([community])
    found = answering_for(bodies, community, unit.industry, unit.affiliation, packs.current())
    DepartmentDuty.objects.bulk_create(
        DepartmentDuty(unit=unit, department_id=one.body.id, kind=one.kind) for one in found
    )


def correct_unit(work: Work, unit: Enterprise, fields: Mapping[str, Value], place: Point | None) -> None:
    """Change what is on record of a locked unit, and where it stands. Raises Refused: USCC_TAKEN."""
    sites, industry = list(unit.sites.all()), unit.industry
    before = unit_drawn(unit, sites)
    _write(unit, fields)
    unit.version += 1
    # Sight by industry (a department's duty) goes by the unit's letter for everything that is the unit's.
    followers = _followers(unit) if unit.industry != industry else []
    _save(unit)
    if place is not None:
        sites = _move(unit, sites, place)
    _tell(work, before, unit_drawn(unit, sites))
    for follower in followers:
        _follow(work, follower, unit)


def close_unit(work: Work, unit: Enterprise, now: datetime) -> None:
    """Close a locked unit; its risk points go with it.

    Raises Refused: IS_LISTED until it is delisted, UNIT_HAS_OPEN while something is open on it.
    """
    if unit.listing:
        raise Refused(Refusal("IS_LISTED"))
    hazards = Hazard.objects.filter(unit=unit).exclude(state__in=SETTLED).count()
    alarms = Alarm.objects.filter(unit=unit).exclude(state__in=ALARM_OVER).count()
    if hazards or alarms:
        raise Refused(Refusal("UNIT_HAS_OPEN", (("hazards", hazards), ("alarms", alarms))))
    sites = list(unit.sites.all())
    before = unit_drawn(unit, sites)
    unit.closed_at = now
    unit.version += 1
    unit.save(update_fields=["closed_at", "version"])
    _retire_points(work, unit, now)
    _tell(work, before, None)


def value_of(unit: Enterprise, field: str) -> Value:
    """What a unit's record says of a field of `domain.unit_fields`."""
    value = getattr(unit, COLUMNS[field])
    return value if isinstance(value, int) else str(value or "")


def _write(unit: Enterprise, fields: Mapping[str, Value]) -> None:
    for name, value in fields.items():
        setattr(unit, COLUMNS[name], value)
    if "industry" in fields:
        unit.industry = section_of(str(fields["industry"]))


def _save(unit: Enterprise) -> None:
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError as error:
        if "uscc" not in str(error):
            raise
        raise Refused(Refusal("USCC_TAKEN", (("field", "uscc"),))) from error


def _move(unit: Enterprise, sites: list[Site], place: Point) -> list[Site]:
    main = next((site for site in sites if site.main), None)
    cell = owner_at(place.x, place.y) or None
    if main is None:
        return [
            Site.objects.create(unit=unit, address=unit.address, geom=place, cell_id=cell, main=True),
            *sites,
        ]
    main.geom, main.cell_id = place, cell
    main.save(update_fields=["geom", "cell"])
    return sites


def _followers(unit: Enterprise) -> list[RiskPoint | Hazard | Alarm]:
    """Points of a unit, and what is open on it, locked in the order that everybody keeps."""
    points = RiskPoint.objects.select_for_update(of=("self",)).select_related("unit")
    hazards = Hazard.objects.select_for_update(of=("self",)).select_related("unit").exclude(state__in=SETTLED)
    alarms = Alarm.objects.select_for_update(of=("self",)).select_related("unit", "handler")
    return [
        *points.filter(unit=unit, retired_at=None).order_by("pk"),
        *hazards.filter(unit=unit).order_by("pk"),
        *alarms.filter(unit=unit).exclude(state__in=ALARM_OVER).order_by("pk"),
    ]


def _follow(work: Work, row: RiskPoint | Hazard | Alarm, unit: Enterprise) -> None:
    before = _drawn(row)
    row.unit = unit
    row.version += 1
    row.save(update_fields=["version"])
    after = _drawn(row)
    box = point_box(row) if isinstance(row, RiskPoint) else place_box(row.geom.x, row.geom.y)
    work.changed(before, after, box)


def _drawn(row: RiskPoint | Hazard | Alarm) -> Drawn | None:
    if isinstance(row, RiskPoint):
        return point_drawn(row)
    return hazard_drawn(row) if isinstance(row, Hazard) else alarm_drawn(row)


def _retire_points(work: Work, unit: Enterprise, now: datetime) -> None:
    points = RiskPoint.objects.select_for_update(of=("self",)).select_related("unit")
    for point in points.filter(unit=unit, retired_at=None).order_by("pk"):
        before, box = point_drawn(point), point_box(point)
        point.retired_at = now
        point.version += 1
        point.save(update_fields=["retired_at", "version"])
        work.changed(before, None, box)


def _tell(work: Work, before: UnitDrawn | None, after: UnitDrawn | None) -> None:
    work.changed(before, after, *(place_box(shown.lon, shown.lat) for shown in (before, after) if shown))
