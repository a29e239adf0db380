"""Boundaries as files: what was read of one, and what is written into one. Files themselves are the business of `ingest`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from safegrid.domain.refusals import Refusal
from safegrid.store.queries.plan_files import CellRow

from .layer_rows import RowRefusal


@dataclass(frozen=True)
class OutlineRow:
    """An outline of a file in degrees. `row`: its number in the file, from 1; `code`, `name`: "" where it says none."""

    row: int
    code: str
    name: str
    shape: BaseGeometry


@dataclass(frozen=True)
class ReadOutlines:
    """A file as it was understood. `crs`, `encoding`: what its places and texts were taken to be written in."""

    rows: tuple[OutlineRow, ...]
    refused: tuple[RowRefusal, ...]
    crs: str
    encoding: str


@dataclass(frozen=True)
class Written:
    """`suffix` with its dot."""

    content: bytes
    content_type: str
    suffix: str


ReadBoundaries = Callable[[str, bytes, str], "ReadOutlines | Refusal"]
"""Reads (file name, content, reference system or "" to find out)."""
WriteBoundaries = Callable[[str, Sequence[CellRow]], Written]
"""Writes in a format: geojson, gpkg, shapefile or kml."""
