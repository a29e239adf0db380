"""What reads and writes files for the API, which does not know the packages that do.

They are loaded at the first use: data frames take seconds and 70 MB that most processes never need.
"""

from collections.abc import Sequence
from importlib import import_module

from safegrid.actions.layer_rows import ReadFile, ReadRows
from safegrid.actions.plan_files import ReadBoundaries, ReadOutlines, WriteBoundaries, Written
from safegrid.actions.point_import import ReadSheet, WriteTemplate
from safegrid.domain.layer_table import LayerDef
from safegrid.domain.refusals import Refusal
from safegrid.store.queries.plan_files import CellRow


def read_layer(name: str, data: bytes, layer: LayerDef, crs: str) -> ReadRows | Refusal:
    """Read features of a layer."""
    read: ReadFile = import_module("safegrid.ingest.layers.read").read_layer
    return read(name, data, layer, crs)


def read_boundaries(name: str, data: bytes, crs: str) -> ReadOutlines | Refusal:
    """Read outlines of cells."""
    read: ReadBoundaries = import_module("safegrid.ingest.boundaries.read").read_outlines
    return read(name, data, crs)


def write_boundaries(form: str, rows: Sequence[CellRow]) -> Written:
    """Write cells in a format."""
    write: WriteBoundaries = import_module("safegrid.ingest.boundaries.write").write_cells
    return write(form, rows)


def read_sheet(name: str, data: bytes) -> list[list[str]] | Refusal:
    """Read the first sheet of an Excel file."""
    read: ReadSheet = import_module("safegrid.ingest.sheets").read_sheet
    return read(name, data)


def point_template() -> bytes:
    """Write the template of risk points."""
    write: WriteTemplate = import_module("safegrid.ingest.sheets").point_template
    return write()
