"""The whole demo city as values: ground, units, points, people and the past of its hazards."""

import hashlib
import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np
import shapely

from safegrid.domain.hazards import HazardMark, mark_of
from safegrid.domain.pack_model import RulePack
from safegrid.domain.units import lead_level
from safegrid.ingest.divisions import Gazetteer

from .ground import build_ground
from .hazards import Cast, Past, Replay, Spot, lives, without_unit
from .logins import OTHER_TOWNSHIP, STORY_CELLS, STORY_TOWNSHIP, STORY_UNIT
from .people import Society, build_society
from .points import NO_UNIT, Points, build_points
from .terrain import NOWHERE, Terrain
from .units import Units, build_units
from .words import kinds

HAZARD_SHARE = 50
MOST_HAZARDS = 4_000
DUTIES_SINCE = timedelta(days=200)
NO_POINT_SHARE, OPEN_GROUND_SHARE = 0.12, 0.06


@dataclass(frozen=True)
class Order:
    """What was asked for. The same order gives the same city; only its times follow the moment of loading."""

    enterprises: int = 3_000
    risk_points: int = 20_000
    seed: int = 411_000


@dataclass(frozen=True)
class City:
    """Cell ids are positions in the divisions plus one; ids of all else are positions plus one as well."""

    order: Order
    now: datetime
    pack: RulePack
    terrain: Terrain
    units: Units
    points: Points
    measures: np.ndarray[tuple[int], np.dtype[np.int64]]
    society: Society
    pasts: tuple[Past, ...]

    @property
    def gazetteer(self) -> Gazetteer:
        return self.terrain.ground.gazetteer

    @cached_property
    def cell_ids(self) -> dict[str, int]:
        return cell_ids(self.gazetteer)

    @cached_property
    def community_ids(self) -> list[int]:
        """Cell id by position in `ground.communities`; the last, reached by NOWHERE, is 0."""
        return [self.cell_ids[d.code] for d in self.terrain.ground.communities] + [0]

    @cached_property
    def marks(self) -> tuple[dict[int, tuple[HazardMark, ...]], dict[int, tuple[HazardMark, ...]]]:
        """Open hazards by point id, and by unit id those that are at none of its points."""
        at_points: dict[int, tuple[HazardMark, ...]] = {}
        at_units: dict[int, tuple[HazardMark, ...]] = {}
        for past in self.pasts:
            if past.facts.closed_at is not None:
                continue
            marks, key = (at_points, past.spot.point) if past.spot.point else (at_units, past.spot.unit)
            marks[key] = (*marks.get(key, ()), mark_of(past.facts, self.now))
        return at_points, at_units

    @cached_property
    def checksum(self) -> str:
        """Digest of everything that does not follow the clock."""
        digest = hashlib.sha256()
        for shape in shapely.to_wkb(self.terrain.ground.shapes):
            digest.update(shape)
        for values in (self.points.unit, self.points.kind, self.points.places, self.points.inputs):
            digest.update(np.ascontiguousarray(values).tobytes())
        digest.update(repr(self.units.rows).encode())
        digest.update(repr([(p.name, p.username) for p in self.society.roster.people]).encode())
        digest.update(repr([(p.spot, p.uuid, p.facts.state, len(p.steps)) for p in self.pasts]).encode())
        return digest.hexdigest()


def cell_ids(gazetteer: Gazetteer) -> dict[str, int]:
    return {d.code: i for i, d in enumerate(gazetteer.divisions, start=1)}


def build_city(gazetteer: Gazetteer, order: Order, pack: RulePack, now: datetime) -> City:
    """Make everything. `now` only moves the times of duties and hazards."""
    seed = order.seed
    terrain = Terrain(build_ground(gazetteer, seed))
    units = build_units(terrain, order.enterprises, seed)
    points = build_points(terrain, units, order.risk_points, seed, pack)
    ids = cell_ids(gazetteer)
    codes = [d.code for d in terrain.ground.communities]
    community = [ids[code] for code in codes]
    rounds = {
        t: tuple(community[i] for i in terrain.near(t, STORY_CELLS)) for t in (STORY_TOWNSHIP, OTHER_TOWNSHIP)
    }
    society = build_society(
        gazetteer.divisions, ids, rounds, units.rows, [codes[c] for c in units.cells], pack, seed, now - DUTIES_SINCE
    )
    measures = np.random.default_rng([seed, 303]).integers(1, 4, len(points))
    quiet = frozenset(cell for cells in rounds.values() for cell in cells)
    pasts = _pasts(terrain, units, points, measures, society, quiet, ids, order, pack, now)
    return City(order, now, pack, terrain, units, points, measures, society, pasts)


