"""From a file to features: each row is judged by itself, and a row that cannot be stored says why."""

import math
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import numpy as np

from safegrid.actions.layer_rows import ReadRows, RowRefusal
from safegrid.actions.layers import NewFeature
from safegrid.domain.layer_table import LayerDef
from safegrid.domain.layers import Kind
from safegrid.domain.refusals import Refusal
from safegrid.domain.terms import GROUPS

from .crs import title, to_degrees
from .files import open_table
from .shapes import in_degrees, system_of

NAMES = ("name", "名称", "名字", "单位名称", "标题", "title")
LONGEST_NAME = 120
LONGEST_TEXT = 500
MOST_COLUMNS = 40
KINDS = {
    Kind.POINT: ("Point",),
    Kind.LINE: ("LineString", "MultiLineString"),
    Kind.AREA: ("Polygon", "MultiPolygon"),
}


def read_layer(name: str, data: bytes, layer: LayerDef, crs: str = "") -> ReadRows | Refusal:
    """Read a file for a layer. `crs`: its reference system, "" to take the file's own word.

    Refusals of the whole file: those of `open_table`, LAYER_CRS.
    """
    table = open_table(name, data)
    if isinstance(table, Refusal):
        return table
    system = system_of(table, crs)
    if isinstance(system, Refusal):
        return system
    convert, keys = to_degrees(system), _keys(table.columns, layer)
    features: list[NewFeature] = []
    refused: list[RowRefusal] = []
    for i, (row, shape) in enumerate(zip(table.rows, table.shapes, strict=True)):
        title_, attrs = _told(row, keys)
        made = table.problems.get(i) or in_degrees(shape, KINDS[layer.kind], convert)
        if not isinstance(made, Refusal) and len(title_) > LONGEST_NAME:
            made = Refusal("ROW_NAME_LONG", (("limit", LONGEST_NAME),))
        if isinstance(made, Refusal):
            refused.append(RowRefusal(i + 1, title_[:LONGEST_NAME], made))
        else:
            features.append(NewFeature(title_, attrs, made))
    return ReadRows(tuple(features), tuple(refused), tuple(keys), title(system), table.encoding)


def _keys(columns: Sequence[str], layer: LayerDef) -> dict[str, str]:
    """Column to what it is called in the layer: `name`, a field's key by any of its names, or as it is."""
    known = {word.lower(): key for key, zh, en in layer.fields for word in (key, zh, en)}
    found: dict[str, str] = {}
    for column in columns[:MOST_COLUMNS]:
        word = column.strip().lower()
        is_name = word in NAMES and "name" not in found.values()
        found[column] = "name" if is_name else known.get(word, column.strip()[:40])
    return found


def _told(row: dict[str, Any], keys: dict[str, str]) -> tuple[str, dict[str, Any]]:
    attrs = {key: value for column, key in keys.items() if (value := _plain(row.get(column))) is not None}
    name = str(attrs.pop("name", ""))
    if "kind" in attrs:
        attrs["kind"] = _CODES.get(str(attrs["kind"]).lower(), str(attrs["kind"])[:40])
    return name, attrs


# 学校, School or school: all of them are the kind `school`.
_CODES = {
    word.lower(): code for code, term in GROUPS["layer_kind"].items() for word in (code, term.zh, term.en)
}


def _plain(value: object) -> str | int | float | bool | None:
    """A cell of the table as JSON can keep it; None for an empty one."""
    if isinstance(value, np.generic):
        value = value.item()
    match value:
        case bool() | int():
            return value
        case float():
            return None if not math.isfinite(value) else int(value) if value.is_integer() else value
        case datetime() | date():
            return value.isoformat() if value == value else None  # noqa: PLR0124 - pandas' "not a time" is no value
        case str():
            return value.strip()[:LONGEST_TEXT] or None
    return None
