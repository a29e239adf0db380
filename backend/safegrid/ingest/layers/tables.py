"""Tables without geometry: where their columns say that a row is."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from safegrid.domain.refusals import Refusal

from .texts import decoded

LON = ("lon", "lng", "longitude", "经度", "x", "东坐标")
LAT = ("lat", "latitude", "纬度", "y", "北坐标")
WKT = ("wkt", "geom", "geometry", "几何", "形状")
LONGEST_FIELD = 4_000_000
Row = dict[str, Any]


@dataclass(frozen=True)
class Placed:
    """Shapes of the rows, what is wrong with some, and the columns that they were read from."""

    shapes: list[BaseGeometry | None]
    used: frozenset[str]
    problems: dict[int, Refusal] = field(default_factory=dict)


def read_csv(data: bytes, most: int) -> tuple[list[Row], str] | Refusal:
    """Rows of a table and its encoding. Separators: comma, semicolon or tab. Refusal: LAYER_FILE_BROKEN."""
    text = decoded(data)
    if text is None:
        return Refusal("LAYER_FILE_BROKEN", (("why", "UTF-8 / GB18030"),))
    content, encoding = text
    head = content.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    csv.field_size_limit(LONGEST_FIELD)
    try:
        reader = csv.DictReader(io.StringIO(content), delimiter=separator)
        rows = [
            {str(k).strip(): v for k, v in row.items() if k}
            for row, _ in zip(reader, range(most), strict=False)
        ]
    except csv.Error as error:
        return Refusal("LAYER_FILE_BROKEN", (("why", str(error)[:120]),))
    return rows, encoding


def places_of(rows: list[Row]) -> Placed | Refusal:
    """Shapes from columns of coordinates or of WKT. Refusal: LAYER_NO_PLACE."""
    columns = list(rows[0]) if rows else []
    lon, lat, wkt = _column(columns, LON), _column(columns, LAT), _column(columns, WKT)
    if lon and lat:
        read = [_from_numbers(row.get(lon), row.get(lat)) for row in rows]
        return _sorted(read, {lon, lat})
    if wkt:
        return _sorted((_from_wkt(row.get(wkt)) for row in rows), {wkt})
    return Refusal("LAYER_NO_PLACE") if rows else Placed([], frozenset())


def _column(columns: list[str], names: tuple[str, ...]) -> str:
    by_name = {column.strip().lower(): column for column in columns}
    return next((by_name[name] for name in names if name in by_name), "")


def _sorted(read: Iterable[BaseGeometry | Refusal | None], used: set[str]) -> Placed:
    shapes: list[BaseGeometry | None] = []
    problems: dict[int, Refusal] = {}
    for i, one in enumerate(read):
        if isinstance(one, Refusal):
            problems[i] = one
        shapes.append(None if isinstance(one, Refusal) else one)
    return Placed(shapes, frozenset(used), problems)


def _from_numbers(lon: object, lat: object) -> BaseGeometry | Refusal | None:
    x, y = str(lon if lon is not None else "").strip(), str(lat if lat is not None else "").strip()
    if x in {"", "nan", "None"} or y in {"", "nan", "None"}:
        return None
    try:
        return shapely.Point(float(x), float(y))
    except ValueError:
        return Refusal("ROW_BAD_NUMBER", (("value", f"{x}, {y}"[:60]),))


def _from_wkt(text: object) -> BaseGeometry | Refusal | None:
    if not isinstance(text, str) or not text.strip():
        return None
    try:
        shape: BaseGeometry = shapely.from_wkt(text)
    except ShapelyError:
        return Refusal("GEOM_UNREADABLE")
    return shape
