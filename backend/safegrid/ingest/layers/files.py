"""Opening a file: its rows, its shapes as they are written there, and in which reference system."""

import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import geopandas
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from safegrid.domain.refusals import Refusal

from .dbf import read_dbf
from .tables import Placed, places_of, read_csv
from .texts import declared

MOST_ROWS = 50_000
MOST_UNPACKED = 400 * 1024 * 1024
"""Of a zip's content: what unpacks to more is no layer but an attack."""
SHAPE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
BROKEN = (
    DataSourceError,
    DataLayerError,
    zipfile.BadZipFile,
    UnicodeDecodeError,
    ValueError,
    OSError,
    RuntimeError,
)
Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """Rows of a file. `shapes` in `crs`; None without a place. `problems`: what is wrong with a row's place."""

    columns: tuple[str, ...]
    rows: list[Row]
    shapes: list[BaseGeometry | None]
    crs: CRS | None
    encoding: str = "utf-8"
    problems: dict[int, Refusal] = field(default_factory=dict)


def open_table(name: str, data: bytes) -> Table | Refusal:
    """Read a file by its ending. Refusals: LAYER_FILE_TYPE, LAYER_FILE_BROKEN, LAYER_TOO_MANY, LAYER_EMPTY, LAYER_NO_PLACE."""
    reader = _READERS.get(Path(name).suffix.lower())
    if reader is None:
        return Refusal("LAYER_FILE_TYPE")
    try:
        table = reader(data)
    except BROKEN as error:
        return Refusal(
            "LAYER_FILE_BROKEN", (("why", str(error).splitlines()[0][:120] if str(error) else "?"),)
        )
    if isinstance(table, Refusal):
        return table
    if not table.rows:
        return Refusal("LAYER_EMPTY")
    return Refusal("LAYER_TOO_MANY", (("limit", MOST_ROWS),)) if len(table.rows) > MOST_ROWS else table


def _csv(data: bytes) -> Table | Refusal:
    read = read_csv(data, MOST_ROWS + 1)
    if isinstance(read, Refusal):
        return read
    rows, encoding = read
    return _placed(rows, encoding)


def _placed(rows: list[Row], encoding: str) -> Table | Refusal:
    placed = places_of(rows)
    if not isinstance(placed, Placed):
        return placed
    columns = tuple(name for name in (rows[0] if rows else {}) if name not in placed.used)
    plain = [{name: row.get(name) for name in columns} for row in rows]
    return Table(columns, plain, placed.shapes, None, encoding, placed.problems)


def _xlsx(data: bytes) -> Table | Refusal:
    refusal = _bomb(data)
    if refusal is not None:
        return refusal
    with _OnDisk(data, "table.xlsx") as path:
        frame = pyogrio.read_dataframe(path, read_geometry=False, max_features=MOST_ROWS + 1, HEADERS="FORCE")
    return _placed([{str(k): v for k, v in row.items()} for row in frame.to_dict("records")], "utf-8")


def _geojson(data: bytes) -> Table | Refusal:
    with _OnDisk(data, "layer.geojson") as path:
        return _frame(path, "utf-8")


def _kml(data: bytes) -> Table | Refusal:
    with _OnDisk(data, "layer.kml") as path:
        return _frame(path, "utf-8")


def _gpkg(data: bytes) -> Table | Refusal:
    if not data.startswith(b"SQLite format 3\0"):
        return Refusal("LAYER_FILE_TYPE")
    with _OnDisk(data, "layer.gpkg") as path:
        return _frame(path, "utf-8")


def _shapefile(data: bytes) -> Table | Refusal:
    """A zip with one Shapefile. Its parts are written under names of our own: a zip may name any path."""
    refusal = _bomb(data)
    if refusal is not None:
        return refusal
    with zipfile.ZipFile(BytesIO(data)) as archive, tempfile.TemporaryDirectory() as folder:
        parts = {
            Path(n).suffix.lower(): n for n in archive.namelist() if Path(n).suffix.lower() in SHAPE_PARTS
        }
        if not {".shp", ".shx", ".dbf"} <= parts.keys():
            return Refusal("LAYER_FILE_TYPE")
        said = declared(archive.read(parts[".cpg"]).decode("ascii", "replace")) if ".cpg" in parts else ""
        rows, encoding = read_dbf(archive.read(parts[".dbf"]), said)
        for suffix in (".shp", ".shx", ".prj"):
            if suffix in parts:
                Path(folder, f"layer{suffix}").write_bytes(archive.read(parts[suffix]))
        table = _frame(Path(folder, "layer.shp"), "utf-8")
        return table if isinstance(table, Refusal) else _joined(table, rows, encoding)


def _joined(table: Table, rows: list[Row | None], encoding: str) -> Table:
    """Shapes and rows are in the same order; what is deleted in the one is left out of both."""
    if len(rows) != len(table.shapes):
        raise ValueError(f"{len(table.shapes)} shapes, {len(rows)} rows")
    kept = [(row, shape) for row, shape in zip(rows, table.shapes, strict=True) if row is not None]
    columns = tuple(kept[0][0]) if kept else ()
    return Table(columns, [row for row, _ in kept], [shape for _, shape in kept], table.crs, encoding)


def _frame(path: Path, encoding: str) -> Table | Refusal:
    layers = [name for name, kind in pyogrio.list_layers(path) if kind is not None]
    if not layers:
        return Refusal("LAYER_NO_PLACE")
    frame = geopandas.read_file(
        path, engine="pyogrio", layer=layers[0], encoding=encoding, max_features=MOST_ROWS + 1
    )
    if not isinstance(frame, geopandas.GeoDataFrame):
        return Refusal("LAYER_NO_PLACE")
    columns = tuple(str(name) for name in frame.columns if name != frame.geometry.name)
    rows = [{str(k): v for k, v in row.items()} for row in frame[list(columns)].to_dict("records")]
    return Table(columns, rows or [{} for _ in range(len(frame))], list(frame.geometry), frame.crs, encoding)


def _bomb(data: bytes) -> Refusal | None:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    return (
        Refusal("LAYER_FILE_BIG", (("megabytes", MOST_UNPACKED // 1024 // 1024),))
        if unpacked > MOST_UNPACKED
        else None
    )


class _OnDisk:
    """The bytes as a file of that name, for as long as the block runs."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data, self._name = data, name

    def __enter__(self) -> Path:
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name, self._name)
        path.write_bytes(self._data)
        return path

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()


_READERS: dict[str, Callable[[bytes], Table | Refusal]] = {
    ".csv": _csv,
    ".txt": _csv,
    ".xlsx": _xlsx,
    ".geojson": _geojson,
    ".json": _geojson,
    ".gpkg": _gpkg,
    ".kml": _kml,
    ".zip": _shapefile,
}
