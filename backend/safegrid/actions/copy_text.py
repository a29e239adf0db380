"""Values as PostgreSQL's COPY reads them in its text format."""

import json
from datetime import datetime
from typing import Any

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def line(values: tuple[Any, ...]) -> str:
    """One row, its line end included. Tuples become arrays, dicts and lists JSON."""
    return "\t".join([_field(value) for value in values]) + "\n"


def _field(value: Any) -> str:  # noqa: ANN401, PLR0911 - one function for columns of every type
    if value is None:
        return "\\N"
    if value is True:
        return "t"
    if value is False:
        return "f"
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if isinstance(value, tuple):
        return "{" + ",".join(_element(item) for item in value) + "}"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def _element(item: object) -> str:
    """An element of an array: numbers, and codes without quotes, commas or braces."""
    text = str(item)
    if not text or set(text) & set('",{}\\ \t\n'):
        raise ValueError(f"not a plain array element: {text!r}")
    return text
