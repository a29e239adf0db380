"""Whom a person visits: the units on the ground that is theirs to walk, and what is known of each (C3, C9, G5).

A plan is seen by nobody but the one who walks it: the enterprise must not know of a visit before it is made (H2).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef, QuerySet

from safegrid.domain.hierarchy import CITY, COUNTY
from safegrid.domain.levels import Level
from safegrid.domain.packs import RulePack
from safegrid.domain.roles import Role
from safegrid.domain.times import china_day
from safegrid.domain.visits import Facts
from safegrid.store.access import Viewer, visible_units
from safegrid.store.among import among
from safegrid.store.celltree import tree
from safegrid.store.models import Duty, Enterprise, Hazard, Inspection, Site, Visit
from safegrid.store.models.hazards import SETTLED

from .responsible import in_force


@dataclass(frozen=True)
class Beat:
    """Communities that a person walks as an inspector, and those that a person answers for as an officer."""

    walked: frozenset[int]
    watched: frozenset[int]

    @property
    def cells(self) -> frozenset[int]:
        return self.walked | self.watched


@dataclass(frozen=True)
class Candidate:
    """A unit with its place and what decides how often it is visited. `last`: day of its latest inspection."""

    unit: Enterprise
    lon: float
    lat: float
    cell: int
    facts: Facts
    begins: date
    last: date | None


def beat_of(viewer: Viewer) -> Beat:
    """The ground of the viewer's duties as inspector, and as officer of a township or a community.

    A duty for one industry is none of ground: it shows that industry there and nothing else.
    """
    held = [d for d in viewer.duties if d.cell and d.level > COUNTY and not d.industry]
    return Beat(
        _communities(d.cell for d in held if d.role is Role.INS),
        _communities(d.cell for d in held if d.role is Role.OFF),
    )


def inspectors_of(cells: Collection[int]) -> dict[int, list[int]]:
    """People on duty as inspectors of each community, in the order of their ids. One query."""
    path = {above.id: above for cell in cells for above in tree().path(cell) if above.level != CITY}
    held = Duty.objects.filter(in_force(), among("cell_id", path), role=Role.INS, person__is_active=True)
    found: dict[int, list[int]] = defaultdict(list)
    for person, cell in held.order_by("person_id").values_list("person_id", "cell_id").distinct():
        for community in tree().communities(cell or 0) & set(cells):
            found[community].append(person)
    return found


def candidates(cells: Collection[int], pack: RulePack) -> list[Candidate]:
    """Units that are open and whose main site lies in these communities. Two queries."""
    return _candidates(Site.objects.filter(among("cell_id", cells)), pack)


def candidate_of(unit_id: int, pack: RulePack) -> Candidate | None:
    """One unit wherever it is; None if it is closed or has no site. Two queries."""
    found = _candidates(Site.objects.filter(unit=unit_id), pack)
    return found[0] if found else None


def _candidates(at: QuerySet[Site], pack: RulePack) -> list[Candidate]:
    sites = at.filter(main=True, unit__closed_at=None).select_related("unit")
    listed = Hazard.objects.filter(unit=OuterRef("unit"), listing__gt=0).exclude(state__in=SETTLED)
    rows = list(sites.annotate(listed=Exists(listed)).order_by("unit_id"))
    last = last_visits([site.unit_id for site in rows])
    return [_candidate(site, last.get(site.unit_id), pack) for site in rows]


def last_visits(units: Collection[int]) -> dict[int, datetime]:
    """When units were inspected last; those that never were are left out. One query."""
    rows = (
        Inspection.objects.filter(among("unit_id", units))
        .values_list("unit_id")
        .annotate(last=Max("made_at"))
    )
    return dict(rows)


def taken(cells: Collection[int], day: date, person: int) -> set[int]:
    """Units in communities that somebody else visits on a day. One query."""
    rows = Visit.objects.filter(round__day=day, unit__sites__cell__in=list(cells)).exclude(
        round__person=person
    )
    return set(rows.exclude(state="skipped").values_list("unit_id", flat=True))


def visits_of(viewer: Viewer, day: date) -> QuerySet[Visit]:
    """The viewer's own visits of a day, as far as the units are in sight still, in the order of the route."""
    units = visible_units(viewer.scope).values("pk")
    own = Visit.objects.filter(round__person=viewer.person, round__day=day, unit__in=units)
    return own.select_related("unit").order_by("n")


def main_places(units: Collection[int]) -> dict[int, tuple[float, float]]:
    """Main sites in degrees by the units' ids. One query."""
    rows = Site.objects.filter(among("unit_id", units), main=True).values_list("unit_id", "geom")
    return {unit: (geom.x, geom.y) for unit, geom in rows}


def _communities(cells: Iterable[int]) -> frozenset[int]:
    return frozenset(c for cell in cells for c in tree().communities(cell))


def _candidate(site: Site, last: datetime | None, pack: RulePack) -> Candidate:
    unit = site.unit
    facts = Facts(
        unit=unit.pk,
        supervision=Level(unit.supervision),
        worst_class=bool(unit.danger_class) and unit.danger_class == pack.unit.worst_class,
        grade=unit.annual_grade,
        key=unit.key_unit,
        listed=bool(vars(site)["listed"]) or site.unit.listing > 0,
    )
    return Candidate(
        unit, site.geom.x, site.geom.y, site.cell_id or 0, facts, china_day(unit.created_at),
        china_day(last) if last else None,
    )  # fmt: skip