def _pasts(
    terrain: Terrain,
    units: Units,
    points: Points,
    measures: np.ndarray[tuple[int], np.dtype[np.int64]],
    society: Society,
    quiet: frozenset[int],
    ids: dict[str, int],
    order: Order,
    pack: RulePack,
    now: datetime,
) -> tuple[Past, ...]:
    """Replay the hazards, each at a point of its own. `quiet`: communities that stay without, for the story."""
    dice = random.Random(f"hazards {order.seed}")  # noqa: S311 - invented data, no secret
    roster = society.roster
    cast = Cast(
        roster.holders,
        {p.id: p.department_id for p in roster.people},
        {d.person_id: d.industry for d in roster.duties if d.industry},
    )
    first_measure = np.concatenate([[1], 1 + np.cumsum(measures)[:-1]])
    places = _Places(terrain, units, points, first_measure, ids, pack, quiet, dice)
    wanted = lives(min(MOST_HAZARDS, order.risk_points // HAZARD_SHARE), dice)
    return tuple(
        Replay(life, places.draw(life.needs), cast, pack, dice).run(now) for life in wanted
    )


@dataclass(frozen=True)
class _Ground:
    cell: int
    path: tuple[int, int, int, int]
    county: str


class _Places:
    """Draws places for hazards, none twice."""

    def __init__(
        self,
        terrain: Terrain,
        units: Units,
        points: Points,
        first_measure: np.ndarray[tuple[int], np.dtype[np.int64]],
        ids: dict[str, int],
        pack: RulePack,
        quiet: frozenset[int],
        dice: random.Random,
    ) -> None:
        self._terrain, self._units, self._points, self._dice = terrain, units, points, dice
        self._measure, self._ids, self._pack, self._quiet = first_measure, ids, pack, quiet
        self._taken: set[int] = set()

    def draw(self, needs: str) -> Spot:
        """Draw a place with what a life needs there (`lives.Life`)."""
        needs_unit = needs != "anything"
        while True:
            i = self._dice.randrange(len(self._points))
            cell, unit = int(self._points.cells[i]), int(self._points.unit[i])
            if i in self._taken or cell == NOWHERE or unit == STORY_UNIT - 1:
                continue
            spot = self._spot(i, cell, unit)
            if spot.cell in self._quiet or (needs_unit and unit == NO_UNIT):
                continue
            if needs == "officer" and not self._units.rows[unit].safety_staff:
                continue
            self._taken.add(i)
            luck = self._dice.random()
            if luck < OPEN_GROUND_SHARE and not needs_unit:
                return without_unit(spot)
            return self._at_unit(spot) if luck < NO_POINT_SHARE and unit != NO_UNIT else spot

    def _spot(self, i: int, cell: int, unit: int) -> Spot:
        kind = kinds()[self._points.kind[i]]
        row = self._units.rows[unit] if unit != NO_UNIT else None
        lon, lat = self._points.places[i].tolist()
        ground = self._ground(cell)
        return Spot(
            point=i + 1,
            unit=unit + 1,
            measure=int(self._measure[i]) if self._dice.random() < 0.6 else 0,
            lon=lon,
            lat=lat,
            category=kind.category,
            industry=row.industry if row else "",
            lead_level=lead_level(row.affiliation if row else "other", self._pack),
            cell=ground.cell,
            path=ground.path,
            county_code=ground.county,
        )

    def _ground(self, cell: int) -> _Ground:
        code = self._terrain.ground.communities[cell].code
        city, county, township = (code[:n].ljust(12, "0") for n in (4, 6, 9))
        path = (self._ids[city], self._ids[county], self._ids[township], self._ids[code])
        return _Ground(path[3], path, county)

    def _at_unit(self, spot: Spot) -> Spot:
        """The same unit's main site instead of its point."""
        position = spot.unit - 1
        lon, lat = self._units.places[position].tolist()
        ground = self._ground(int(self._units.cells[position]))
        if ground.cell in self._quiet:
            return spot
        return replace(
            spot, point=0, measure=0, lon=lon, lat=lat, cell=ground.cell, path=ground.path, county_code=ground.county
        )
