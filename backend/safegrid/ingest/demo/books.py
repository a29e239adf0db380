"""What the story's unit keeps of itself: its records, some of which run out soon, for the screens to remind of."""

from datetime import date, timedelta

from safegrid.domain.times import china_day
from safegrid.store.models import UnitRecord

from .city import City
from .logins import STORY_UNIT
from .words import words


def unit_records(city: City) -> list[UnitRecord]:
    """Records of the story's unit; days count from the day on which the city is made."""
    today = china_day(city.now)
    return [_record(dict(said), today) for said in words("books")["records"]]


def _record(said: dict[str, str | int], today: date) -> UnitRecord:
    on, until = said.pop("on", None), said.pop("until", None)
    return UnitRecord(
        unit_id=STORY_UNIT,
        on=today - timedelta(days=int(on)) if on is not None else None,
        until=today + timedelta(days=int(until)) if until is not None else None,
        **said,
    )
