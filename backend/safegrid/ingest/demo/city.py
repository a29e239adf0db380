"""The whole demo city as values: ground, units, points, people and the past of its hazards."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

import numpy as np
import shapely

from safegrid.domain.hazards import HazardMark, mark_of
from safegrid.domain.pack_model import RulePack
from safegrid.ingest.divisions import Gazetteer

from .hazards import Past
from .people import Society
from .points import Points
from .terrain import Terrain
from .units import Units


@dataclass(frozen=True)
class Order:
    """What was asked for. The same order gives the same city; only its times follow the moment of loading."""

    enterprises: int = 3_000
    risk_points: int = 20_000
    seed: int = 411_000
    city: str = "411000"


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
    pasts: tuple[Past, ...] = ()

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
        digest.update(repr([replace(row, listing_deadline=None) for row in self.units.rows]).encode())
        digest.update(repr([(p.name, p.username) for p in self.society.roster.people]).encode())
        digest.update(repr([(p.spot, p.uuid, p.facts.state, len(p.steps)) for p in self.pasts]).encode())
        return digest.hexdigest()


def cell_ids(gazetteer: Gazetteer) -> dict[str, int]:
    return {d.code: i for i, d in enumerate(gazetteer.divisions, start=1)}
