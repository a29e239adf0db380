"""Risk points that a statement has written by the thousand: what they were and what they are, told of without an object each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.db import connection

from safegrid.domain.counts import Tally, add, of
from safegrid.domain.drawn import PointDrawn
from safegrid.domain.events import Box
from safegrid.store import sql
from safegrid.store.among import literal


class Side(NamedTuple):
    """What may differ of a point: the community that owns it (0 = none), those that it enters, its levels."""

    cell: int
    touched: tuple[int, ...]
    live: int
    firm: int
    base: int


@dataclass
class MovedPoints:
    """Points on the map, each written once; the three columns go together."""

    ids: list[int] = field(default_factory=list)
    before: list[Side] = field(default_factory=list)
    after: list[Side] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, pk: int, before: Side, after: Side) -> None:
        """Take a point."""
        self.ids.append(pk)
        self.before.append(before)
        self.after.append(after)

    def owners(self) -> int:
        """How many have another owner."""
        return sum(was.cell != now.cell for was, now in zip(self.before, self.after, strict=True))

    def cells(self) -> set[int]:
        """Communities that they are or were in."""
        return {cell for side in {*self.before, *self.after} for cell in (side.cell, *side.touched)}

    def tally(self) -> Tally:
        """What their change does to the counts."""
        terms = [(side, n) for side, n in Counter(self.after).items()]
        terms += [(side, -n) for side, n in Counter(self.before).items()]
        return add((of(_drawn(side)), n) for side, n in terms)

    def write_items(self, batch: int, cause: str) -> Box:
        """Write the item of each; return the box around them. One statement."""
        cells, touched, *levels = zip(*self.before, strict=True)
        columns: dict[str, Any] = {
            "ids": literal(self.ids),
            "cell": literal(cells),
            "touched": "{"
            + ",".join([f'"[{",".join(map(str, ids))}]"' if ids else "[]" for ids in touched])
            + "}",
            **dict(zip(("live", "firm", "base"), map(literal, levels), strict=True)),
            "batch": batch,
            "cause": cause,
        }
        with connection.cursor() as cursor:
            cursor.execute(sql.text("point_items"), columns)
            west, south, east, north = cursor.fetchone()
        return (west, south, east, north)

    def singly(self) -> list[tuple[PointDrawn, PointDrawn, Box]]:
        """The whole drawing of each before and after, with its box. One statement."""
        if not self.ids:
            return []
        before = dict(zip(self.ids, self.before, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(sql.text("point_drawn"), {"ids": self.ids})
            return [_pair(before[row[0]], row) for row in cursor.fetchall()]


def _pair(was: Side, row: Sequence[Any]) -> tuple[PointDrawn, PointDrawn, Box]:
    *columns, box = row
    plain = dict(zip(_COLUMNS, columns, strict=True))
    after = PointDrawn(**plain | {"touched": tuple(plain["touched"])})
    before = replace(after, v=after.v - 1, **was._asdict())
    west, south, east, north = box
    return before, after, (west, south, east, north)


_COLUMNS = (
    *("id", "v", "cell", "touched", "unit", "industry", "lon", "lat", "shape", "name"),
    *("live", "firm", "base"),
)


def _drawn(side: Side) -> PointDrawn:
    """A point of no place, as far as it is counted."""
    return PointDrawn(0, 0, side.cell, (), 0, "", 0.0, 0.0, "point", "", side.live, side.firm, side.base)
