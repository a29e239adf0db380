"""The ground of a plan taking force: worked out beforehand, then written in the publishing transaction.

Shapes for every zoom band depend on the plan's version and its base alone, so they are made before the boundaries are
locked; whoever publishes checks under the lock that both are still what they were.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db import connection, transaction

from safegrid.domain.boundary_bands import (
    BANDS,
    bands,
    ewkb,
    label_places,
    many,
    mercator,
)
from safegrid.domain.boundary_draft import Draft
from safegrid.domain.boundary_ground import Community, Ground
from safegrid.domain.boundary_problems import differing
from safegrid.domain.boundary_rebanding import Bands, Rebanding, changes
from safegrid.domain.coverage import Shapes
from safegrid.domain.hierarchy import COMMUNITY
from safegrid.store import sql
from safegrid.store.celltree import tree
from safegrid.store.models import BoundaryPlan, BoundaryVersion, CellBoundary, CellShape, GridCell
from safegrid.store.queries.plans import Kept, draft_of, ground_of

from .bulk import fill

BOUNDARY = ("cell_id", "version_id", "geom", "label_point", "valid_during")
_bands = Kept(2)
"""What the zoom bands draw of a published version."""
_beforehand = ThreadPoolExecutor(1, thread_name_prefix="bands")
EXACT = len(BANDS) - 1
SHAPE = ("cell_id", "version_id", "band", "level", "geom")


@dataclass(frozen=True, slots=True)
class Banded:
    """`geom`: EWKB, Web Mercator."""

    cell: int
    band: int
    level: int
    geom: str


@dataclass(frozen=True)
class Prepared:
    """What publishing will write. `outlines`: new shapes of communities and of cells above; `gone`: communities that end.

    `banded`: cells that a zoom band draws otherwise than before; `bands`: all of them.
    """

    base: Ground
    draft: Draft
    changed: frozenset[int]
    gone: frozenset[int]
    outlines: Shapes
    banded: tuple[Banded, ...]
    bands: Bands

    @property
    def cells(self) -> tuple[int, ...]:
        """Every cell that is not what it was."""
        return tuple(sorted(self.changed | self.outlines.keys()))


@dataclass(frozen=True, slots=True)
class _BoundaryRow:
    cell_id: int
    version_id: int
    geom: str
    label_point: str
    valid_during: str


@dataclass(frozen=True, slots=True)
class _ShapeRow:
    cell_id: int
    version_id: int
    band: int
    level: int
    geom: str


def begin(plan: BoundaryPlan) -> None:
    """Start to work out what publishing compares with: for a city most of a second, once for a published version."""
    base = ground_of(plan.base)
    _beforehand.submit(_bands_of, plan.base, base, _parents(base))


def prepare(plan: BoundaryPlan) -> Prepared:
    """Work out everything that follows from a plan's draft."""
    base, draft = ground_of(plan.base), draft_of(plan)
    changed = differing(base, draft.ground)
    were, are = _parents(base), _parents(draft.ground)
    before = _bands_of(plan.base, base, were)
    after = Rebanding(base, draft.ground, were, are).after(before)
    return Prepared(
        base=base,
        draft=draft,
        changed=changed,
        gone=frozenset(changed - draft.ground.cells.keys()),
        outlines=_outlines(base, draft.ground, changed, before[EXACT], after[EXACT]),
        banded=tuple(_banded(before, after)),
        bands=after,
    )


def write_ground(plan: BoundaryPlan, ready: Prepared, now: datetime) -> BoundaryVersion:
    """Close the boundaries that end, open the new ones at `now`, and write the shapes of every zoom band."""
    version = BoundaryVersion.objects.create(name=plan.name, note=plan.note, published_at=now)
    ended = sorted(ready.gone | ready.outlines.keys())
    with connection.cursor() as cursor:  # before the cells take their new names
        cursor.execute(sql.text("boundary_close"), {"cells": ended, "at": now})
    _write_cells(ready, now)
    fill(CellBoundary, _boundary_rows(ready.outlines, version.pk, now), BOUNDARY)
    _end_shapes(version, ready)
    shapes = (_ShapeRow(s.cell, version.pk, s.band, s.level, s.geom) for s in ready.banded)
    fill(CellShape, shapes, SHAPE)
    transaction.on_commit(lambda: _bands.put((version.pk, version.published_at), ready.bands))
    return version


