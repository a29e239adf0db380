"""Sensors at the demo city's dangerous points (R10), and the roster of its duty desks for today and tomorrow."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from safegrid.actions.kiosks import hash_of, new_token
from safegrid.domain.hierarchy import CITY, COUNTY
from safegrid.domain.levels import Level
from safegrid.domain.readings import Thresholds
from safegrid.domain.times import CHINA
from safegrid.store.models import Device, RiskPoint, Shift

from .city import City
from .logins import SENSOR_NAME, SENSOR_TOKEN, story_of

MOST_SENSORS = 300
HALF_DAY = timedelta(hours=12)
SHIFTS = 5
"""The one that runs now and those of the next two days."""
QUIET_HOURS = 8_760
"""Nobody feeds the demo's sensors: they are not missed for a year."""


@dataclass(frozen=True)
class Kind:
    """What is measured where a risk of a category is. `usual`: a value on a good day."""

    parameter: str
    name: str
    unit: str
    limits: Thresholds
    usual: float


GAS = Kind("gas", "可燃有毒气体探头", "ppm", Thresholds(high=20, high_high=35, hysteresis=2), 3.0)
KINDS = {
    "leak": GAS,
    "poisoning": GAS,
    "fire": Kind("temperature", "温度探头", "℃", Thresholds(high=65, high_high=85, hysteresis=3), 24.0),
    "explosion": Kind(
        "pressure", "压力变送器", "MPa", Thresholds(high=1.2, high_high=1.6, hysteresis=0.05), 0.7
    ),
}


def sensors(city: City) -> list[Device]:
    """One sensor at each of the first dangerous points; the first, of known token, in the story's county."""
    county = story_of(city.gazetteer).county[:6]
    grave = RiskPoint.objects.filter(
        base__in=[Level.RED, Level.ORANGE], category__in=KINDS, unit__isnull=False
    ).order_by("pk")
    rows = list(grave.values_list("pk", "category", "cell__code")[:MOST_SENSORS])
    first = next((row for row in rows if (row[2] or "").startswith(county) and row[1] == "leak"), None)
    ordered = [first, *(row for row in rows if row != first)] if first else rows
    return [
        _sensor(n, point, KINDS[category], city.now)
        for n, (point, category, _) in enumerate(ordered, start=1)
    ]


def shifts(city: City) -> list[Shift]:
    """Twelve hours each from eight o'clock, of the city's and every county's desk; nobody is missing."""
    found: list[Shift] = []
    for division in city.gazetteer.divisions:
        people = _people(city, city.cell_ids[division.code]) if division.level in (CITY, COUNTY) else []
        if len(people) < 2:
            continue
        for n, (starts, ends) in enumerate(_times(city.now)):
            person, deputy = people[n % 2], people[(n + 1) % 2]
            cell = city.cell_ids[division.code]
            found.append(
                Shift(cell_id=cell, person_id=person, deputy_id=deputy, starts_at=starts, ends_at=ends)
            )
    return found


def _sensor(number: int, point: int, kind: Kind, now: datetime) -> Device:
    known = number == 1
    limits = kind.limits
    return Device(
        pk=number,
        name=SENSOR_NAME if known else f"{kind.name} {number:03d}",
        token_hash=hash_of(SENSOR_TOKEN if known else new_token()),
        point_id=point,
        parameter=kind.parameter,
        unit=kind.unit,
        low=limits.low,
        high=limits.high,
        high_high=limits.high_high,
        hysteresis=limits.hysteresis,
        silent_hours=QUIET_HOURS,
        last_at=now,
        last_value=kind.usual,
        normal_since=now,
    )


def _people(city: City, cell: int) -> list[int]:
    """Who may sit at a desk: those who command there, then the committee office; log-ins come first."""
    holders = city.society.roster.holders
    return [p for role in ("CMD", "SUP") for p in holders.get((role, cell, 0), ())][:2]


def _times(now: datetime) -> Iterator[tuple[datetime, datetime]]:
    local = now.astimezone(CHINA)
    start = local.replace(hour=8, minute=0, second=0, microsecond=0)
    while start > local:
        start -= HALF_DAY
    if local - start >= HALF_DAY:
        start += HALF_DAY
    for n in range(SHIFTS):
        yield start + n * HALF_DAY, start + (n + 1) * HALF_DAY
