"""The table beside a Shapefile (dBASE III). Read here, because its letters are often not those that it declares.

Names of fields are cut after ten bytes, in the middle of a letter too, which strict readers take for a broken file.
"""

import struct
from dataclasses import dataclass
from typing import Any

from .texts import guessed

HEADER = 32
FIELD = 32
END = 0x0D
DELETED = ord("*")


@dataclass(frozen=True)
class _Field:
    name: bytes
    kind: str
    length: int


def read_dbf(data: bytes, encoding: str) -> tuple[list[dict[str, Any] | None], str]:
    """Rows by the names of their fields, None for a deleted one, and the encoding ("" given: found out).

    Raises ValueError for a file that is shorter than it says.
    """
    if len(data) < HEADER + 1:
        raise ValueError("dbf: no header")
    count, start, size = struct.unpack_from("<IHH", data, 4)
    fields = _fields(data[HEADER:start])
    if size != 1 + sum(field.length for field in fields) or len(data) < start + count * size:
        raise ValueError("dbf: shorter than its header says")
    body = data[start : start + count * size]
    used = encoding or guessed(b"".join(field.name for field in fields) + body)
    names = [field.name.decode(used, "ignore") for field in fields]
    rows: list[dict[str, Any] | None] = []
    for at in range(0, len(body), size):
        if body[at] == DELETED:
            rows.append(None)
            continue
        rows.append(dict(zip(names, _values(body[at + 1 : at + size], fields, used), strict=True)))
    return rows, used


def _fields(data: bytes) -> list[_Field]:
    found = []
    for at in range(0, len(data) - FIELD + 1, FIELD):
        if data[at] == END:
            break
        name = data[at : at + 11].split(b"\0", 1)[0]
        found.append(_Field(name, chr(data[at + 11]), data[at + 16]))
    return found


def _values(record: bytes, fields: list[_Field], encoding: str) -> list[Any]:
    values, at = [], 0
    for field in fields:
        values.append(_value(record[at : at + field.length].strip(b" \0"), field.kind, encoding))
        at += field.length
    return values


def _value(raw: bytes, kind: str, encoding: str) -> Any:  # noqa: ANN401 - text, number or nothing
    if not raw:
        return None
    if kind in "NF":
        try:
            return float(raw) if b"." in raw or b"e" in raw.lower() else int(raw)
        except ValueError:
            return None  # stars: the number did not fit
    text = raw.decode(encoding, "ignore")
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}" if kind == "D" and len(text) == 8 else text
