"""Risk points of a unit, registered and described by the unit itself (R2-R6). Levels come from signed assessments only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.gis.geos import Point

from safegrid.domain.geometry import check_place
from safegrid.domain.ownership import metres_between
from safegrid.domain.refusals import Refusal
from safegrid.store import packs
from safegrid.store.access import Viewer
from safegrid.store.drawn import place_box, point_box, point_drawn
from safegrid.store.models import Assessment, ControlMeasure, Enterprise, RiskPoint, Site
from safegrid.store.queries.enterprise import KEEPERS
from safegrid.store.queries.ownership import owner_at

from . import levels
from .own_unit import NOT_FOUND, locked
from .transaction import Refused, Work, clock, hold_boundaries, unit_of_work


@dataclass(frozen=True)
class Measure:
    """A measure as it is to be. `id` None: a new one."""

    kind: str
    text: str
    check_items: tuple[str, ...] = ()
    id: int | None = None


@dataclass(frozen=True)
class PointText:
    """What a unit says of a point, but for its place and its level. `manager_phone` None: as it was."""

    name: str
    category: str
    control_level: int
    manager: str = ""
    manager_phone: str | None = ""
    accident_types: tuple[str, ...] = ()
    consequence: str = ""
    emergency: str = ""
    measures: tuple[Measure, ...] = field(default_factory=tuple)


COLUMNS = (
    "name", "category", "control_level", "manager", "manager_phone", "accident_types", "consequence", "emergency",
)  # fmt: skip

PLACED = ("geom", "owner_point", "cell", "site")


def register(viewer: Viewer, unit_id: int, said: PointText, lon: float, lat: float) -> RiskPoint | Refusal:
    """Register a point, not assessed yet. Refusals: NOT_FOUND, NOT_YOUR_DUTY, UNIT_CLOSED, BAD_PLACE, POINT_TOO_FAR."""
    try:
        with unit_of_work(viewer.key, "point.register") as work:
            hold_boundaries()
            return place(work, locked(viewer, unit_id, *KEEPERS), said, lon, lat)
    except Refused as refused:
        return refused.refusal


def place(work: Work, unit: Enterprise, said: PointText, lon: float, lat: float) -> RiskPoint:
    """Make a point of a locked unit while the boundaries are held. Raises Refused."""
    site = site_near(unit, lon, lat)
    where, pack = Point(lon, lat, srid=4326), packs.current()
    point = RiskPoint(
        unit=unit,
        site=site,
        geom=where,
        owner_point=where,
        cell_id=owner_at(lon, lat) or None,
        reasons=[{"code": "UNRATED", "candidate": 0, "binding": True, "provisional": False, "params": {}}],
        pack_id=pack.id,
        pack_version=pack.version,
    )
    _say(point, said)
    point.save(force_insert=True)
    _measure(point, said.measures)
    work.changed(None, point_drawn(point), place_box(lon, lat))
    return point


def site_near(unit: Enterprise, lon: float, lat: float) -> Site:
    """The unit's nearest site. Raises Refused: BAD_PLACE, POINT_TOO_FAR (one cannot register points for others)."""
    if check_place(lon, lat) is not None:
        raise Refused(Refusal("BAD_PLACE"))
    metres = packs.current().enterprise.point_metres
    sites = sorted(unit.sites.all(), key=lambda site: metres_between(lon, lat, site.geom.x, site.geom.y))
    if not sites or metres_between(lon, lat, sites[0].geom.x, sites[0].geom.y) > metres:
        raise Refused(Refusal("POINT_TOO_FAR", (("metres", metres),)))
    return sites[0]


