"""Units of the demo city that are listed 挂牌督办 (C3): in each county one that failed its annual grade, one past its date."""

from datetime import timedelta

from safegrid.domain.hierarchy import COUNTY
from safegrid.domain.unit_listings import Ground
from safegrid.store.models import UnitListing

from .city import City
from .logins import story_of
from .terrain import NOWHERE

DAYS = 60
SINCE = timedelta(days=20)
LATE_SINCE = timedelta(days=66)
TEXT = "年度安全生产等级评定为四类（不合格），限期整改，整改期间挂牌督办。（演示）"


def mark(city: City) -> None:
    """Say in the rows of the units which are listed; their colours follow from it."""
    story, listed = story_of(city.gazetteer), set[str]()
    quiet = (story.township[:9], story.other[:9])
    for i, row in enumerate(city.units.rows):
        code = _community(city, i)
        county = code[:6]
        if row.annual_grade != 4 or not code or county in listed or code.startswith(quiet):
            continue
        since = LATE_SINCE if not listed else SINCE
        row.listing, row.listing_deadline = COUNTY, city.now - since + timedelta(days=DAYS)
        row.listing_overdue = row.listing_deadline < city.now
        listed.add(county)


def listings(city: City) -> list[UnitListing]:
    """The listings in force, each by the committee office of its county."""
    return [
        UnitListing(
            unit_id=row.id,
            level=row.listing,
            reason=Ground.GRADE_4.value,
            public_text=TEXT,
            deadline=row.listing_deadline,
            listed_by_id=_office(city, i),
            listed_at=row.listing_deadline - timedelta(days=DAYS),
        )
        for i, row in enumerate(city.units.rows)
        if row.listing_deadline is not None
    ]


def _community(city: City, i: int) -> str:
    """Code of the community that a unit stands on, "" on unowned ground."""
    cell = int(city.units.cells[i])
    return "" if cell == NOWHERE else city.terrain.ground.communities[cell].code


def _office(city: City, i: int) -> int:
    county = city.cell_ids[_community(city, i)[:6] + "000000"]
    return city.society.roster.holders[("SUP", county, 0)][0]
