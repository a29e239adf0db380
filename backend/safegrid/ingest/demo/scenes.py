"""Where the demo city's hazards are, and the replay of each."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from safegrid.domain.sectors import Sector, sector_of
from safegrid.domain.units import lead_level

from .city import City
from .hazards import Cast, Past, Replay, Spot, lives, without_unit
from .lives import LIVES
from .logins import STORY_UNIT
from .points import NO_UNIT
from .terrain import NOWHERE
from .words import kinds

POINTS_PER_HAZARD = 50
MOST_HAZARDS = 4_000
NO_POINT_SHARE, OPEN_GROUND_SHARE = 0.12, 0.06
MEASURE_FAILED_SHARE = 0.6
SEAT_COUNTY = "411002"
# What a supervisor asks for before a meeting has answers: overdue major hazards of municipal chemical units.
LATE_LIVES = tuple(life for life in LIVES if life.name in {"major, overdue", "major, listed, overdue"})


def pasts(city: City, quiet: frozenset[int]) -> tuple[Past, ...]:
    """Replay the hazards, each at a place of its own. `quiet`: communities that stay without, for the story."""
    dice = random.Random(f"hazards {city.order.seed}")  # noqa: S311 - invented data, no secret
    roster = city.society.roster
    cast = Cast(
        roster.holders,
        {p.id: p.department_id for p in roster.people},
        {d.person_id: d.industry for d in roster.duties if d.industry},
    )
    places = _Places(city, quiet, dice)
    wanted = lives(min(MOST_HAZARDS, city.order.risk_points // POINTS_PER_HAZARD), dice)
    drawn = [(life, places.draw(life.needs)) for life in wanted]
    drawn += list(zip(LATE_LIVES, places.municipal_chemicals(), strict=False))
    return tuple(Replay(life, spot, cast, city.pack, dice).run(city.now) for life, spot in drawn)


@dataclass(frozen=True)
class _Ground:
    cell: int
    path: tuple[int, int, int, int]
    county: str


class _Places:
    """Draws places for hazards, no risk point twice."""

    def __init__(self, city: City, quiet: frozenset[int], dice: random.Random) -> None:
        self._city, self._quiet, self._dice = city, quiet, dice
        self._measure = np.concatenate([[1], 1 + np.cumsum(city.measures)[:-1]])
        self._taken: set[int] = set()

    def draw(self, needs: str) -> Spot:
        """Draw a place with what a life needs there (`lives.Life`)."""
        while True:
            i = self._dice.randrange(len(self._city.points))
            if i not in self._taken and self._fits(i, needs):
                self._taken.add(i)
                return self._vary(self._spot(i), needs)

    def municipal_chemicals(self) -> Iterator[Spot]:
        """One point at each municipal unit of hazardous chemicals in the seat of the city; none in a small city."""
        units, points = self._city.units.rows, self._city.points
        seen: set[int] = set()
        for i in range(len(points)):
            position = int(points.unit[i])
            if position == NO_UNIT or position in seen or i in self._taken or not self._fits(i, "unit"):
                continue
            row = units[position]
            chemical = sector_of(row.industry4, row.unit_type) is Sector.CHEMICAL
            if row.affiliation == "city" and chemical and self._at_seat(int(points.cells[i])):
                seen.add(position)
                self._taken.add(i)
                yield self._spot(i)

    def _at_seat(self, cell: int) -> bool:
        return self._city.terrain.ground.communities[cell].code.startswith(SEAT_COUNTY)

    def _fits(self, i: int, needs: str) -> bool:
        points, unit = self._city.points, int(self._city.points.unit[i])
        if points.cells[i] == NOWHERE or unit == STORY_UNIT - 1:
            return False
        if self._city.community_ids[points.cells[i]] in self._quiet:
            return False
        if needs == "officer":
            return unit != NO_UNIT and self._city.units.rows[unit].safety_staff > 0
        return needs == "anything" or unit != NO_UNIT

    def _vary(self, spot: Spot, needs: str) -> Spot:
        luck = self._dice.random()
        if luck < OPEN_GROUND_SHARE and needs == "anything":
            return without_unit(spot)
        return self._at_unit(spot) if luck < NO_POINT_SHARE and spot.unit else spot

    def _spot(self, i: int) -> Spot:
        points, unit = self._city.points, int(self._city.points.unit[i])
        row = self._city.units.rows[unit] if unit != NO_UNIT else None
        lon, lat = points.places[i].tolist()
        ground = self._ground(int(points.cells[i]))
        failed = self._dice.random() < MEASURE_FAILED_SHARE
        return Spot(
            point=i + 1,
            unit=unit + 1,
            measure=int(self._measure[i]) if failed else 0,
            cell=ground.cell,
            lon=lon,
            lat=lat,
            category=kinds()[points.kind[i]].category,
            industry=row.industry if row else "",
            unit_type=row.unit_type if row else "",
            lead_level=lead_level(row.affiliation if row else "other", self._city.pack),
            path=ground.path,
            county_code=ground.county,
        )

    def _ground(self, cell: int) -> _Ground:
        code, ids = self._city.terrain.ground.communities[cell].code, self._city.cell_ids
        city, county, township = (code[:n].ljust(12, "0") for n in (4, 6, 9))
        return _Ground(ids[code], (ids[city], ids[county], ids[township], ids[code]), county)

    def _at_unit(self, spot: Spot) -> Spot:
        """The same unit's main site instead of its point."""
        units = self._city.units
        lon, lat = units.places[spot.unit - 1].tolist()
        ground = self._ground(int(units.cells[spot.unit - 1]))
        if ground.cell in self._quiet:
            return spot
        return replace(
            spot,
            point=0,
            measure=0,
            lon=lon,
            lat=lat,
            cell=ground.cell,
            path=ground.path,
            county_code=ground.county,
        )
