"""Assessment of a risk point on screen (C7, R12): inherent by a method, residual with its measures verified."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from .levels import Level
from .pack_model import PointRules, RulePack
from .rating import Rating, rate
from .refusals import Refusal

METHODS = ("LEC", "LS")
"""What a unit computes itself. 化工 LS and 重大危险源 come with their own reports, from the authority."""
MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Assessed:
    """`after`: the same method with the measures at work; `residual`: what is left, as the pack allows it."""

    inherent: Rating
    after: Rating | None
    residual: Level


def assess(
    method: str,
    inputs: Mapping[str, object],
    after: Mapping[str, object] | None,
    verified: int,
    pack: RulePack,
) -> Assessed | Refusal:
    """Rate a point before and after its measures. `verified`: how many of them were looked at and found at work.

    Refusals: METHOD_UNKNOWN, INPUT_MISSING, INPUT_NOT_ALLOWED, MEASURES_UNVERIFIED (a better level rests on them).
    """
    if method not in METHODS:
        return Refusal("METHOD_UNKNOWN", (("field", "method"),))
    before = rate(method, inputs, pack)
    if isinstance(before, Refusal):
        return before
    if after is None:
        return Assessed(before, None, before.level)
    left = rate(method, after, pack)
    if isinstance(left, Refusal):
        return left
    if left.level > before.level and not verified:
        return Refusal("MEASURES_UNVERIFIED", (("field", "measures"),))
    best = min(Level.BLUE, before.level + pack.point.residual_max_better)
    return Assessed(before, left, Level(min(left.level, best)))


def valid_until(signed_at: datetime, rules: PointRules) -> datetime:
    """Until when a signed assessment counts; then the point is assessed again (R12)."""
    return signed_at + rules.residual_months * MONTH
