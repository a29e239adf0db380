"""Values as PostgreSQL's COPY reads them in its text format."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_SPECIAL = re.compile(r"[\\\t\n\r]")


def line(values: tuple[Any, ...]) -> str:
    """One row, its line end included. Tuples become arrays, dicts and lists JSON. Raises KeyError for other types."""
    return "\t".join([_WRITERS[type(value)](value) for value in values]) + "\n"


def json_text(value: object) -> str:
    """JSON as it is stored; a row may carry this text itself where many rows share it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _text(value: str) -> str:
    return value.translate(_ESCAPES) if _SPECIAL.search(value) else value


def _array(value: tuple[object, ...]) -> str:
    return "{" + ",".join([_element(item) for item in value]) + "}"


def _element(item: object) -> str:
    """An element of an array: numbers, and codes without quotes, commas or braces."""
    text = str(item)
    if not text or set(text) & set('",{}\\ \t\n'):
        raise ValueError(f"not a plain array element: {text!r}")
    return text


_WRITERS: dict[type, Callable[[Any], str]] = {
    type(None): lambda value: "\\N",
    bool: lambda value: "t" if value else "f",
    int: str,
    float: repr,
    str: _text,
    tuple: _array,
    dict: lambda value: _text(json_text(value)),
    list: lambda value: _text(json_text(value)),
    datetime: datetime.isoformat,
}
