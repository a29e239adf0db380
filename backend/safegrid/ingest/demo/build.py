"""Making the demo city, one part after the other."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from safegrid.domain.pack_model import RulePack
from safegrid.ingest.divisions import Gazetteer

from .city import City, Order, cell_ids
from .ground import build_ground
from .logins import STORY_CELLS, story_of
from .people import Staffing, build_society
from .points import build_points
from .scenes import pasts
from .terrain import Terrain
from .units import build_units

DUTIES_SINCE = timedelta(days=200)
MOST_MEASURES = 3


def build_city(gazetteer: Gazetteer, order: Order, pack: RulePack, now: datetime) -> City:
    """Make everything. `now` only moves the times of duties and hazards."""
    seed, story = order.seed, story_of(gazetteer)
    terrain = Terrain(build_ground(gazetteer, seed))
    units = build_units(terrain, story, order.enterprises, seed)
    points = build_points(terrain, units, order.risk_points, seed, pack)
    ids = cell_ids(gazetteer)
    codes = [d.code for d in terrain.ground.communities]
    rounds = {
        township: tuple(ids[codes[i]] for i in terrain.near(township, STORY_CELLS))
        for township in (story.township, story.other)
    }
    staffing = Staffing(gazetteer.divisions, ids, story, rounds, units.rows, [codes[c] for c in units.cells])
    city = City(
        order=order,
        now=now,
        pack=pack,
        terrain=terrain,
        units=units,
        points=points,
        measures=np.random.default_rng([seed, 303]).integers(1, MOST_MEASURES + 1, len(points)),
        society=build_society(staffing, pack, seed, now - DUTIES_SINCE),
    )
    quiet = frozenset(cell for cells in rounds.values() for cell in cells)
    return replace(city, pasts=pasts(city, quiet))
