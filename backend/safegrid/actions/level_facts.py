"""What is known of points and units that decides their levels, gathered for many at once in a few queries."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Q

from safegrid.domain.hazards import HazardMark, from_plain, mark_of
from safegrid.domain.levels import Level
from safegrid.domain.points import PointFacts, PointLevel
from safegrid.domain.units import Adjustment, UnitFacts
from safegrid.store.among import about, among
from safegrid.store.models import Enterprise, Hazard, RiskPoint
from safegrid.store.models.hazards import SETTLED

from . import signals

Marks = dict[int, tuple[HazardMark, ...]]


class Assessed(Protocol):
    """A point as far as its facts are its own."""

    @property
    def pk(self) -> int: ...
    @property
    def inherent(self) -> int: ...
    @property
    def direct(self) -> int: ...
    @property
    def residual(self) -> int: ...
    @property
    def residual_until(self) -> datetime | None: ...


FactsOf = Callable[[int, int, int, datetime | None], PointFacts]
"""Facts of a point of given inherent, direct and residual level, the latter until a moment."""


@dataclass(frozen=True)
class Happening:
    """What happens now at some points; those where nothing does are left out."""

    now: datetime
    marks: Marks
    signals: signals.Signals

    def facts(
        self, pk: int, inherent: int, direct: int, residual: int, residual_until: datetime | None
    ) -> PointFacts:
        """Everything that decides the level of a point of these assessments."""
        return PointFacts(
            inherent=Level(inherent),
            now=self.now,
            direct=Level(direct),
            residual=Level(residual),
            residual_until=residual_until,
            # A residual level that ran out asks for a new assessment (R12).
            assess_due=residual_until,
            hazards=self.marks.get(pk, ()),
            signals=self.signals.get(pk, ()),
        )

    def unlike(self, other: "Happening") -> set[int]:
        """Points at which something else happens."""
        return {
            pk
            for mine, theirs in ((self.marks, other.marks), (self.signals, other.signals))
            for pk in mine.keys() | theirs.keys()
            if mine.get(pk) != theirs.get(pk)
        }


def happening(points: Collection[int], now: datetime) -> Happening:
    """Open hazards, alarms and sensors of points. Three queries."""
    return Happening(now, _marks("point_id", now, about("point_id", points)), signals.of_points(points, now))


def of_points(points: Collection[Assessed], now: datetime) -> list[PointFacts]:
    """Facts of points in their order. Three queries."""
    found = happening([point.pk for point in points], now)
    return [found.facts(p.pk, p.inherent, p.direct, p.residual, p.residual_until) for p in points]


def of_units(units: Collection[Enterprise], now: datetime) -> list[UnitFacts]:
    """Facts of units in their order: their points' levels, hazards and alarms that are at none of these. Three queries."""
    ids = [unit.pk for unit in units]
    levels: dict[int, list[PointLevel]] = defaultdict(list)
    rows = RiskPoint.objects.filter(among("unit_id", ids), retired_at=None).order_by()
    for unit, *row in rows.values_list("unit_id", "base", "live", "firm").distinct():
        levels[unit or 0].append(_stored_level(*row))
    marks = _marks("unit_id", now, among("unit_id", ids) & Q(point=None))
    heard = signals.of_units(ids)
    return [
        UnitFacts(
            now=now,
            points=tuple(levels.get(unit.pk, ())),
            unit_class=unit.danger_class,
            grade=unit.annual_grade,
            standard=unit.standard_grade,
            blacklisted=unit.blacklisted,
            listed=unit.listing > 0,
            adjustment=_adjustment(unit),
            hazards=marks.get(unit.pk, ()),
            signals=heard.get(unit.pk, ()),
            stopped=unit.stopped,
        )
        for unit in units
    ]


def mark(facts: dict[str, Any], now: datetime) -> HazardMark:
    """Reduce a hazard's facts to what levels need of it."""
    return mark_of(from_plain(facts), now)


def _marks(at: str, now: datetime, where: Q) -> Marks:
    found: dict[int, list[HazardMark]] = defaultdict(list)
    rows: Iterable[tuple[int, dict[str, Any]]] = (
        Hazard.objects.filter(where).exclude(state__in=SETTLED).order_by("pk").values_list(at, "facts")
    )
    for whose, facts in rows:
        found[whose].append(mark(facts, now))
    return {whose: tuple(marks) for whose, marks in found.items()}


def _stored_level(base: int, live: int, firm: int) -> PointLevel:
    return PointLevel(Level(base), Level(live), Level(firm), live != firm, ())


def _adjustment(unit: Enterprise) -> Adjustment | None:
    given = unit.adjustment
    return Adjustment(given["step"], datetime.fromisoformat(given["until"]).date()) if given else None
