"""What an inspection says, and who may say it: where the unit is, whose it was when it was inspected, how near one was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from safegrid.domain import presence, roles
from safegrid.domain.hazards import HazardClass
from safegrid.domain.ownership import metres_between
from safegrid.domain.presence import Presence, Stamp
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Permission, Role, Verb
from safegrid.domain.scope import Place, sees
from safegrid.store import packs
from safegrid.store.access import Viewer
from safegrid.store.models import Enterprise, RiskPoint, Site
from safegrid.store.queries.answered import Stood, ground_at, people_at, stood_at
from safegrid.store.queries.units import place_of, sites_of

from .then import OLDEST, as_of_then
from .transaction import Refused

AHEAD = timedelta(minutes=5)
NOT_FOUND = Refusal("NOT_FOUND")


@dataclass(frozen=True)
class Wrong:
    """The hazard that a failed item is. `five`: 责任、措施、资金、预案 as the order demands them; the deadline is the 时限.

    `fixed`: photos of after, if it was put right on the spot.
    """

    klass: HazardClass
    category: str
    text: str
    point: int | None = None
    deadline_days: int | None = None
    five: tuple[tuple[str, str], ...] = ()
    fixed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """What was found on one item. `what`: the item's words on the device, for one that is not there any more."""

    item: str
    result: str
    note: str = ""
    what: str = ""
    photos: tuple[str, ...] = ()
    hazard: Wrong | None = None


@dataclass(frozen=True)
class Report:
    """An inspection as it comes from the field. `visit`: None = the day's own visit to the unit, if there is one."""

    unit: int
    code: str
    version: str
    began_at: datetime
    ended_at: datetime
    results: tuple[Found, ...]
    stamp: Stamp
    visit: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Standing:
    """Who inspects what. `viewer`: as of then, where the ground is another's since (`moved`); `cell`: of then, 0 = none."""

    viewer: Viewer
    place: Place
    sites: tuple[Site, ...]
    role: Role
    cell: int
    moved: bool


def true_time(stamp: Stamp, moment: datetime, received: datetime) -> datetime:
    """A moment of the device's clock by ours, never later than its receipt."""
    off = presence.judge(None, None, 0, stamp.sent_at, received).clock_off
    return min(moment - timedelta(seconds=off), received)


def check_times(report: Report, received: datetime) -> None:
    """Refuse what ends before it begins, after it was sent, or too long ago. Raises Refused."""
    stamp = report.stamp
    ordered = (
        report.began_at <= report.ended_at <= stamp.sent_at + AHEAD and stamp.made_at <= stamp.sent_at + AHEAD
    )
    if not ordered or true_time(stamp, stamp.made_at, received) < received - OLDEST:
        raise Refused(Refusal("TIMES_WRONG"))


def standing_of(viewer: Viewer, unit: Enterprise, at: datetime) -> Standing:
    """Who one is to a unit, now or at the moment of the inspection if the ground is another's since. Raises Refused."""
    sites = sites_of(unit)
    place = place_of(unit, sites)
    role = may_inspect(viewer, place) if sees(viewer.scope, place) else None
    if not sites:
        raise Refused(NOT_FOUND if role is None else Refusal("BAD_PLACE"))
    stood = Stood(sites[0].geom.x, sites[0].geom.y, unit.pk, unit.industry, unit.created_at)
    then = stood_at("unit", unit.pk, stood, at)
    ground = ground_at(then.lon, then.lat, at)
    cell = ground.community.id if ground.community else 0
    if role is not None:
        return Standing(
            viewer, place, tuple(sites), role, cell or place.cell, bool(cell) and cell != place.cell
        )
    held = [d for d in people_at(ground, at) if d.person_id == viewer.person and _inspects(Role(d.role), 4)]
    if not held:
        raise Refused(Refusal("NOT_YOUR_DUTY") if sees(viewer.scope, place) else NOT_FOUND)
    duty = held[0]
    return Standing(
        as_of_then(viewer, duty, unit=unit.pk), place, tuple(sites), Role(duty.role), cell, moved=True
    )


def may_inspect(viewer: Viewer, place: Place) -> Role | None:
    """The role in which somebody inspects units at a place: who checks hazards there, or proposes it. None: may not."""
    actor = viewer.actor_over(place)
    able = [d for d in actor.duties if _inspects(d.role, d.level)]
    return max(able, key=lambda d: d.level).role if able else None


def judge(report: Report, sites: Iterable[Site], received: datetime) -> Presence:
    """How near the device was to the nearest site or risk point of the unit."""
    fix = report.stamp.fix
    metres = None if fix is None else _nearest(fix.lon, fix.lat, report.unit, sites)
    reach = packs.current().hazard.presence_metres
    return presence.judge(fix, metres, reach, report.stamp.sent_at, received)


def _inspects(role: Role, level: int) -> bool:
    return roles.may(role, level, Verb.CHECK_GENERAL) is not Permission.NO


def _nearest(lon: float, lat: float, unit: int, sites: Iterable[Site]) -> float:
    places = [(site.geom.x, site.geom.y) for site in sites]
    points = RiskPoint.objects.filter(unit_id=unit, retired_at=None).values_list("owner_point", flat=True)
    places += [(point.x, point.y) for point in points]
    return round(min(metres_between(lon, lat, x, y) for x, y in places), 1)
