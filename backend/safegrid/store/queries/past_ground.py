"""The ground at any moment: which cells there were, how they were called, what they covered. History is never rewritten."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from safegrid.domain.boundary_problems import other_ground
from safegrid.domain.hierarchy import COMMUNITY
from safegrid.domain.scope import Scope
from safegrid.store.access import visible_cells
from safegrid.store.models import BoundaryVersion, CellBoundary, Duty

from .plans import shape_of
from .responsible import ANSWERING, in_force

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
_PLACED = ("cell", "then_name", "cell__level", "label_point")
Kind = Literal["name", "parent", "shape"]


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
    """A community that is not what it was. `kinds`: which of name, parent, shape differ."""

    before: PastCell
    after: PastCell
    kinds: tuple[Kind, ...]


@dataclass(frozen=True)
class Difference:
    """Communities of two moments. One that only got a vertex on an edge is what it was."""

    made: tuple[PastCell, ...]
    ended: tuple[PastCell, ...]
    changed: tuple[Changed, ...]


@dataclass(frozen=True)
class Staffed:
    """A cell of both moments that other people answer for. `lon`, `lat`: a place in it, degrees."""

    id: int
    name: str
    level: int
    lon: float
    lat: float
    left: tuple[Duty, ...]
    came: tuple[Duty, ...]


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
    rows = in_sight(scope).filter(cell__level=COMMUNITY)
    # Boundaries that were in force at both moments tell of no difference, and most of a city's are.
    then, now = (rows.filter(valid_during__contains=at) for at in (earlier, later))
    before = {cell.id: cell for cell in past_cells(then.exclude(valid_during__contains=later))}
    after = {cell.id: cell for cell in past_cells(now.exclude(valid_during__contains=earlier))}
    both = [Changed(before[i], after[i], _kinds(before[i], after[i])) for i in before.keys() & after.keys()]
    return Difference(
        tuple(cell for i, cell in after.items() if i not in before),
        tuple(cell for i, cell in before.items() if i not in after),
        tuple(sorted((pair for pair in both if pair.kinds), key=lambda pair: pair.after.code)),
    )


def _kinds(before: PastCell, after: PastCell) -> tuple[Kind, ...]:
    shapes = shape_of(before.geom), shape_of(after.geom)
    found: dict[Kind, bool] = {
        "name": before.name != after.name,
        "parent": before.parent != after.parent,
        "shape": other_ground(*shapes),
    }
    return tuple(kind for kind, differs in found.items() if differs)


def staffed_anew(scope: Scope, earlier: datetime, later: datetime) -> list[Staffed]:
    """Cells in sight that other people answered for at one of two moments than at the other. Three queries."""
    there = in_sight(scope).filter(valid_during__contains=earlier).values("cell")
    rows = in_sight(scope).filter(valid_during__contains=later, cell__in=there).annotate(**_THEN)
    places = {cell: (name, level, label) for cell, name, level, label in rows.values_list(*_PLACED)}
    # Of the thousands that are held all the time none can tell of a difference.
    between = (min(earlier, later), max(earlier, later))
    moved = Q(starts_at__range=between) | Q(ends_at__range=between)
    duties = Duty.objects.filter(moved, cell__in=list(places), role__in=ANSWERING)
    duties = duties.select_related("person", "unit")
    left, came = (
        {_post(duty): duty for duty in duties.filter(in_force(at)).order_by("pk")} for at in (earlier, later)
    )
    gone, new = left.keys() - came.keys(), came.keys() - left.keys()
    cells = sorted({post[0] for post in gone | new}, key=lambda cell: (places[cell][1], places[cell][0]))
    return [
        Staffed(
            cell,
            places[cell][0],
            places[cell][1],
            places[cell][2].x,
            places[cell][2].y,
            tuple(left[post] for post in sorted(gone) if post[0] == cell),
            tuple(came[post] for post in sorted(new) if post[0] == cell),
        )
        for cell in cells
    ]


def _post(duty: Duty) -> tuple[int, str, str, int]:
    return (duty.cell_id or 0, duty.role, duty.industry, duty.person_id)


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
