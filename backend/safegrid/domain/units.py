"""Colours of a supervised unit (domain rules §2): supervision colour, floors, adjustment, live colour."""

from dataclasses import dataclass
from datetime import date, datetime

from .hazard_types import HazardMark
from .levels import Level, worst
from .pack_model import RulePack, UnitRules
from .points import PointLevel
from .times import china_day
from .triggers import Reason, Signal, firm_reasons, judge


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An authority's decision: `step` -1 worse, +1 better, until `until` (excluded)."""

    step: int
    until: date


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What is known of a unit. `points`: its active points. `hazards`: those that are at none of its points.

    `grade`: 一类 1 … 四类 4, 0 = none; `standard`: 一级 1 … 三级 3, 4 = 不达标, 0 = none. `fixed`: the
    supervision colour decided for the year, until `fixed_until`; in that time it can only get worse.
    """

    now: datetime
    points: tuple[PointLevel, ...] = ()
    unit_class: str = ""
    grade: int = 0
    standard: int = 0
    blacklisted: bool = False
    listed: bool = False
    adjustment: Adjustment | None = None
    fixed: Level = Level.UNRATED
    fixed_until: date | None = None
    hazards: tuple[HazardMark, ...] = ()
    signals: tuple[Signal, ...] = ()
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class UnitLevel:
    """`unrated`: no assessed point and no decision (grey), whatever a trigger colours on top of it."""

    supervision: Level
    live: Level
    unrated: bool
    stopped: bool
    reasons: tuple[Reason, ...]


def floors(facts: UnitFacts, rules: UnitRules) -> tuple[Reason, ...]:
    """Every floor that holds: the unit is at least this bad."""
    holds = (
        ("FLOOR_CLASS", "worst_class", bool(rules.worst_class) and facts.unit_class == rules.worst_class),
        ("FLOOR_GRADE_3", "grade_3", facts.grade == 3),
        ("FLOOR_GRADE_4", "grade_4", facts.grade == 4),
        ("FLOOR_NOT_STANDARD", "not_standard", facts.standard == 4),
        ("FLOOR_BLACKLISTED", "blacklisted", facts.blacklisted),
        ("FLOOR_LISTED", "listed", facts.listed),
    )
    return tuple(Reason(code, rules.floors[key]) for code, key, held in holds if held)


def _supervision(facts: UnitFacts, rules: UnitRules) -> tuple[Level, list[Reason]]:
    points = worst(p.base for p in facts.points)
    found = list(floors(facts, rules))
    floor = worst(r.candidate for r in found)
    if points:
        found.append(Reason("WORST_POINT", points))
    level = worst((points, floor))
    today = china_day(facts.now)
    adjustment = facts.adjustment
    if level and adjustment is not None and today < adjustment.until:
        step = max(-rules.adjustment_max, min(rules.adjustment_max, adjustment.step))
        adjusted = worst((Level(max(1, min(4, level + step))), floor))
        if adjusted != level:
            found.append(Reason("ADJUSTED", adjusted, params=(("step", step),)))
            level = adjusted
    if facts.fixed and facts.fixed_until is not None and today < facts.fixed_until:
        found.append(Reason("FIXED_FOR_YEAR", facts.fixed))
        level = worst((level, facts.fixed))
    return level, found


def unit_level(facts: UnitFacts, pack: RulePack) -> UnitLevel:
    """Colour a unit, with every reason; those that decide the live colour are marked `binding`."""
    supervision, found = _supervision(facts, pack.unit)
    live_points = worst(p.firm for p in facts.points)
    if live_points and live_points != worst(p.base for p in facts.points):
        found.append(Reason("LIVE_POINT", live_points))
    # A claim colours only the point that it is about, so the unit takes over nothing provisional.
    found += firm_reasons(judge(supervision, pack, facts.now, marks=facts.hazards, signals=facts.signals))
    live = worst((supervision, live_points, *(r.candidate for r in found if r.code in pack.point.triggers)))
    if not found:
        found.append(Reason("UNRATED", Level.UNRATED))
    return UnitLevel(
        supervision=supervision,
        live=live,
        unrated=not supervision,
        stopped=facts.stopped,
        reasons=tuple(r.bound(r.candidate == live) for r in found),
    )


def grade_of(score: float, rules: UnitRules) -> int:
    """一类 1 … 四类 4 from a score of 0-100 (C2). Rounding closes the gaps between the bands (89.5 …)."""
    if not 0 <= score <= 100:
        raise ValueError(f"a score is between 0 and 100, not {score}")
    rounded = int(score + 0.5) if rules.grade_rounding == "half_up" else int(score)
    return next(i for i, lowest in enumerate(rules.grade_lowest, start=1) if rounded >= lowest)


def lead_level(affiliation: str, pack: RulePack) -> int:
    """Level that leads the supervision of a unit (G2); an unknown affiliation counts as `other`."""
    return pack.lead_level.get(affiliation, pack.lead_level["other"])
