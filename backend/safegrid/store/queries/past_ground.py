"""The ground at any moment: which cells there were, how they were called, what they covered. History is never rewritten."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from safegrid.domain.hierarchy import COMMUNITY
from safegrid.domain.scope import Scope
from safegrid.store.access import visible_cells
from safegrid.store.models import BoundaryVersion, CellBoundary

_THEN = {
    "then_name": Coalesce(NullIf("name", Value("")), "cell__name"),
    "then_parent": Coalesce("parent", "cell__parent"),
}
_COLUMNS = (
    "cell",
    "cell__code",
    "then_name",
    "cell__level",
    "then_parent",
    "version",
    "valid_during",
    "geom",
)


@dataclass(frozen=True)
class PastCell:
    """A cell as it was. `parent` 0 = none; `until` None = it is so still; `geom` in degrees."""

    id: int
    code: str
    name: str
    level: int
    parent: int
    version: int
    since: datetime
    until: datetime | None
    geom: GEOSGeometry


@dataclass(frozen=True)
class Changed:
    before: PastCell
    after: PastCell


@dataclass(frozen=True)
class Difference:
    """Communities of two moments."""

    made: tuple[PastCell, ...]
    ended: tuple[PastCell, ...]
    changed: tuple[Changed, ...]


def versions() -> list[BoundaryVersion]:
    """Every published state, the newest first. One query."""
    return list(BoundaryVersion.objects.order_by("-published_at", "-pk"))


def version_at(at: datetime) -> BoundaryVersion | None:
    """The version in force at a moment, None before the first. One query."""
    return BoundaryVersion.objects.filter(published_at__lte=at).order_by("-published_at", "-pk").first()


def cells_at(scope: Scope, at: datetime, level: int) -> list[PastCell]:
    """Cells of a level as they were at a moment, as far as they lie in the viewer's area. One query."""
    return past_cells(in_sight(scope).filter(valid_during__contains=at, cell__level=level))


def past_cells(rows: QuerySet[CellBoundary]) -> list[PastCell]:
    """Boundaries as the cells that they were, in the order of their codes. One query."""
    return [_past(row) for row in rows.annotate(**_THEN).order_by("cell__code").values_list(*_COLUMNS)]


def difference(scope: Scope, earlier: datetime, later: datetime) -> Difference:
    """What became of the communities between two moments. Two queries."""
    before = {cell.id: cell for cell in cells_at(scope, earlier, COMMUNITY)}
    after = {cell.id: cell for cell in cells_at(scope, later, COMMUNITY)}
    both = [Changed(before[i], after[i]) for i in before if i in after]
    return Difference(
        tuple(cell for i, cell in after.items() if i not in before),
        tuple(cell for i, cell in before.items() if i not in after),
        # The same boundary has the same beginning.
        tuple(pair for pair in both if pair.before.since != pair.after.since),
    )


def in_sight(scope: Scope) -> QuerySet[CellBoundary]:
    """Boundaries of cells in sight; of one that is no more, if all of the cell that it lay in is in sight."""
    rows = CellBoundary.objects.all()
    if scope.cells is None:
        return rows
    seen = sorted(visible_cells(scope))
    gone = Q(cell__retired_at__isnull=False) & (Q(parent__in=seen) | Q(parent=None, cell__parent__in=seen))
    return rows.filter(Q(cell__in=seen) | gone)


def _past(row: tuple[object, ...]) -> PastCell:
    cell, code, name, level, parent, version, during, geom = row
    return PastCell(cell, code, name, level, parent or 0, version, during.lower, during.upper, geom)  # type: ignore[arg-type, attr-defined] # the columns above
