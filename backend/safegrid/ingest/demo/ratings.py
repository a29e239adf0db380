"""Levels of the demo city's points and units: always what the rules say of their inputs, never invented."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from safegrid.actions.copy_text import json_text
from safegrid.actions.levels import plain_reasons
from safegrid.domain.hazard_types import HazardMark
from safegrid.domain.levels import Level
from safegrid.domain.pack_model import RulePack
from safegrid.domain.points import PointFacts, PointLevel, point_level
from safegrid.domain.rating import Rating, rate
from safegrid.domain.units import UnitFacts, UnitLevel, unit_level

from .assessment import LEC, LS
from .points import Points
from .rows import UnitRow

METHODS = {LEC: "LEC", LS: "LS"}


@dataclass(frozen=True)
class Assessed:
    """A point with its assessment and levels; `inputs` and `reasons` as JSON text."""

    method: str
    inputs: str
    inherent: Level
    direct: Level
    residual: Level
    level: PointLevel
    reasons: str


class Rater:
    """Rates points. Equal inputs have equal levels, and a million points have only some hundred of them."""

    def __init__(self, pack: RulePack, now: datetime) -> None:
        self._pack, self._now = pack, now
        self._quiet = cache(self._assess)

    def point(
        self, points: Points, i: int, until: datetime | None, marks: tuple[HazardMark, ...]
    ) -> Assessed:
        """Rate point `i`. `until`: how long its residual level counts, None = it has none."""
        numbers = tuple(points.inputs[i].tolist())
        key = (int(points.method[i]), numbers, int(points.direct_grade[i]))
        if marks:
            return self._assess(*key, until, marks)
        # Only whether the residual level is valid matters: the moment itself is in no reason.
        day = timedelta(days=1)
        same = None if until is None else self._now + (day if until > self._now else -day)
        return self._quiet(*key, same)

    def unit(self, row: UnitRow, levels: tuple[PointLevel, ...], marks: tuple[HazardMark, ...]) -> UnitLevel:
        facts = UnitFacts(
            now=self._now,
            points=levels,
            unit_class=row.danger_class,
            grade=row.annual_grade,
            standard=row.standard_grade,
            blacklisted=row.blacklisted,
            listed=row.listing > 0,
            hazards=marks,
            stopped=row.stopped,
        )
        return unit_level(facts, self._pack)

    def _assess(
        self,
        method: int,
        numbers: tuple[float, ...],
        grade: int,
        until: datetime | None,
        marks: tuple[HazardMark, ...] = (),
    ) -> Assessed:
        name = METHODS.get(method, "")
        inputs = dict(zip("lec" if method == LEC else "ls", numbers, strict=False)) if name else {}
        inherent = self._inherent(name, inputs)
        direct = self._pack.major_hazard.direct_level[grade] if grade else Level.UNRATED
        worth = bool(inherent) and inherent < Level.BLUE and until is not None
        residual = Level(inherent + 1) if worth else Level.UNRATED
        facts = PointFacts(
            inherent=inherent,
            now=self._now,
            direct=direct,
            residual=residual,
            residual_until=until if worth else None,
            hazards=marks,
        )
        level = point_level(facts, self._pack)
        reasons = json_text(plain_reasons(level.reasons))
        return Assessed(name, json_text(inputs), inherent, direct, residual, level, reasons)

    def _inherent(self, method: str, inputs: dict[str, float]) -> Level:
        if not method:
            return Level.UNRATED
        rating = rate(method, inputs, self._pack)
        if not isinstance(rating, Rating):
            raise ValueError(f"the pack does not know {method} {inputs}: {rating.code}")
        return rating.level
