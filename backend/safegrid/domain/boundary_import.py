"""Outlines from elsewhere, taken into the ground as an exact coverage: snapped to what is there, overlaps and cracks closed.

What a file does not speak of stays; ground that a file leaves between its outlines goes to the neighbour with the
longest edge. The ground that the plan's townships cover together stays what it is.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from .boundaries import holds_together
from .boundary_ground import Community, Ground, snapped
from .boundary_overlay import Face, faces, shared_out
from .boundary_problems import METRES_PER_DEGREE, area_m2, other_ground
from .boundary_share import CRACK, areas_of, owners_of, strips_beside
from .refusals import Refusal

SNAP_M = 2.0
"""Corners nearer to an edge that is there are taken to mean it: what a conversion between reference systems costs."""
SNAP = SNAP_M / METRES_PER_DEGREE


Kind = Literal["new", "gone", "changed", "renamed"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a file changes at a cell. `was`: its name before, "" for a new one. `where`: ground that changes hands."""

    cell: int
    kind: Kind
    was: str
    gained_m2: float
    lost_m2: float
    where: BaseGeometry | None


@dataclass(frozen=True)
class TakenIn:
    """Cells as they become (None = no more), what that means in the order of the codes, and how unclean the file was."""

    cells: tuple[tuple[int, Community | None], ...]
    changes: tuple[Change, ...]
    overlaps_m2: float
    gaps_m2: float


def take_in(ground: Ground, outlines: Sequence[Community], townships: Collection[int]) -> TakenIn | Refusal:
    """Give each outline its ground within some townships. Outlines: valid areas in degrees, in any condition together.

    An outline with the id of a cell redraws it. Refusals: IMPORT_OUTSIDE (no outline lies in the townships),
    IMPORT_NOT_WHOLE (no clean ground can be made), NOTHING_CHANGES.
    """
    mine = [i for i, cell in ground.cells.items() if cell.parent in townships]
    region = shapely.coverage_union_all(ground.shapes(mine))
    drawn = _clean(ground, outlines, region)
    if not any(not shape.is_empty for shape in drawn):
        return Refusal("IMPORT_OUTSIDE")
    around = sorted({j for i in mine for j in ground.near(ground.cells[i].shape)})
    spoken = {o.id: o for o in outlines}
    strips = strips_beside(ground, [i for i in mine if i not in spoken], drawn)
    lines = shapely.boundary([*drawn, *strips])
    pieces = faces(ground, around, shapely.intersection(lines, region))
    to = owners_of(pieces, frozenset(mine), list(spoken), drawn, strips)
    parts = shared_out(pieces, lambda piece: to[id(piece)])
    cells = {**{i: ground.cells[i] for i in around}, **spoken}
    after = {i: replace(c, shape=parts[i]) if i in parts else None for i, c in cells.items()}
    real = {i: c for i, c in after.items() if not _same(ground.cells.get(i), c)}
    if not real:
        return Refusal("NOTHING_CHANGES")
    if not holds_together(ground.with_cells(real), real):
        return Refusal("IMPORT_NOT_WHOLE")
    gaps = sum(area_m2(p.shape) for p in pieces if to[id(p)] != p.owner and _is_gap(p, drawn))
    return TakenIn(
        tuple(sorted(real.items())), tuple(_changes(ground, real)), _overlap(outlines), round(gaps, 1)
    )


def _clean(ground: Ground, outlines: Iterable[Community], region: BaseGeometry) -> NDArray[np.object_]:
    """Outlines on the edges that are there, without overlaps and narrow cracks between them, within the region."""
    near = [_snapped(ground, outline.shape) for outline in outlines]
    # The type stubs are of an earlier version.
    clean: Callable[..., NDArray[np.object_]] = vars(shapely)["coverage_clean"]
    whole = clean(near, gap_width=CRACK)
    cut = [areas_of(shapely.intersection(shape, region)) for shape in whole]
    return np.array([snapped(shape) for shape in cut], dtype=object)


def _snapped(ground: Ground, shape: BaseGeometry) -> BaseGeometry:
    edges = shapely.boundary(ground.shapes(ground.near(shapely.buffer(shape, SNAP))))
    if len(edges) == 0:
        return shape
    near: BaseGeometry = shapely.make_valid(shapely.snap(shape, shapely.union_all(edges), SNAP))
    return areas_of(near)


def _is_gap(piece: Face, drawn: NDArray[np.object_]) -> bool:
    return not bool(np.any(shapely.contains_properly(drawn, piece.inside)))


def _overlap(outlines: Sequence[Community]) -> float:
    shapes = np.array([outline.shape for outline in outlines], dtype=object)
    left, right = STRtree(shapes).query(shapes, predicate="intersects")
    pairs = left < right
    both = shapely.intersection(shapes[left[pairs]], shapes[right[pairs]])
    return round(float(sum(area_m2(shape) for shape in both)), 1)


def _same(before: Community | None, after: Community | None) -> bool:
    """Whether a cell is what it was, wherever its ring begins."""
    if before is None or after is None:
        return before is after
    alike = shapely.normalize(before.shape).equals_exact(shapely.normalize(after.shape), 0)
    return bool(alike) and before == replace(after, shape=before.shape)


def _changes(ground: Ground, real: Mapping[int, Community | None]) -> list[Change]:
    """In words; neighbours that only got a further vertex are not worth one."""
    told = []
    for i, after in real.items():
        before = ground.cells.get(i)
        if before is None and after is not None:
            told.append((after.code, Change(i, "new", "", area_m2(after.shape), 0.0, after.shape)))
        elif before is not None and after is None:
            told.append(
                (before.code, Change(i, "gone", before.name, 0.0, area_m2(before.shape), before.shape))
            )
        elif before is not None and after is not None:
            change = _changed(before, after)
            if change is not None:
                told.append((after.code, change))
    return [change for _, change in sorted(told, key=lambda item: (item[0], item[1].cell))]


def _changed(before: Community, after: Community) -> Change | None:
    if not other_ground(before.shape, after.shape):
        return Change(after.id, "renamed", before.name, 0.0, 0.0, None) if before.name != after.name else None
    gained = shapely.difference(after.shape, before.shape)
    lost = shapely.difference(before.shape, after.shape)
    return Change(
        after.id, "changed", before.name, area_m2(gained), area_m2(lost), shapely.union_all([gained, lost])
    )
