"""Index and colour of a grid cell from its counts (domain rules §3).

The browser computes the same from the same counts, so the arithmetic is written down to the order of
operations: only + - * / on IEEE doubles and floor(x + 0.5), no power, no sum over floats of unknown order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

from .levels import Level, worst
from .pack_model import CellRules
from .triggers import Reason

Counts = Mapping[str, int]
"""Column name (`counts.COLUMNS`) to number. A missing column is 0."""


@dataclass(frozen=True, slots=True)
class CellParts:
    """X, Y: weighted sums. s, h, m: the three parts, 0-100."""

    x: int
    y: int
    s: float
    h: float
    m: float


@dataclass(frozen=True, slots=True)
class CellLevel:
    """`index` None: no unit, no point. `event_red`: it holds what makes a cell red by itself.

    `badge`: number of event-red communities below (1 or 0 for a community).
    """

    index: int | None
    level: Level
    event_red: bool
    badge: int
    reasons: tuple[Reason, ...]


def parts(counts: Counts, rules: CellRules) -> CellParts:
    """The three parts of a community's index."""

    def n(name: str) -> int:
        return counts.get(name, 0)

    w = rules.point_weights
    x = (
        w[Level.RED] * n("b1")
        + w[Level.ORANGE] * n("b2")
        + w[Level.YELLOW] * n("b3")
        + w[Level.BLUE] * n("b4")
    )
    late = rules.overdue_factor
    y = rules.general * (n("general") + late * (n("general_overdue") + n("self_found_late")))
    y += rules.major * (n("major") + late * n("major_overdue")) + rules.event * n("alarms")
    units = _units(counts)
    vacant = max(0, rules.leaders - n("leaders")) + max(0, rules.officers - n("officers"))
    share = rules.selfcheck_overdue * min(n("selfcheck_overdue"), units) / units if units else 0.0
    m = rules.survey_overdue * min(n("survey_overdue"), 1) + rules.vacant_post * vacant + share
    return CellParts(x, y, 100 * x / (x + rules.ks), 100 * y / (y + rules.kh), min(100.0, m))


def _units(counts: Counts) -> int:
    return sum(counts.get(f"u{i}", 0) for i in range(5))


def _points(counts: Counts) -> int:
    return sum(counts.get(f"b{i}", 0) for i in range(5))


def community_index(counts: Counts, rules: CellRules) -> int | None:
    """Index 0-100 of a community, rounded half up; None for a community without units and points."""
    if _units(counts) + _points(counts) == 0:
        return None
    p = parts(counts, rules)
    weighted = rules.points_percent * p.s + rules.hazards_percent * p.h + rules.management_percent * p.m
    return floor(weighted / 100 + 0.5)


def band(index: int | None, rules: CellRules) -> Level:
    """Colour of an index; no index, no colour."""
    if index is None:
        return Level.UNRATED
    return next((level for edge, level in rules.bands if index >= edge), Level.BLUE)


def community_level(counts: Counts, rules: CellRules) -> CellLevel:
    """Index, colour and reasons of a community (L4)."""
    index = community_index(counts, rules)
    reasons = [Reason("INDEX" if index is not None else "UNRATED", band(index, rules), params=_params(index))]
    event_red = False
    for code, columns in (("HZ_MAJOR_OPEN", ("major", "major_overdue")), ("CELL_EVENT", ("alarms",))):
        held = sum(counts.get(c, 0) for c in columns)
        if held:
            event_red = True
            reasons.append(Reason(code, rules.floor_event, params=(("count", held),)))
    late = counts.get("listed_overdue", 0)
    if late:
        reasons.append(Reason("LISTING_OVERDUE", rules.floor_listing_overdue, params=(("count", late),)))
    return _finish(index, reasons, event_red, int(event_red))


def parent_index(children: Sequence[int | None], rules: CellRules) -> int | None:
    """Index of a township, county or city from its children's rounded indices.

    Computed in whole numbers, so that no rounding error decides a half.
    """
    known = sorted((i for i in children if i is not None), reverse=True)
    if not known:
        return None
    n = len(known)
    k = (n * rules.worst_children_percent + 99) // 100
    top = rules.worst_percent * sum(known[:k]) * n + rules.mean_percent * sum(known) * k
    below = 100 * k * n
    return (2 * top + below) // (2 * below)


def parent_level(level: int, children: Sequence[CellLevel], rules: CellRules) -> CellLevel:
    """Index and colour of a cell of level 3, 2 or 1 from its children (communities for level 3)."""
    index = parent_index([c.index for c in children], rules)
    reasons = [Reason("INDEX" if index is not None else "UNRATED", band(index, rules), params=_params(index))]
    badge = sum(c.badge for c in children)
    if level == 3 and badge:
        reasons.append(Reason("CHILD_EVENT", rules.floor_parent_event, params=(("count", badge),)))
    return _finish(index, reasons, event_red=False, badge=badge)


def _params(index: int | None) -> tuple[tuple[str, str | int], ...]:
    return () if index is None else (("index", index),)


def _finish(index: int | None, reasons: list[Reason], event_red: bool, badge: int) -> CellLevel:
    level = worst(r.candidate for r in reasons)
    return CellLevel(index, level, event_red, badge, tuple(r.bound(r.candidate == level) for r in reasons))


def calibrate(xs: Sequence[int], ys: Sequence[int], rules: CellRules) -> tuple[float, float]:
    """Ks and Kh for a new pack date: median X of cells with points, and max(5, 75th percentile of Y).

    `xs`, `ys`: X and Y of the cells that have points. Without any, what the pack has now.
    """
    if not xs or not ys:
        return rules.ks, rules.kh
    return max(1.0, _quantile(sorted(xs), 0.5)), max(5.0, _quantile(sorted(ys), 0.75))


def _quantile(ordered: Sequence[int], q: float) -> float:
    at = q * (len(ordered) - 1)
    low = floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)
