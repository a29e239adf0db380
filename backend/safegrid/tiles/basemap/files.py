"""Base maps in a file: MBTiles 1.3 and PMTiles 3, with pictures. Both are read only and may be on a read-only disk."""

import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..picture import Picture, picture_of
from .pmtiles import Archive


@dataclass(frozen=True)
class About:
    """What a file says of itself."""

    min_zoom: int
    max_zoom: int
    attribution: str


class TileFile(Protocol):
    """A file of pictures by XYZ addresses."""

    about: About

    def tile(self, z: int, x: int, y: int) -> Picture | None: ...


class NotUsableError(ValueError):
    """The file is no base map of pictures; the message says why."""


def open_file(path: Path) -> TileFile:
    """Open a base map by its ending. Raises NotUsableError."""
    if not path.is_file():
        raise NotUsableError(f"没有这个文件 · no such file: {path}")
    try:
        match path.suffix.lower():
            case ".mbtiles":
                return Mbtiles(path)
            case ".pmtiles":
                return Pmtiles(path)
    except (sqlite3.Error, ValueError, OSError) as error:
        raise NotUsableError(
            f"底图文件打不开 · the base map cannot be opened: {path.name}: {error}"
        ) from error
    raise NotUsableError(
        f"底图应为 .mbtiles 或 .pmtiles · a base map ends in .mbtiles or .pmtiles: {path.name}"
    )


class Mbtiles:
    """SQLite with rows counted from the south (TMS). A connection for each thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        said = dict(self._database().execute("SELECT name, value FROM metadata"))
        if str(said.get("format", "")).lower() not in {"png", "jpg", "jpeg", "webp"}:
            raise ValueError(f"format {said.get('format')!r}: png, jpg or webp")
        low, high = self._database().execute("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
        if low is None:
            raise ValueError("no tiles")
        self.about = About(int(low), int(high), str(said.get("attribution", "")))

    def tile(self, z: int, x: int, y: int) -> Picture | None:
        row = (
            self._database()
            .execute(
                "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
                (z, x, (1 << z) - 1 - y),
            )
            .fetchone()
        )
        return picture_of(bytes(row[0])) if row else None

    def _database(self) -> sqlite3.Connection:
        known: sqlite3.Connection | None = getattr(self._local, "database", None)
        if known is None:
            known = sqlite3.connect(f"file:{self._path}?mode=ro&immutable=1", uri=True)
            self._local.database = known
        return known


class Pmtiles:
    """One archive with directories along a Hilbert curve."""

    def __init__(self, path: Path) -> None:
        self._archive = Archive(path)
        header = self._archive.header
        if not header.is_picture:
            raise ValueError("tiles are no pictures: png, jpg or webp")
        self.about = About(header.min_zoom, header.max_zoom, self._archive.attribution())

    def tile(self, z: int, x: int, y: int) -> Picture | None:
        data = self._archive.tile(z, x, y)
        return picture_of(data) if data else None
