"""Level of a risk point (domain rules §1): base from assessment, live from what happens now."""

from dataclasses import dataclass
from datetime import datetime

from .hazard_types import HazardMark
from .levels import Level, worst
from .pack_model import PointRules, RulePack
from .triggers import Reason, Signal, firm_reasons, judge


@dataclass(frozen=True, slots=True)
class PointFacts:
    """What is known of a point. `direct`: level by standard alone (major hazard), 0 = none.

    `residual` counts until `residual_until`. `assess_due`: when the next re-assessment was or is due.
    """

    inherent: Level
    now: datetime
    direct: Level = Level.UNRATED
    residual: Level = Level.UNRATED
    residual_until: datetime | None = None
    assess_due: datetime | None = None
    hazards: tuple[HazardMark, ...] = ()
    signals: tuple[Signal, ...] = ()


@dataclass(frozen=True, slots=True)
class PointLevel:
    """`firm` is the live level without unconfirmed claims: the one that the unit and the cell take over.

    `provisional`: the live level rests on a claim alone, drawn as a hollow mark.
    """

    base: Level
    live: Level
    firm: Level
    provisional: bool
    reasons: tuple[Reason, ...]


def base_level(facts: PointFacts, rules: PointRules) -> tuple[Level, tuple[Reason, ...]]:
    """Residual if it is valid, else inherent; never better than the direct level."""
    inherent = worst((facts.inherent, facts.direct))
    reasons: list[Reason] = []
    if facts.inherent:
        reasons.append(Reason("INHERENT", facts.inherent))
    if facts.direct:
        reasons.append(Reason("DIRECT", facts.direct))
    level = inherent
    if inherent and facts.residual and _valid(facts):
        best = Level(min(Level.BLUE, inherent + rules.residual_max_better))
        level = worst((Level(min(facts.residual, best)), facts.direct))
        reasons.append(Reason("RESIDUAL", level))
    if not level:
        reasons.append(Reason("UNRATED", Level.UNRATED))
    return level, tuple(reasons)


def _valid(facts: PointFacts) -> bool:
    return facts.residual_until is not None and facts.now < facts.residual_until


def point_level(facts: PointFacts, pack: RulePack) -> PointLevel:
    """Rate a point with reasons; those that decide the live level are marked `binding`."""
    base, base_reasons = base_level(facts, pack.point)
    active = judge(
        base, pack, facts.now, marks=facts.hazards, signals=facts.signals, assess_due=facts.assess_due
    )
    live = worst((base, *(r.candidate for r in active)))
    firm = worst((base, *(r.candidate for r in firm_reasons(active))))
    base_binding = _deciding(base, base_reasons)
    marked = tuple(r.bound(base == live and r in base_binding) for r in base_reasons)
    marked += tuple(r.bound(r.candidate == live) for r in active)
    return PointLevel(base, live, firm, live != firm, marked)


def _deciding(base: Level, reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    # A valid residual replaces the inherent level, so only what remains at the base's level speaks for it.
    residual = [r for r in reasons if r.code == "RESIDUAL"]
    pool = [r for r in reasons if r.code == "DIRECT"] + residual if residual else list(reasons)
    return tuple(r for r in pool if r.candidate == base)
