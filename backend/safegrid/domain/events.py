"""Everything that happens, as frozen values. An action writes them to the outbox in its own transaction.

A `Changed` carries the whole object before and after: the new owner may see what the old one may no longer, bounding
boxes of both evict tiles, and their difference keeps the counts. Payloads are canonical JSON, so that they can be hashed.
"""

import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from . import counts
from .drawn import AlarmDrawn, Drawn, HazardDrawn, PointDrawn, UnitDrawn

T = TypeVar("T")
Box = tuple[float, float, float, float]
"""west, south, east, north in degrees."""


@dataclass(frozen=True)
class Changed:
    """An object was made (`before` None), changed, or left the map (`after` None). `v` orders them per object."""

    kind: ClassVar[str] = "changed"
    entity: str
    id: int
    v: int
    before: Drawn | None
    after: Drawn | None
    boxes: tuple[Box, ...]
    cause: str  # the action: "hazard.report", "point.rerate", ...


@dataclass(frozen=True)
class AccessChanged:
    """What somebody may see, or whether they may connect at all, changed. Goes before every other event of a batch."""

    kind: ClassVar[str] = "access"
    viewer: str  # "user:7" or "kiosk:3"
    version: int
    session: str = ""  # only this log-in, when it ends; "" = all of the viewer's
    cause: str = ""


@dataclass(frozen=True)
class DutiesCounted:
    """People on duty at communities began or ended; only the counts move."""

    kind: ClassVar[str] = "duties"
    tally: tuple[tuple[int, str, int], ...]  # (community, column, difference)
    cause: str


@dataclass(frozen=True)
class Tallied:
    """What is counted of communities but drawn nowhere turned: a survey is overdue, or done. Many cells at once."""

    kind: ClassVar[str] = "tally"
    tally: tuple[tuple[int, str, int], ...]  # as `DutiesCounted`
    cause: str


@dataclass(frozen=True)
class BoundaryPublished:
    """A new version of the boundaries is in force; cells, parents and owners may differ."""

    kind: ClassVar[str] = "boundary"
    version: int
    cells: tuple[int, ...]
    cause: str


@dataclass(frozen=True)
class RulesChanged:
    """Another rule pack took force: cells are judged by its numbers from now on, objects as they are rated again."""

    kind: ClassVar[str] = "rules"
    pack: str
    version: str
    cause: str


@dataclass(frozen=True)
class Bulk:
    """Many objects changed at once; one `event_item` row each carries the `Changed`. `tally`: as `DutiesCounted`."""

    kind: ClassVar[str] = "bulk"
    batch: int
    entities: tuple[str, ...]
    cells: tuple[int, ...]
    boxes: tuple[Box, ...]
    tally: tuple[tuple[int, str, int], ...]
    items: int
    cause: str


@dataclass(frozen=True)
class Noticed:
    """One person is told something in the application; nobody else hears of it. `alarm`: 0 = of none."""

    kind: ClassVar[str] = "notice"
    viewer: str
    id: int
    alarm: int
    code: str
    text: str
    at: str


@dataclass(frozen=True)
class WallChanged:
    """The desk shows something else on a wall, or a wall came or went. `viewer`: the wall's own key.

    `cells`: communities of its ground, None = the whole city. `view`: what it shows, None = its own ways.
    """

    kind: ClassVar[str] = "wall"
    viewer: str
    id: int
    v: int
    name: str
    cells: tuple[int, ...] | None
    view: dict[str, Any] | None
    online: bool
    cause: str


@dataclass(frozen=True)
class CellsCounted:
    """New absolute counts of communities, written by the sequencer. Each: (cell, version, counts in column order)."""

    kind: ClassVar[str] = "counts"
    cells: tuple[tuple[int, int, tuple[int, ...]], ...]


@dataclass(frozen=True)
class LayerChanged:
    """Features of a layer changed, or the layer itself: its tiles have a new address. `audience`: as the layer's."""

    kind: ClassVar[str] = "layer"
    code: str
    version: int
    audience: tuple[str, ...]
    cause: str


Event = (
    Changed
    | AccessChanged
    | DutiesCounted
    | Tallied
    | BoundaryPublished
    | RulesChanged
    | Bulk
    | Noticed
    | CellsCounted
    | LayerChanged
    | WallChanged
)
_DRAWN: dict[str, type[Drawn]] = {c.entity: c for c in (PointDrawn, UnitDrawn, HazardDrawn, AlarmDrawn)}
_EVENTS: dict[str, type[Event]] = {
    c.kind: c
    for c in (
        Changed,
        AccessChanged,
        DutiesCounted,
        Tallied,
        BoundaryPublished,
        RulesChanged,
        Bulk,
        Noticed,
        CellsCounted,
        LayerChanged,
        WallChanged,
    )
}


def tally(event: Event) -> counts.Tally:
    """Return what an event does to the counts."""
    if isinstance(event, Changed):
        return counts.change(event.before, event.after)
    if isinstance(event, DutiesCounted | Tallied | Bulk):
        return counts.add([({cell: {column: n}}, 1) for cell, column, n in event.tally])
    return {}


def flat(tally: counts.Tally) -> tuple[tuple[int, str, int], ...]:
    """Write a tally as sorted triples, the form that events carry."""
    return tuple((cell, column, n) for cell in sorted(tally) for column, n in sorted(tally[cell].items()))


def encode(event: Event) -> str:
    """Write an event as canonical JSON: sorted keys, no spaces, UTF-8 kept."""
    return json.dumps(
        _fields(event), sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    )


def decode(kind: str, text: str) -> Event:
    """Read an event back. Unknown fields are dropped, so that an older process can follow a newer log."""
    data = json.loads(text)
    if kind == Changed.kind:
        shape = _DRAWN[data["entity"]]
        for side in ("before", "after"):
            data[side] = None if data[side] is None else _build(shape, data[side])
    return _build(_EVENTS[kind], data)


def drawn_from(entity: str, data: dict[str, Any]) -> Drawn:
    """Build the drawn object of an entity from its plain form."""
    return _build(_DRAWN[entity], data)


def _build(shape: type[T], data: dict[str, Any]) -> T:
    known = {f.name for f in fields(shape)}  # type: ignore[arg-type] # all of them are dataclasses
    return shape(**{name: _frozen(value) for name, value in data.items() if name in known})


def _frozen(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    return tuple(_frozen(v) for v in value) if isinstance(value, list) else value


def _fields(value: Any) -> dict[str, Any]:  # noqa: ANN401 - an event, or what it carries
    """What JSON writes of a dataclass. Not `asdict`: that copies every tuple of a bulk event's thousands."""
    return {f.name: getattr(value, f.name) for f in fields(value)}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value):
        return _fields(value)
    raise TypeError(f"an event cannot carry {type(value).__name__}")
