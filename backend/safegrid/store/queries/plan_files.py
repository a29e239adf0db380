"""Cells as rows of a file: of a draft, or of the boundaries in force."""

from collections.abc import Iterable
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from safegrid.domain.boundary_ground import Community
from safegrid.domain.boundary_problems import area_m2
from safegrid.domain.hierarchy import COMMUNITY
from safegrid.domain.scope import Scope
from safegrid.store.access import visible_cells
from safegrid.store.celltree import tree
from safegrid.store.models import CellBoundary

from .plans import shape_of


@dataclass(frozen=True)
class CellRow:
    """A cell as it is written into a file. `shape` in degrees (EPSG:4326); `parent`: code of the cell above."""

    code: str
    name: str
    level: int
    parent: str
    parent_name: str
    exclave: bool
    area_km2: float
    shape: BaseGeometry


def rows_of(cells: Iterable[Community]) -> list[CellRow]:
    """Communities of a draft, in the order of their codes."""
    rows = [_row(c.code, c.name, COMMUNITY, c.parent, c.shape, exclave=c.exclave) for c in cells]
    return sorted(rows, key=lambda row: row.code)


def published_cells(scope: Scope, level: int) -> list[CellRow]:
    """Cells of a level that lie wholly in sight, as they are in force. One query."""
    rows = CellBoundary.objects.filter(cell__level=level, valid_during__endswith=None)
    if scope.cells is not None:
        rows = rows.filter(cell__in=visible_cells(scope))
    columns = ("cell__code", "cell__name", "cell__parent", "cell__exclave", "geom")
    return [
        _row(code, name, level, parent or 0, shape_of(geom), exclave=exclave)
        for code, name, parent, exclave, geom in rows.order_by("cell__code").values_list(*columns)
    ]


def _row(code: str, name: str, level: int, parent: int, shape: BaseGeometry, *, exclave: bool) -> CellRow:
    above = tree().cells.get(parent)
    area = round(area_m2(shape) / 1e6, 4)
    return CellRow(
        code, name, level, above.code if above else "", above.name if above else "", exclave, area, shape
    )