def describe(
    viewer: Viewer, point_id: int, version: int, said: PointText, place: tuple[float, float] | None = None
) -> RiskPoint | Refusal:
    """Write anew what is said of a point, and where it lies (lon, lat; None: where it was).

    Refusals: NOT_FOUND, NOT_YOUR_DUTY, STALE_VERSION, BAD_PLACE, POINT_TOO_FAR, POINT_HAS_SHAPE (a line or an area is
    drawn on the map, not moved). Hazards that were found at the point stay where they were found. A signed assessment
    that rests on a measure which is changed or taken away counts no longer (R12).
    """
    try:
        with unit_of_work(viewer.key, "point.describe") as work:
            now = hold_boundaries()
            unit, point = lock_own(viewer, point_id, version)
            before, boxes = point_drawn(point), {point_box(point)}
            _say(point, said)
            if place is not None:
                _move(point, unit, *place)
            changed = _measure(point, said.measures)
            point.version += 1
            point.save(update_fields=[*COLUMNS, *PLACED, "version"])
            work.changed(before, point_drawn(point), *sorted(boxes | {point_box(point)}))
            if changed & _rests_on(point):
                point.residual = point.inherent
                point.save(update_fields=["residual"])
                levels.rate(work, point, unit, packs.current(), now)
            return point
    except Refused as refused:
        return refused.refusal


def _move(point: RiskPoint, unit: Enterprise, lon: float, lat: float) -> None:
    if point.geom.geom_type != "Point":
        raise Refused(Refusal("POINT_HAS_SHAPE"))
    point.site = site_near(unit, lon, lat)
    point.geom = point.owner_point = Point(lon, lat, srid=4326)
    point.cell_id = owner_at(lon, lat) or None


def retire(viewer: Viewer, point_id: int, version: int) -> RiskPoint | Refusal:
    """Take a point off the map that is there no longer. Refusals: as `describe`, and POINT_HAS_HAZARDS."""
    try:
        with unit_of_work(viewer.key, "point.retire") as work:
            now = hold_boundaries()
            unit, point = lock_own(viewer, point_id, version)
            if point.hazards.filter(closed_at=None).exclude(state="rejected").exists():
                raise Refused(Refusal("POINT_HAS_HAZARDS"))
            before, box = point_drawn(point), point_box(point)
            point.retired_at = clock()
            point.version += 1
            point.save(update_fields=["retired_at", "version"])
            work.changed(before, None, box)
            levels.rate(work, None, unit, packs.current(), now)
            return point
    except Refused as refused:
        return refused.refusal


def lock_own(viewer: Viewer, point_id: int, version: int) -> tuple[Enterprise, RiskPoint]:
    """A point of the viewer's own unit with the unit, both locked. Raises Refused."""
    unit_id = RiskPoint.objects.filter(pk=point_id, retired_at=None).values_list("unit_id", flat=True).first()
    if unit_id is None:
        raise Refused(NOT_FOUND)
    unit = locked(viewer, unit_id, *KEEPERS)
    point = levels.lock_point(point_id)
    assert point is not None
    if point.retired_at is not None:
        raise Refused(NOT_FOUND)
    if point.version != version:
        raise Refused(Refusal("STALE_VERSION"))
    return unit, point


def renew(work: Work, points: Sequence[RiskPoint], unit: Enterprise, now: datetime) -> None:
    """Rate locked points and then their locked unit once."""
    for point in points:
        levels.rate(work, point, None, packs.current(), now)
    levels.rate(work, None, unit, packs.current(), now)


def _say(point: RiskPoint, said: PointText) -> None:
    for name in COLUMNS:
        value = getattr(said, name)
        if value is None:
            continue
        setattr(point, name, list(value) if isinstance(value, tuple) else value)


def _measure(point: RiskPoint, wanted: Sequence[Measure]) -> set[int]:
    """Bring the measures in line; returns the ids of those that are not what they were."""
    known = {measure.pk: measure for measure in point.measures.all()}
    changed = set(known) - {measure.id or 0 for measure in wanted}
    ControlMeasure.objects.filter(pk__in=changed).delete()
    for measure in wanted:
        row = known.get(measure.id or 0) or ControlMeasure(point=point)
        same = (row.kind, row.text, tuple(row.check_items)) == (
            measure.kind,
            measure.text,
            measure.check_items,
        )
        if row.pk and same:
            continue
        if row.pk and (row.kind, row.text) != (measure.kind, measure.text):
            changed.add(row.pk)
        row.kind, row.text, row.check_items = measure.kind, measure.text, list(measure.check_items)
        row.save()
    return changed


def _rests_on(point: RiskPoint) -> set[int]:
    signed = Assessment.objects.filter(point=point, state=Assessment.State.SIGNED).order_by("-decided_at")
    latest = signed.values_list("verified", flat=True).first()
    return set(latest or ()) if point.residual > point.inherent else set()
