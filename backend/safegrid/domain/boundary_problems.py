"""What is wrong with a draft before it is published: errors keep it from being published, warnings ask.

Every problem has a place to zoom to. The ground is an exact coverage after every edit; an imported draft may not be.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import cos, radians

import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from . import coverage
from .boundary_ground import GRID, Ground

METRES_PER_DEGREE = 111_320.0
LEADERS, OFFICERS = 1, 2


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Limits:
    """Numbers of the rule pack. `least_m2`: smallest cell; `narrow_m`: width below which a part is a sliver;
    `most_cells`: cells that one person may hold.
    """

    least_m2: float = 10_000
    narrow_m: float = 5
    most_cells: int = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """`cells`: those concerned; `where`: degrees; `params` for the words."""

    code: str
    severity: Severity
    cells: tuple[int, ...]
    where: BaseGeometry
    params: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody's duty at a community: `role` LEAD, OFF or INS."""

    cell: int
    person: int
    role: str


def problems(
    base: Ground,
    ground: Ground,
    *,
    codes: Mapping[str, int],
    posts: Iterable[Post],
    units: Mapping[int, tuple[float, float]],
    limits: Limits,
    staffed: Collection[int] = (),
) -> list[Problem]:
    """All problems of what differs from the base, errors first: what was published before is not questioned again.

    `codes`: every code ever given, to the cell that has or had it; `units`: places of the units that somebody answered
    for on the base; `staffed`: cells whose posts are filled anew.
    """
    changed = differing(base, ground)
    found = [
        *_coverage(base, ground, changed),
        *_shapes(ground, changed, limits),
        *_codes(ground, codes),
        *_parents(base, ground),
        *_posts(ground, reshaped(base, ground, changed).union(staffed), list(posts), limits),
        *_unowned(ground, units),
    ]
    return sorted(found, key=lambda problem: (problem.severity, problem.code, problem.cells))


def differing(base: Ground, ground: Ground) -> frozenset[int]:
    """Ids of cells that are new, gone, or not what they were."""
    ids = base.cells.keys() | ground.cells.keys()
    return frozenset(i for i in ids if base.cells.get(i) != ground.cells.get(i))


def reshaped(base: Ground, ground: Ground, changed: Iterable[int]) -> frozenset[int]:
    """Those of the changed cells that are more than neighbours with a further vertex on an edge."""

    def differs(i: int) -> bool:
        before, after = base.cells.get(i), ground.cells[i]
        if before is None or before != replace(after, shape=before.shape):
            return True
        return other_ground(before.shape, after.shape)

    return frozenset(i for i in changed if i in ground.cells and differs(i))


def other_ground(before: BaseGeometry, after: BaseGeometry) -> bool:
    """Whether two outlines differ by more than rounding to the lattice."""
    if not (before.is_valid and after.is_valid):
        return True
    return bool(before.symmetric_difference(after).area > GRID * after.length)


def _coverage(base: Ground, ground: Ground, changed: Collection[int]) -> Iterator[Problem]:
    before = [base.cells[i].shape for i in changed if i in base.cells]
    beside = {i for shape in before for i in ground.near(shape)}
    concerned = beside.union(changed) & ground.cells.keys()
    # Whatever is wrong with these cells is wrong with them and their neighbours.
    around = {j for i in concerned for j in ground.near(ground.cells[i].shape)}
    for wrong in coverage.problems({i: ground.cells[i].shape for i in sorted(around)}):
        if concerned.isdisjoint(wrong.cells) or (
            wrong.code == "COVERAGE_GAP" and _filled(ground, wrong.where)
        ):
            continue
        # Unowned ground between cells is legal, but nobody draws it on purpose.
        severity = Severity.WARNING if wrong.code == "COVERAGE_GAP" else Severity.ERROR
        yield Problem(wrong.code, severity, wrong.cells, wrong.where)


def _filled(ground: Ground, hole: BaseGeometry) -> bool:
    """Whether a hole between some cells is other cells."""
    inside = shapely.point_on_surface(hole)
    return any(ground.cells[i].shape.contains(inside) for i in ground.near(inside))


