"""What a draft would move, before it is published: who would own what, from whom to whom, and how much work is where.

Only objects on ground that differs are looked at; the answer is the same as asking for every object's owner again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from .boundary_ground import Ground
from .boundary_problems import area_m2, differing
from .ownership import UNOWNED, OwnerIndex

LEVELS = 5
WALK_FACTOR = 0.7124
"""Length of the shortest round tour through n places spread over an area A is about 0.7124·√(n·A) (Beardwood, Halton,
Hammersley 1959)."""


@dataclass(frozen=True)
class Places:
    """Objects of one kind in the order of their ids. `lon`, `lat` in degrees; `owner`: community now; `level` 0-4."""

    ids: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    owner: NDArray[np.int64]
    level: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)

    def first(self, n: int) -> "Places":
        """The first `n` of them."""
        return Places(self.ids[:n], self.lon[:n], self.lat[:n], self.owner[:n], self.level[:n])


@dataclass(frozen=True)
class Moves:
    """Rows of `Places` that change their owner, and their new owners."""

    rows: NDArray[np.int64]
    to: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Flow:
    """How many objects go from one cell to another, by level 0-4."""

    source: int
    target: int
    levels: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.levels)


def moves(base: Ground, ground: Ground, places: Places) -> Moves:
    """Find the objects that change their owner. Also those that had none and would get one, or lose theirs."""
    changed = differing(base, ground)
    shapes = [g.cells[i].shape for g in (base, ground) for i in changed if i in g.cells]
    if not shapes:
        return Moves(np.empty(0, np.int64), np.empty(0, np.int64))
    # A place on an edge may belong to a neighbour that did not change, so neighbours are asked too.
    around = sorted({j for shape in shapes for j in ground.near(shape)})
    rows = _concerned(places, changed, np.array([UNOWNED, *around]), np.array(shapes, dtype=object))
    index = OwnerIndex.of([(i, ground.cells[i].code, ground.cells[i].shape) for i in around])
    owners = index.owners(places.lon[rows], places.lat[rows])
    moved = owners != places.owner[rows]
    return Moves(rows[moved], owners[moved])


def _concerned(
    places: Places, changed: Collection[int], around: NDArray[np.int64], shapes: NDArray[np.object_]
) -> NDArray[np.int64]:
    """Rows of objects that the changed cells own, and of those beside them that stand on their old or new ground."""
    owned = np.isin(places.owner, np.array(sorted(changed)))
    west, south, east, north = shapely.total_bounds(shapes)
    boxed = (west <= places.lon) & (places.lon <= east) & (south <= places.lat) & (places.lat <= north)
    near: NDArray[np.int64] = np.flatnonzero(~owned & boxed & np.isin(places.owner, around))
    shapely.prepare(shapes)
    place, shape = STRtree(shapes).query(shapely.points(places.lon[near], places.lat[near]))
    hit = shapely.intersects_xy(shapes[shape], places.lon[near][place], places.lat[near][place])
    rows: NDArray[np.int64] = np.union1d(np.flatnonzero(owned), near[np.unique(place[hit])])
    return rows


def flows(places: Places, found: Moves) -> list[Flow]:
    """Sum the moves by source and target, the largest first."""
    counted: dict[tuple[int, int], list[int]] = {}
    sources, levels = places.owner[found.rows], places.level[found.rows]
    for source, target, level in zip(sources.tolist(), found.to.tolist(), levels.tolist(), strict=True):
        counted.setdefault((source, target), [0] * LEVELS)[level] += 1
    all_flows = [Flow(source, target, tuple(n)) for (source, target), n in counted.items()]
    return sorted(all_flows, key=lambda flow: (-flow.total, flow.source, flow.target))


@dataclass(frozen=True, slots=True)
class Workload:
    """Work in a cell: `units`, `risk` (weighted points), `area_km2`, `walk_km` (round tour of the units)."""

    units: int
    risk: int
    area_km2: float
    walk_km: float


def workloads(
    ground: Ground,
    cells: Sequence[int],
    *,
    units: Mapping[int, int],
    points: Mapping[int, Sequence[int]],
    weights: Mapping[int, int],
) -> dict[int, Workload]:
    """Work in some cells. `units`: how many in a cell; `points`: by level 0-4; `weights`: of a level, from the pack."""
    found = {}
    for i in cells:
        area = area_m2(ground.cells[i].shape) / 1e6 if i in ground.cells else 0.0
        n = units.get(i, 0)
        risk = sum(weights.get(level, 0) * count for level, count in enumerate(points.get(i, ())))
        found[i] = Workload(n, risk, area, WALK_FACTOR * sqrt(n * area))
    return found


def imbalance(loads: Sequence[float]) -> float:
    """How unevenly work is spread: the standard deviation over the mean, 0 = evenly (or no work at all)."""
    values = np.asarray(loads, dtype=np.float64)
    mean = float(values.mean()) if len(values) else 0.0
    return float(values.std()) / mean if mean else 0.0


def owners_after(places: Places, found: Moves) -> NDArray[np.int64]:
    """Owner of every object once the draft is published, 0 = none."""
    owners = np.where(places.owner < 0, UNOWNED, places.owner)
    owners[found.rows] = found.to
    return owners
