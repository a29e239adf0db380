"""What a plan would move, from the database: flows by kind, and the work of cells and people before and after."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from datetime import datetime, timedelta
from functools import reduce

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from safegrid.domain.boundary_draft import Draft
from safegrid.domain.boundary_ground import Ground
from safegrid.domain.boundary_problems import Post, differing, reshaped
from safegrid.domain.impact import (
    LEVELS,
    Flow,
    Moves,
    Workload,
    flows,
    imbalance,
    moves,
    owners_after,
    workloads,
)
from safegrid.domain.ownership import OwnerIndex
from safegrid.domain.roles import Role
from safegrid.store import packs
from safegrid.store.models import Alarm, BoundaryPlan, Enterprise, Hazard, RiskPoint
from safegrid.store.models.plans import PUBLISHED

from .plan_places import KINDS, Kind, Read, places_of
from .plan_problems import after as posts_after
from .plan_problems import posts_of
from .plans import draft_of, ground_of, newest_version

NOTHING = Workload(0, 0, 0.0, 0.0)
OFFICIALS = (Role.OFF, Role.INS)
NAMED = {
    "point": (RiskPoint, "name"),
    "unit": (Enterprise, "name"),
    "hazard": (Hazard, "title"),
    "alarm": (Alarm, "title"),
}
"""Where the names of the objects of a kind are."""


@dataclass(frozen=True)
class Moving:
    """Objects of one kind near the draft's changes, and which of them move."""

    read: Read
    found: Moves

    @property
    def flows(self) -> list[Flow]:
        return flows(self.read.places, self.found)

    def levels(self) -> NDArray[np.int64]:
        """Levels of those that move."""
        return self.read.places.level[self.found.rows]


@dataclass(frozen=True)
class PersonLoad:
    person: int
    role: str
    before: Workload
    after: Workload


@dataclass(frozen=True)
class Impact:
    """`before`, `after`: work of the cells that change or are staffed anew; a new cell has none before."""

    kinds: Mapping[Kind, Moving]
    before: Mapping[int, Workload]
    after: Mapping[int, Workload]
    people: tuple[PersonLoad, ...]


def moving(plan: BoundaryPlan, kind: Kind, more: Iterable[int] = ()) -> Moving:
    """Objects of one kind that a plan concerns. `more`: further cells to read. One statement.

    Of a plan that took force: today's objects, from whom to whom its boundaries took them.
    """
    base, ground = ground_of(plan.base), draft_of(plan).ground
    cells = cells_near(base, ground).union(more)
    if plan.status != PUBLISHED:
        read = places_of(kind, cells)
    else:
        today = ground_of(newest_version())
        there = {j for shape in _reshaped(base, ground) for j in today.near(shape)}
        read = _owned_by(base, places_of(kind, cells | there), cells)
    return Moving(read, moves(base, ground, read.places))


def _owned_by(base: Ground, read: Read, cells: Iterable[int]) -> Read:
    """The same objects with the owners that some earlier boundaries give them."""
    index = OwnerIndex.of([(i, base.cells[i].code, base.cells[i].shape) for i in cells if i in base.cells])
    places = read.places
    return replace(read, places=replace(places, owner=index.owners(places.lon, places.lat)))


def impact_of(plan: BoundaryPlan) -> Impact:
    """Everything that a plan would move, and the work before and after. Six queries."""
    base, draft = ground_of(plan.base), draft_of(plan)
    cells = _listed(base, draft)
    now = posts_of(cells, draft, _just_before(plan))
    then = posts_after(draft, now)
    people = {post.person for post in (*now, *then) if post.cell in cells and post.role in OFFICIALS}
    held = {post.cell for post in (*now, *then) if post.person in people}
    kinds = {kind: moving(plan, kind, cells | held) for kind in KINDS}
    every = cells | held
    before = _work(base, every, kinds, after=False)
    after = _work(draft.ground, every, kinds, after=True)
    return Impact(
        kinds,
        {i: before[i] for i in sorted(cells & base.cells.keys())},
        {i: after[i] for i in sorted(cells & draft.ground.cells.keys())},
        tuple(_person(i, now, then, before, after) for i in sorted(people)),
    )


def _just_before(plan: BoundaryPlan) -> datetime | None:
    """When the duties were those that the plan found; None: they still are."""
    if plan.published is None:
        return None
    return plan.published.published_at - timedelta(microseconds=1)


def spread(loads: Iterable[Workload]) -> tuple[float, ...]:
    """Imbalance of each figure of a workload, in its order."""
    return tuple(imbalance(column) for column in zip(*map(astuple, loads), strict=True)) or (0.0,) * 4


def names_of(kind: Kind, ids: Iterable[int]) -> dict[int, str]:
    """Names of objects of a kind. One query."""
    model, column = NAMED[kind]
    return dict(model._default_manager.filter(pk__in=list(ids)).values_list("pk", column))


def cells_near(base: Ground, ground: Ground) -> frozenset[int]:
    """Cells that an object which moves may be in: those that change, and all around them."""
    changed = differing(base, ground)
    return changed.union(j for shape in _reshaped(base, ground) for j in base.near(shape))


def _reshaped(base: Ground, ground: Ground) -> list[BaseGeometry]:
    """Old and new shapes of the cells that differ."""
    changed = differing(base, ground)
    return [g.cells[i].shape for g in (base, ground) for i in changed if i in g.cells]


def _listed(base: Ground, draft: Draft) -> frozenset[int]:
    changed = differing(base, draft.ground)
    gone = base.cells.keys() - draft.ground.cells.keys()
    return reshaped(base, draft.ground, changed) | gone | draft.posts.keys()


def _work(
    ground: Ground, cells: frozenset[int], kinds: Mapping[Kind, Moving], *, after: bool
) -> dict[int, Workload]:
    weights = {int(level): weight for level, weight in packs.current().cell.point_weights.items()}
    counted = {kind: _counted(kinds[kind], after=after) for kind in ("unit", "point")}
    units = {cell: sum(row) for cell, row in counted["unit"].items()}
    wanted = sorted(cells & ground.cells.keys())
    return workloads(ground, wanted, units=units, points=counted["point"], weights=weights)


def _counted(kind: Moving, *, after: bool) -> dict[int, list[int]]:
    """Objects of each cell by base level."""
    places = kind.read.places
    owners = owners_after(places, kind.found) if after else places.owner
    found: dict[int, list[int]] = defaultdict(lambda: [0] * LEVELS)
    # As one number: pairs would be sorted as texts, ten times as slowly.
    pairs, numbers = np.unique(owners * LEVELS + kind.read.base, return_counts=True)
    for pair, n in zip(pairs.tolist(), numbers.tolist(), strict=True):
        cell, level = divmod(pair, LEVELS)
        found[cell][level] = n
    return found


def _person(
    person: int,
    now: list[Post],
    then: list[Post],
    before: Mapping[int, Workload],
    after: Mapping[int, Workload],
) -> PersonLoad:
    mine = [post for post in (*then, *now) if post.person == person and post.role in OFFICIALS]
    return PersonLoad(person, mine[0].role, _sum(now, person, before), _sum(then, person, after))


def _sum(posts: list[Post], person: int, loads: Mapping[int, Workload]) -> Workload:
    cells = {post.cell for post in posts if post.person == person and post.role in OFFICIALS}
    return reduce(_plus, (loads[cell] for cell in sorted(cells) if cell in loads), NOTHING)


def _plus(a: Workload, b: Workload) -> Workload:
    return Workload(a.units + b.units, a.risk + b.risk, a.area_km2 + b.area_km2, a.walk_km + b.walk_km)