def _shapes(ground: Ground, changed: Collection[int], limits: Limits) -> Iterator[Problem]:
    for cell in (ground.cells[i] for i in sorted(changed) if i in ground.cells):
        parts = shapely.get_parts(cell.shape)
        if len(parts) > 1 and not cell.exclave:
            yield Problem("CELL_IN_PARTS", Severity.ERROR, (cell.id,), cell.shape, (("parts", len(parts)),))
        area = area_m2(cell.shape)
        if area < limits.least_m2:
            yield Problem("CELL_TOO_SMALL", Severity.WARNING, (cell.id,), cell.shape, (("m2", round(area)),))
        for part in parts:
            if width_m(part) < limits.narrow_m:
                yield Problem("CELL_SLIVER", Severity.ERROR, (cell.id,), part)


def _codes(ground: Ground, codes: Mapping[str, int]) -> Iterator[Problem]:
    holders: dict[str, list[int]] = defaultdict(list)
    for cell in ground.cells.values():
        holders[cell.code].append(cell.id)
    for code, cells in holders.items():
        others = [i for i in cells if codes.get(code, i) != i]
        if len(cells) > 1 or others:
            where = ground.cells[cells[0]].shape
            yield Problem("CODE_CLASH", Severity.ERROR, tuple(sorted(cells)), where, (("code", code),))


def _parents(base: Ground, ground: Ground) -> Iterator[Problem]:
    """A township that lost its last community would have no ground."""
    left = {cell.parent for cell in ground.cells.values()}
    for parent in sorted({cell.parent for cell in base.cells.values()} - left):
        before = [cell for cell in base.cells.values() if cell.parent == parent]
        where = shapely.union_all([cell.shape for cell in before])
        yield Problem("PARENT_EMPTY", Severity.ERROR, tuple(sorted(cell.id for cell in before)), where)


def _posts(ground: Ground, changed: Collection[int], posts: list[Post], limits: Limits) -> Iterator[Problem]:
    filled = Counter((post.cell, post.role) for post in posts)
    for i in sorted(set(changed) & set(ground.cells)):
        missing = (max(0, LEADERS - filled[i, "LEAD"]), max(0, OFFICERS - filled[i, "OFF"]))
        if any(missing):
            params = (("leaders", missing[0]), ("officers", missing[1]))
            yield Problem("POSTS_VACANT", Severity.WARNING, (i,), ground.cells[i].shape, params)
    held: dict[int, set[int]] = defaultdict(set)
    for post in posts:
        if post.cell in ground.cells:
            held[post.person].add(post.cell)
    for person, cells in held.items():
        if len(cells) > limits.most_cells:
            where = shapely.union_all(ground.shapes(sorted(cells)))
            params = (("person", person), ("cells", len(cells)))
            yield Problem("TOO_MANY_CELLS", Severity.WARNING, tuple(sorted(cells)), where, params)


def _unowned(ground: Ground, units: Mapping[int, tuple[float, float]]) -> Iterator[Problem]:
    if not units:
        return
    ids, places = list(units), np.array([shapely.Point(at) for at in units.values()], dtype=object)
    owned, _ = STRtree(ground.shapes(ground.cells)).query(places, predicate="intersects")
    for i in np.setdiff1d(np.arange(len(ids)), owned):
        yield Problem("UNIT_UNOWNED", Severity.WARNING, (), places[i], (("unit", ids[i]),))


def area_m2(shape: BaseGeometry) -> float:
    """Area in square metres, good to some thousandths for shapes as small as a community."""
    if shape.is_empty:
        return 0.0
    _, south, _, north = shape.bounds
    return shape.area * METRES_PER_DEGREE**2 * cos(radians((south + north) / 2))


def width_m(shape: BaseGeometry) -> float:
    """Mean width in metres: of a long strip its width, of a disc its radius."""
    if shape.length == 0:
        return 0.0
    return 2 * shape.area / shape.length * METRES_PER_DEGREE
