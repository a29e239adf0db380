"""A rule pack: every number that a rule needs, as frozen values, with where each came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from .departments import DepartmentRules
from .levels import Level
from .pack_alarm_model import AlarmRules
from .pack_hazard_model import HazardRules, Rung
from .role_types import DutyLevels
from .workdays import Calendar


@dataclass(frozen=True, slots=True)
class Band:
    """Half-open interval of a value: from `start` (included) to the next band's start (excluded)."""

    start: float
    level: Level
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class LecRules:
    likelihood: tuple[float, ...]
    exposure: tuple[float, ...]
    consequence: tuple[float, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class LsRules:
    """`likelihood_items`, `severity_items`: numbers of items of the chemical matrix; 0 for a plain matrix."""

    size: int
    bands: tuple[Band, ...]
    likelihood_items: int = 0
    severity_items: int = 0


@dataclass(frozen=True, slots=True)
class MajorHazardRules:
    """GB 18218. `alpha`: (residents from, α); `grades`: (R from, grade 1-4); β by CAS number and by class."""

    threshold: float
    alpha: tuple[tuple[float, float], ...]
    grades: tuple[tuple[float, int], ...]
    beta_gas: Mapping[str, float]
    beta_class: Mapping[str, float]
    direct_level: Mapping[int, Level]


@dataclass(frozen=True, slots=True)
class Trigger:
    """Effect of an event on a live level: `set` to `level`, or `step` towards worse, not beyond `cap`."""

    code: str
    enabled: bool
    effect: str
    level: Level
    step: int
    cap: Level
    provisional: bool
    numbers: Mapping[str, int]

    def candidate(self, base: Level) -> Level:
        """Level that this trigger asks for; an unrated base counts as 4 (domain rules §1)."""
        if self.effect == "set":
            return self.level
        return Level(max(self.cap, (base or Level.BLUE) - self.step))


@dataclass(frozen=True, slots=True)
class PointRules:
    residual_max_better: int
    residual_months: int
    triggers: Mapping[str, Trigger]


@dataclass(frozen=True, slots=True)
class UnitRules:
    """`class_order`: best to worst. `grade_lowest`: lowest rounded score of 一类 … 四类."""

    class_order: tuple[str, ...]
    grade_rounding: str
    grade_lowest: tuple[int, ...]
    floors: Mapping[str, Level]
    adjustment_max: int
    adjustment_months: int
    fixed_months: int

    @property
    def worst_class(self) -> str:
        return self.class_order[-1] if self.class_order else ""


@dataclass(frozen=True, slots=True)
class VisitRules:
    """`per_year`: by supervision colour; `least`: at least so many for what it names; `sample_percent`: of 一类 units.

    `per_day`: most visits of one round; `minutes_each`, `metres_per_minute`: what a visit and the way to it take.
    """

    per_year: Mapping[Level, int]
    least: Mapping[str, int]
    sample_percent: int
    per_day: int
    minutes_each: int
    metres_per_minute: int


@dataclass(frozen=True, slots=True)
class EnterpriseRules:
    """What a unit does itself. `selfcheck`: cadence by supervision colour; `soon_days`: before a record runs out;
    `point_metres`: how far from one of its sites a risk point may lie.
    """

    selfcheck: Mapping[Level, str]
    soon_days: int
    point_metres: int


@dataclass(frozen=True, slots=True)
class CellRules:
    """Weights of the cell index (domain rules §3). `ks` and `kh` are frozen for the pack's date."""

    points_percent: int
    hazards_percent: int
    management_percent: int
    point_weights: Mapping[Level, int]
    ks: float
    general: int
    major: int
    overdue_factor: int
    event: int
    kh: float
    survey_overdue: int
    vacant_post: int
    selfcheck_overdue: int
    worst_children_percent: int
    worst_percent: int
    mean_percent: int
    bands: tuple[tuple[int, Level], ...]
    floor_event: Level
    floor_listing_overdue: Level
    floor_parent_event: Level
    leaders: int
    officers: int


@dataclass(frozen=True, slots=True)
class PlanRules:
    """Publishing of boundary plans. `approval`: by a second person; `least_m2`: smallest community that asks no question;
    `narrow_m`: width below which a part is a sliver; `most_cells`: communities that one person may hold.
    """

    approval: bool
    least_m2: float
    narrow_m: float
    most_cells: int


@dataclass(frozen=True, slots=True)
class PublicityRules:
    """What the public may see without log-in: listed hazards; with `realtime` every confirmed one (H9), without names.

    `settled_days`: how long one that was put right stays to be seen.
    """

    listed: bool
    realtime: bool
    settled_days: int


@dataclass(frozen=True, slots=True)
class ReporterRules:
    """Those who report without log-in (K14).

    `identity_days`: how long who it was is kept after the report's end; 0 = as long as the report.
    """

    identity_days: int


@dataclass(frozen=True, slots=True)
class Layer:
    """What one file gave to the pack."""

    file: str
    id: str
    jurisdiction: str
    valid_from: date
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class RulePack:
    """The merged pack of one jurisdiction on one day.

    `version` names the content: the newest layer's date and a digest, the same on every machine. The calendar,
    what is published and who answers are left out of it: no colour rests on them, and next year's holidays must not rate
    a city again.
    `sources`: dotted path of a table to the source of its numbers.
    """

    id: str
    version: str
    valid_from: date
    layers: tuple[Layer, ...]
    lec: LecRules
    ls: LsRules
    ls_chemical: LsRules
    major_hazard: MajorHazardRules
    point: PointRules
    unit: UnitRules
    cell: CellRules
    visits: VisitRules
    enterprise: EnterpriseRules
    cadence: Mapping[int, str]
    lead_level: Mapping[str, int]
    duty_levels: DutyLevels
    hazard: HazardRules
    ladder: tuple[Rung, ...]
    alarms: AlarmRules
    plans: PlanRules
    publicity: PublicityRules
    reporters: ReporterRules
    departments: DepartmentRules
    calendar: Calendar
    sources: Mapping[str, str] = field(default_factory=dict)

    def trigger(self, code: str) -> Trigger:
        return self.point.triggers[code]


CADENCE_DAYS: Mapping[str, timedelta] = {
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=31),
    "quarter": timedelta(days=92),
    "year": timedelta(days=366),
}
"""Longest length of each period; a survey is due once within every one of them."""
