"""What was read of a file for a layer: the features that may be stored, and why each other row may not."""

from collections.abc import Callable
from dataclasses import dataclass

from safegrid.domain.layer_table import LayerDef
from safegrid.domain.refusals import Refusal

from .layers import NewFeature


@dataclass(frozen=True)
class RowRefusal:
    """A row that is left out. `row`: its number in the file, from 1, the head line not counted."""

    row: int
    name: str
    refusal: Refusal


@dataclass(frozen=True)
class ReadRows:
    """A file as it was understood. `crs`, `encoding`: what its places and texts were taken to be written in."""

    features: tuple[NewFeature, ...]
    refused: tuple[RowRefusal, ...]
    columns: tuple[str, ...]
    crs: str
    encoding: str


ReadFile = Callable[[str, bytes, LayerDef, str], "ReadRows | Refusal"]
"""Reads (file name, content, layer, reference system or "" to find out)."""
