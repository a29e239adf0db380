"""A small ground for the tiles: two townships of two square communities each, side by side in a row."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, LineString, MultiPolygon, Point, Polygon
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from safegrid.domain.scope import Scope
from safegrid.live import pyramid
from safegrid.store import celltree, sql
from safegrid.store.models import (
    BoundaryVersion,
    CellBoundary,
    CellShape,
    Enterprise,
    GridCell,
    RiskPoint,
    Site,
)
from safegrid.store.queries import tiles as queries

from .mvt import Feature, decode

WEST, SOUTH, SIDE = 113.80, 34.00, 0.02
START = datetime(2026, 1, 1, tzinfo=UTC)
CITY_SCOPE = Scope(cells=None)


@dataclass(frozen=True)
class Ground:
    """Ids: `communities` from west to east; the first two belong to the first township."""

    version: int
    county: int
    townships: tuple[int, int]
    communities: tuple[int, int, int, int]


def square(column: float, columns: float = 1) -> MultiPolygon:
    west, east = WEST + column * SIDE, WEST + (column + columns) * SIDE
    return MultiPolygon(Polygon.from_bbox((west, SOUTH, east, SOUTH + SIDE)), srid=4326)


def inside(column: float, row: float = 0.5) -> Point:
    """A place by columns from the west edge; 0.5 is the middle of the first community."""
    return Point(WEST + column * SIDE, SOUTH + row * SIDE, srid=4326)


def make_ground() -> Ground:
    version = BoundaryVersion.objects.create(name="示意", published_at=START)
    city = GridCell.objects.create(code="411000000000", name="许昌市", level=1)
    county = _cell(version, "411003000000", "建安区", 2, city, square(0, 4))
    towns = [_cell(version, f"41100310{i}000", f"乡{i}", 3, county, square(2 * i, 2)) for i in (0, 1)]
    communities = [
        _cell(version, f"41100310{i // 2}20{i}", f"村{i}", 4, towns[i // 2], square(i)) for i in range(4)
    ]
    celltree.forget()
    a, b, c, d = (cell.pk for cell in communities)
    return Ground(version.pk, county.pk, (towns[0].pk, towns[1].pk), (a, b, c, d))


def _cell(
    version: BoundaryVersion, code: str, name: str, level: int, parent: GridCell, geom: MultiPolygon
) -> GridCell:
    cell = GridCell.objects.create(code=code, name=name, level=level, parent=parent)
    CellBoundary.objects.create(
        cell=cell,
        version=version,
        geom=geom,
        label_point=geom.point_on_surface,
        valid_during=DateTimeTZRange(START, None),
    )
    mercator = geom.transform(3857, clone=True)
    CellShape.objects.bulk_create(
        CellShape(cell=cell, version=version, band=band, level=level, geom=mercator) for band in range(4)
    )
    return cell


def point(place: GEOSGeometry, cell: int | None, **fields: Any) -> RiskPoint:
    owner = place.interpolate_normalized(0.5) if isinstance(place, LineString) else place.point_on_surface
    levels = {"live": 4, "base": 4} | fields
    return RiskPoint.objects.create(
        name="储罐",
        category="设备",
        geom=place,
        owner_point=Point(owner.x, owner.y, srid=4326),
        cell_id=cell,
        **{"firm": levels["live"], **levels},
    )


def unit(place: Point, cell: int | None, industry: str = "C", **fields: Any) -> Enterprise:
    made = Enterprise.objects.create(
        name="许昌示意化工",
        unit_type="factory",
        industry=industry,
        industry4="C2614",
        affiliation="county",
        **fields,
    )
    Site.objects.create(unit=made, geom=place, cell_id=cell, main=True)
    return made


def tile_of(place: Point, z: int) -> tuple[int, int, int]:
    x = (place.x + 180) / 360 * 2**z
    y = (0.5 - math.asinh(math.tan(math.radians(place.y))) / (2 * math.pi)) * 2**z
    return z, int(x), int(y)


def tiles_over(z: int) -> Iterator[tuple[int, int, int]]:
    """Tiles of a zoom that cover the ground with a tile's width around it."""
    _, west, south = tile_of(Point(WEST - 0.005, SOUTH - 0.005), z)
    _, east, north = tile_of(Point(WEST + 4 * SIDE + 0.005, SOUTH + SIDE + 0.005), z)
    for x in range(west, east + 1):
        for y in range(north, south + 1):
            yield z, x, y


def points_in(scope: Scope, tile: tuple[int, int, int]) -> dict[str, list[Feature]]:
    with connection.cursor() as cursor:
        if tile[0] < queries.FEATURES_FROM:  # no sequencer runs here
            cursor.execute(sql.text("log_state_make"))
            pyramid.build(cursor)
        return decode(queries.points_tile(cursor, scope, tile))


def cells_in(scope: Scope, version: int, tile: tuple[int, int, int]) -> dict[str, list[Feature]]:
    with connection.cursor() as cursor:
        return decode(queries.cells_tile(cursor, scope, version, tile))


def ids(features: list[Feature]) -> set[int]:
    return {feature.id for feature in features}
