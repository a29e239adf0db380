"""Objects as arrays: where each is and who owns it, read through binary COPY (a million rows in about two seconds)."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from safegrid.domain.impact import Places
from safegrid.store import sql
from safegrid.store.models.alarms import ALARM_SETTLED
from safegrid.store.models.hazards import SETTLED

Kind = Literal["point", "unit", "hazard", "alarm"]
KINDS: tuple[Kind, ...] = ("point", "unit", "hazard", "alarm")
HEAD, TAIL = 19, 2
"""Bytes before the first row and after the last one of PostgreSQL's binary COPY."""
_FIELDS = (("id", ">i8"), ("lon", ">f8"), ("lat", ">f8"), ("owner", ">i8"), ("level", ">i8"), ("base", ">i8"))
ROW = np.dtype(
    [("n", ">i2"), *(f for name, kind in _FIELDS for f in ((f"{name}_size", ">i4"), (name, kind)))]
)
"""A row of six columns without NULLs, each after its length."""


@dataclass(frozen=True)
class Read:
    """Objects of a kind. `base`: base levels of risk points, 0-4."""

    places: Places
    base: NDArray[np.int64]


def places_of(kind: Kind, cells: Iterable[int]) -> Read:
    """Objects of some communities and of unowned ground, in the order of their ids. One statement."""
    settled = ALARM_SETTLED if kind == "alarm" else SETTLED
    return copied(f"plan_places_{kind}", {"cells": sorted(cells), "settled": settled})


def copied(name: str, parameters: dict[str, Any]) -> Read:
    """Read a statement of the six columns id, lon, lat, owner, level, base; none of them NULL."""
    buffer = io.BytesIO()
    with connection.wrap_database_errors, connection.cursor() as cursor:
        asked = cursor.mogrify(sql.text(name), parameters).decode()
        cursor.copy_expert(f"COPY ({asked}) TO STDOUT (FORMAT binary)", buffer)
    rows = np.frombuffer(buffer.getvalue()[HEAD:-TAIL], dtype=ROW)
    columns = {name: np.ascontiguousarray(rows[name], dtype=wide.replace(">", "=")) for name, wide in _FIELDS}
    places = Places(columns["id"], columns["lon"], columns["lat"], columns["owner"], columns["level"])
    return Read(places, columns["base"])
