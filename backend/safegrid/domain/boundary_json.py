"""Edits as plain JSON and back: how a plan stores them and a browser sends them. Nothing is built from unchecked numbers."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from .boundary_edits import (
    ChangeParent,
    Dissolve,
    Edit,
    InsertVertex,
    MarkExclave,
    Merge,
    MoveVertex,
    NewCell,
    Recode,
    RedrawEdge,
    RemoveVertex,
    Rename,
    Restore,
    Split,
    Transfer,
)
from .boundary_ground import Community, Place, place
from .geometry import MAX_VERTICES, check_place, read_mapping
from .refusals import Refusal

KINDS: Mapping[str, type[Any]] = {
    "move_vertex": MoveVertex,
    "insert_vertex": InsertVertex,
    "remove_vertex": RemoveVertex,
    "redraw_edge": RedrawEdge,
    "split": Split,
    "transfer": Transfer,
    "merge": Merge,
    "dissolve": Dissolve,
    "new_cell": NewCell,
    "change_parent": ChangeParent,
    "rename": Rename,
    "exclave": MarkExclave,
    "recode": Recode,
    "restore": Restore,
}
_NAMES = {kind: name for name, kind in KINDS.items()}
MOST_CELLS = 1_000
MOST_LETTERS = 64


class _BadError(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def to_plain(edit: Edit) -> dict[str, Any]:
    """Write an edit: `do` names it; places are [lon, lat], outlines GeoJSON."""
    values = {f.name: _plain(getattr(edit, f.name)) for f in fields(edit)}
    return {"do": _NAMES[type(edit)], **values}


def from_plain(data: object) -> Edit | Refusal:
    """Read an edit. Refusals: FIELD_MISSING, FIELD_BAD with the field, and those of incoming geometry."""
    kind = KINDS.get(str(data.get("do"))) if isinstance(data, Mapping) else None
    if kind is None or not isinstance(data, Mapping):
        return Refusal("FIELD_BAD", (("field", "do"),))
    values = {}
    for f in fields(kind):
        if f.name not in data:
            return Refusal("FIELD_MISSING", (("field", f.name),))
        reader = _restored if kind is Restore else _READERS[f.name]
        try:
            values[f.name] = reader(data[f.name])
        except _BadError as bad:
            return bad.refusal
        except (TypeError, ValueError, KeyError):
            return Refusal("FIELD_BAD", (("field", f.name),))
    edit: Edit = kind(**values)
    return edit


def _plain(value: object) -> object:
    if isinstance(value, Community):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return mapping(value) if isinstance(value, BaseGeometry) else value


def _place(raw: Any) -> Place:  # noqa: ANN401 - any JSON value
    lon, lat = raw
    if any(isinstance(n, bool) or not isinstance(n, int | float) for n in (lon, lat)):
        raise TypeError
    refusal = check_place(lon, lat)
    if refusal:
        raise _BadError(refusal)
    return place((float(lon), float(lat)))


def _path(raw: Any) -> tuple[Place, ...]:  # noqa: ANN401
    if not isinstance(raw, list) or not 2 <= len(raw) <= MAX_VERTICES:
        raise ValueError
    return tuple(_place(at) for at in raw)


def _whole(raw: Any) -> int:  # noqa: ANN401
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 < raw < 2**63:
        raise ValueError
    return raw


def _wholes(raw: Any) -> tuple[int, ...]:  # noqa: ANN401
    if not isinstance(raw, list) or not 0 < len(raw) <= MOST_CELLS:
        raise ValueError
    return tuple(_whole(n) for n in raw)


def _flag(raw: Any) -> bool:  # noqa: ANN401
    if not isinstance(raw, bool):
        raise TypeError
    return raw


def _text(raw: Any) -> str:  # noqa: ANN401
    if not isinstance(raw, str) or not 0 < len(raw.strip()) <= MOST_LETTERS:
        raise ValueError
    return raw.strip()


def _code(raw: Any) -> str:  # noqa: ANN401
    text = _text(raw)
    if len(text) != 12 or not (text.isascii() and text.isdigit()):
        raise ValueError
    return text


def _codes(raw: Any) -> tuple[tuple[int, str], ...]:  # noqa: ANN401
    if not isinstance(raw, list) or not 0 < len(raw) <= MOST_CELLS:
        raise ValueError
    return tuple((_whole(cell), _code(code)) for cell, code in raw)


def _shape(raw: Any) -> BaseGeometry:  # noqa: ANN401
    shape = read_mapping(raw)
    if isinstance(shape, Refusal):
        raise _BadError(shape)
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise ValueError
    return shape


def _community(raw: Any) -> Community:  # noqa: ANN401
    return Community(
        id=_whole(raw["id"]),
        code=_code(raw["code"]),
        name=_text(raw["name"]),
        parent=_whole(raw["parent"]),
        shape=_shape(raw["shape"]),
        exclave=bool(raw.get("exclave")),
    )


def _restored(raw: Any) -> tuple[tuple[int, Community | None], ...]:  # noqa: ANN401
    return tuple((_whole(cell), None if was is None else _community(was)) for cell, was in raw)


_READERS: Mapping[str, Callable[[Any], object]] = {
    **dict.fromkeys(("at", "to", "start", "end", "side"), _place),
    **dict.fromkeys(("line", "path"), _path),
    **dict.fromkeys(("cell", "left", "right", "source", "target", "into", "new", "parent"), _whole),
    "cells": _wholes,
    "code": _code,
    "on": _flag,
    "codes": _codes,
    "name": _text,
    "outline": _shape,
}
