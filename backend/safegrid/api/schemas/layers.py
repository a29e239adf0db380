"""Further layers: the list, one feature, and what an import made of a file."""

from typing import Any

from ninja import Schema
from pydantic import Field

from safegrid.domain.layers import Kind

from .common import CellRef, Text


class KindOut(Schema):
    """A kind of feature within a layer, and how many are in sight."""

    code: str
    name: Text
    n: int


class LayerOut(Schema):
    """A layer that the viewer may switch on. `tiles`: address of its vector tiles, layers `shape` and `mark`.

    `source`: features are imported rows; the others are computed, and their marks open what they are about.
    """

    code: str
    name: Text
    kind: Kind
    group: str
    icon: str
    colour: str
    source: str
    version: int
    count: int
    kinds: list[KindOut]
    tiles: str


class LayerList(Schema):
    layers: list[LayerOut]
    may_import: bool


class Value(Schema):
    """One thing that a feature tells of itself. `reveal`: where the full number is asked for."""

    key: str
    label: Text
    value: Text
    reveal: str = ""


class FeatureOut(Schema):
    """A feature. `geometry`: GeoJSON in degrees; `metres` of a line, `hectares` of an area."""

    id: int
    layer: str
    layer_name: Text
    icon: str
    colour: str
    name: str
    kind: Text | None
    values: list[Value]
    lon: float
    lat: float
    shape: Kind
    metres: int | None
    hectares: float | None
    path: list[CellRef]
    touched: list[CellRef] = Field(description="further communities that a line or an area enters, in sight")
    geometry: dict[str, Any]
    origin: str


class ImportIn(Schema):
    """Into which layer, and how to read the file. What comes after `dry` describes a layer that is not there yet."""

    code: str = Field(max_length=32)
    crs: str = Field("", max_length=60, description="EPSG:4547, GCJ02, BD09 …; empty = the file's own word")
    dry: bool = False
    name_zh: str = Field("", max_length=40)
    name_en: str = Field("", max_length=60)
    kind: Kind = Kind.POINT
    group: str = Field("other", max_length=16)
    icon: str = Field("pin", max_length=24)
    colour: str = Field("#4a5f9e", max_length=7)
    audience: list[str] = Field(
        default_factory=list, description="roles; empty = everybody who sees the ground"
    )


class RowRefused(Schema):
    """A row that was left out. `row`: its number in the file, from 1, the head line not counted."""

    row: int
    name: str
    code: str
    why: Text


class ImportOut(Schema):
    """What became of a file. `dry`: nothing was changed yet."""

    dry: bool
    code: str
    version: int
    accepted: int
    unowned: int
    refused: int
    rows: list[RowRefused] = Field(description="the first refused rows")
    crs: str
    encoding: str
    columns: list[str]
    names: list[str] = Field(description="names of the first features")
    bounds: list[float] = Field(description="west, south, east, north in degrees; empty without features")
