"""What a person wants to see of the map and its lists, as one value with a stable text form (`filter_text`).

`matches` decides for one object; the database asks the same in `store.queries.filters` (tested to agree). Conditions of
one kind are alternatives, kinds add up. A condition on units holds for a point or a hazard through its unit; a condition
on hazards holds for a unit or a point if one hazard in sight at it meets all of them.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime

from .areas import Area
from .drawn import SETTLED
from .industry import code_of
from .sectors import Sector, sectors_of
from .times import china_day


@dataclass(frozen=True, slots=True)
class Filter:
    """Empty fields ask for nothing.

    `industries`: 门类 letters and 大类 digits ("C", "26"); `departments`: ids; `grades`: annual 1-4, 0 not graded;
    `unit_listed`: 1 the unit itself is listed, 2 past its deadline; `states`: of hazards, none given = every open one;
    `overdue`: 1 any, 2 more than 15 days; `listed`: of hazards, 1 any, 2 past its deadline; `since`, `until`: days in
    China on which a hazard was reported, both included; `cell`: of any level, 0 = unowned ground; `survey`: 1 where the
    community's survey 四查 is overdue.
    """

    live: frozenset[int] = frozenset()
    base: frozenset[int] = frozenset()
    industries: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    departments: frozenset[int] = frozenset()
    affiliations: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    grades: frozenset[int] = frozenset()
    key: bool = False
    unit_listed: int = 0
    states: frozenset[str] = frozenset()
    severity: str = ""
    sources: frozenset[str] = frozenset()
    overdue: int = 0
    listed: int = 0
    since: date | None = None
    until: date | None = None
    cell: int | None = None
    survey: int = 0
    area: Area | None = None

    @property
    def empty(self) -> bool:
        return self == Filter()

    def active(self, names: frozenset[str]) -> bool:
        """Whether any of these fields asks for something."""
        return any(getattr(self, f.name) != f.default for f in fields(self) if f.name in names)

    @property
    def of_units(self) -> bool:
        return self.active(UNIT_FIELDS)

    @property
    def of_hazards(self) -> bool:
        return self.active(HAZARD_FIELDS)


UNIT_FIELDS = frozenset(
    {
        "industries",
        "sectors",
        "types",
        "departments",
        "affiliations",
        "classes",
        "grades",
        "key",
        "unit_listed",
    }
)
HAZARD_FIELDS = frozenset({"states", "severity", "sources", "overdue", "listed", "since", "until"})


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What conditions on units ask. `categories`: of the unit's active risk points."""

    industry: str
    industry4: str
    type: str
    affiliation: str
    danger_class: str
    grade: int
    key: bool
    listing: int = 0
    listing_overdue: bool = False
    departments: frozenset[int] = frozenset()
    categories: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HazardFacts:
    """What conditions on hazards ask."""

    state: str
    major: bool
    source: str
    overdue: int
    listing: int
    listing_overdue: bool
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """A point, unit or hazard. `cells`: its community and those above, {0} on unowned ground.

    A hazard has the levels of its point, without one those of its unit. `hazards`: those in sight at a point or unit;
    of a hazard itself alone. `is_hazard`: then it must be open, or in a state that is asked for. `survey_overdue`: of its
    community, if that is in sight.
    """

    lon: float
    lat: float
    cells: frozenset[int]
    live: int
    base: int
    unit: UnitFacts | None
    hazards: tuple[HazardFacts, ...] = ()
    is_hazard: bool = False
    survey_overdue: bool = False


def matches(wanted: Filter, facts: Facts) -> bool:
    """Whether an object is what the person wants."""
    if wanted.live and facts.live not in wanted.live:
        return False
    if wanted.base and facts.base not in wanted.base:
        return False
    if not _ground(wanted, facts):
        return False
    if wanted.of_units and not (facts.unit and _unit(wanted, facts.unit)):
        return False
    asks = wanted.of_hazards or facts.is_hazard
    return not asks or any(_hazard(wanted, hazard) for hazard in facts.hazards)


def _ground(wanted: Filter, facts: Facts) -> bool:
    return (
        (wanted.cell is None or wanted.cell in facts.cells)
        and (not wanted.survey or facts.survey_overdue)
        and (wanted.area is None or wanted.area.holds(facts.lon, facts.lat))
    )


def _unit(wanted: Filter, unit: UnitFacts) -> bool:
    sectors = sectors_of(unit.industry4, unit.type, unit.categories)
    return (
        (not wanted.industries or _industry(wanted.industries, unit))
        and (not wanted.sectors or not wanted.sectors.isdisjoint(map(Sector, sectors)))
        and (not wanted.types or unit.type in wanted.types)
        and (not wanted.departments or not wanted.departments.isdisjoint(unit.departments))
        and (not wanted.affiliations or unit.affiliation in wanted.affiliations)
        and (not wanted.classes or unit.danger_class in wanted.classes)
        and (not wanted.grades or unit.grade in wanted.grades)
        and (not wanted.key or unit.key)
        and _listed(wanted.unit_listed, unit.listing, late=unit.listing_overdue)
    )


def _hazard(wanted: Filter, hazard: HazardFacts) -> bool:
    day = china_day(hazard.reported_at)
    return (
        (hazard.state in wanted.states if wanted.states else hazard.state not in SETTLED)
        and (not wanted.severity or (wanted.severity == "major") is hazard.major)
        and (not wanted.sources or hazard.source in wanted.sources)
        and hazard.overdue >= wanted.overdue
        and _listed(wanted.listed, hazard.listing, late=hazard.listing_overdue)
        and (wanted.since is None or day >= wanted.since)
        and (wanted.until is None or day <= wanted.until)
    )


def _listed(wanted: int, level: int, *, late: bool) -> bool:
    return not wanted or (level > 0 and (wanted == 1 or late))


def _industry(wanted: frozenset[str], unit: UnitFacts) -> bool:
    return unit.industry in wanted or any(
        unit.industry4.startswith(code_of(i)) for i in wanted if i.isdigit()
    )
