"""Inspections of the demo city's past: each hazard that an inspector found, and the last rounds of those who log in.

How long ago a unit of the story was visited follows from how often its rules ask for it, so that there is something to
do on the day the city is loaded: some visits are overdue, some due, some done.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings

from safegrid.domain.checklists import Checked, Checklist, fits, items_for
from safegrid.domain.hazards import Cmd
from safegrid.domain.roles import Role
from safegrid.domain.times import CHINA, china_day
from safegrid.domain.visits import YEAR, frequency
from safegrid.store import models
from safegrid.store.models import Duty, Enterprise, Inspection, InspectionResult
from safegrid.store.queries.responsible import in_force
from safegrid.store.queries.rounds import Candidate, candidates

from .city import City
from .logins import LOGINS

SHARES = (1.25, 0.85, 0.4, 0.9, 0.95, 0.3, 0.8, 1.1, 0.75, 0.2)
"""How much of the time between two visits has passed, unit after unit."""
EXEMPT_DAYS = 200


@dataclass
class Book:
    """Inspections with their results as unsaved rows, ids from 1."""

    versions: Sequence[tuple[models.Checklist, Checklist]]
    dice: random.Random
    inspections: list[Inspection] = field(default_factory=list)
    results: list[InspectionResult] = field(default_factory=list)

    def write(self, unit: Enterprise, person: int, cell: int, at: datetime) -> Inspection:
        """An inspection that found nothing, half an hour long, with the phone at the place."""
        row, checklist = self._list_of(unit)
        accuracy, metres = self.dice.uniform(6, 25), self.dice.uniform(3, 120)
        inspection = Inspection(
            pk=len(self.inspections) + 1,
            unit_id=unit.pk,
            person_id=person,
            role=Role.INS.value,
            checklist=row,
            began_at=at - timedelta(minutes=self.dice.randint(18, 45)),
            ended_at=at,
            note="（演示数据）",
            cell_id=cell or None,
            made_at=at,
            sent_at=at + timedelta(seconds=self.dice.randint(2, 900)),
            received_at=at + timedelta(seconds=self.dice.randint(901, 960)),
            fix_accuracy=round(accuracy, 1),
            judged="there",
            metres=round(metres, 1),
        )
        self.inspections.append(inspection)
        for n, item in enumerate(items_for(checklist, unit.danger_class), start=1):
            result = "na" if self.dice.random() < 0.08 else "pass"
            self.results.append(
                InspectionResult(inspection=inspection, n=n, item=item.id, what=item.what, result=result)
            )
        return inspection

    def fail(self, inspection: Inspection, hazard: int, category: str) -> None:
        """Let the item fail that a hazard of this category is nearest to."""
        own = [one for one in self.results if one.inspection is inspection]
        about = {item.id: item.category for _, known in self.versions for item in known.items}
        failed = next((one for one in own if about[one.item] == category), own[-1])
        failed.result, failed.hazard_id, failed.note = "fail", hazard, "已上报隐患"

    def _list_of(self, unit: Enterprise) -> tuple[models.Checklist, Checklist]:
        """The list of the unit's trade, else the common one."""
        about = Checked(unit.industry4, unit.unit_type, unit.danger_class)
        fitting = [(row, known) for row, known in self.versions if fits(known, about)]
        return next((one for one in fitting if one[1].code != "common"), fitting[0])


def book(city: City, versions: Sequence[tuple[models.Checklist, Checklist]]) -> Book:
    """Everything that was inspected: what was found first, then the rounds."""
    found = Book(versions, random.Random(f"inspections {city.order.seed}"))  # noqa: S311 - invented data, no secret
    for number, unit, person, cell, at, category in _finds(city):
        found.fail(found.write(unit, person, cell, at), number, category)
    for n, (candidate, person) in enumerate(_walked(city)):
        found.write(candidate.unit, person, candidate.cell, _last_time(candidate, city, n))
    return found


def _finds(city: City) -> Iterator[tuple[int, Enterprise, int, int, datetime, str]]:
    """Hazards that inspectors reported at units of their own ground: a point may lie in another community."""
    homes = [city.community_ids[cell] for cell in city.units.cells.tolist()]
    rows = {row.id: row for row in city.units.rows}
    for number, past in enumerate(city.pasts, start=1):
        first = past.steps[0].transition
        walked = first.command is Cmd.REPORT and first.by.role is Role.INS
        if walked and past.spot.unit and homes[past.spot.unit - 1] == past.spot.cell:
            row = rows[past.spot.unit]
            unit = Enterprise(
                pk=row.id, industry4=row.industry4, unit_type=row.unit_type, danger_class=row.danger_class
            )
            yield number, unit, first.by.person_id, past.spot.cell, first.at, past.spot.category


def _walked(city: City) -> Iterator[tuple[Candidate, int]]:
    """Units on the ground of inspectors with a log-in, with who walks there."""
    named = {login.username for login in LOGINS}
    held = Duty.objects.filter(
        in_force(city.now), role=Role.INS, cell__isnull=False, person__username__in=named
    )
    for person, cell in held.order_by("pk").values_list("person_id", "cell_id"):
        for candidate in candidates([cell or 0], city.pack):
            yield candidate, person


def _last_time(candidate: Candidate, city: City, n: int) -> datetime:
    """When a unit was visited last, in the morning or the afternoon of a day."""
    often = frequency(candidate.facts, china_day(city.now).year, city.pack.visits, settings.SECRET_KEY)
    interval = YEAR // often.per_year if often.per_year else 0
    days = max(1, round(interval * SHARES[n % len(SHARES)])) if interval else EXEMPT_DAYS
    day = (city.now - timedelta(days=days)).astimezone(CHINA)
    return day.replace(hour=9 + n % 8, minute=(n * 17) % 60, second=0, microsecond=0)