def _parents(ground: Ground) -> dict[int, int]:
    """Cell to the cell above, with the draft's communities."""
    above = {cell.id: cell.parent for cell in tree().cells.values() if cell.level != COMMUNITY}
    return above | {cell.id: cell.parent for cell in ground.cells.values()}


def _bands_of(version: BoundaryVersion, ground: Ground, parents: Mapping[int, int]) -> Bands:
    return _bands.get((version.pk, version.published_at), lambda: dict(bands(_shapes(ground), parents)))


def _shapes(ground: Ground) -> Shapes:
    return {i: cell.shape for i, cell in ground.cells.items()}


def _outlines(base: Ground, ground: Ground, changed: frozenset[int], before: Shapes, after: Shapes) -> Shapes:
    """Communities whose boundary begins anew, and the cells above them that have another shape for it."""
    shaped = {i for i in changed & ground.cells.keys() if _other(base.cells.get(i), ground.cells[i])}
    above = after.keys() - ground.cells.keys()
    other = {
        i for i in above if after[i] is not before.get(i) and not (i in before and before[i].equals(after[i]))
    }
    return {i: after[i] for i in sorted(shaped | other)}


def _other(before: Community | None, after: Community) -> bool:
    """Whether a community's boundary begins anew: another shape, name or parent."""
    if before is None:
        return True
    return (before.shape, before.name, before.parent) != (after.shape, after.name, after.parent)


def _banded(before: Bands, after: Bands) -> Iterator[Banded]:
    """What the zoom bands draw otherwise; of a city, that is a few of ten thousand shapes."""
    levels = {cell.id: cell.level for cell in tree().cells.values()}
    for band, cells in changes(before, after):
        flat = mercator(many(np.array([after[band][cell] for cell in cells], dtype=object)))
        for cell, geom in zip(cells, ewkb(flat, 3857), strict=True):
            yield Banded(cell, band, levels.get(cell, COMMUNITY), geom)


def _end_shapes(version: BoundaryVersion, ready: Prepared) -> None:
    """End the shapes that the version draws otherwise or no more; all others go on as they are."""
    other = {"cells": [s.cell for s in ready.banded], "bands": [s.band for s in ready.banded]}
    with connection.cursor() as cursor:
        cursor.execute(sql.text("shapes_end"), {"version": version.pk, "gone": sorted(ready.gone), **other})


def _write_cells(ready: Prepared, now: datetime) -> None:
    """Make, change and retire communities. One that an earlier plan retired may come back as itself."""
    known = set(GridCell.objects.filter(pk__in=ready.changed).values_list("pk", flat=True))
    there = [ready.draft.ground.cells[i] for i in sorted(ready.changed - ready.gone)]
    GridCell.objects.bulk_create(_cell(cell) for cell in there if cell.id not in known)
    GridCell.objects.bulk_update(
        [_cell(cell) for cell in there if cell.id in known], ["name", "parent", "exclave", "retired_at"]
    )
    GridCell.objects.filter(pk__in=ready.gone).update(retired_at=now)


def _cell(cell: Community) -> GridCell:
    return GridCell(
        pk=cell.id,
        code=cell.code,
        name=cell.name,
        level=COMMUNITY,
        parent_id=cell.parent,
        exclave=cell.exclave,
    )


def _boundary_rows(outlines: Shapes, version: int, now: datetime) -> Iterator[_BoundaryRow]:
    cells = list(outlines)
    areas = np.array([outlines[cell] for cell in cells], dtype=object)
    written = zip(cells, ewkb(many(areas), 4326), ewkb(label_places(areas), 4326), strict=True)
    for cell, geom, label in written:
        yield _BoundaryRow(cell, version, geom, label, f"[{now.isoformat()},)")
