"""What reads files for the API, which does not know the packages that do."""

from importlib import import_module

from safegrid.actions.layer_rows import ReadFile, ReadRows
from safegrid.domain.layer_table import LayerDef
from safegrid.domain.refusals import Refusal


def read_layer(name: str, data: bytes, layer: LayerDef, crs: str) -> ReadRows | Refusal:
    """Read with `ingest`, loaded at the first use: data frames take seconds and 70 MB that most processes never need."""
    read: ReadFile = import_module("safegrid.ingest.layers.read").read_layer
    return read(name, data, layer, crs)
