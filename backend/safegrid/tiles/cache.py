"""Encoded tiles of this process, kept only as long as no event touched them.

A ticket is drawn before a tile's statement runs. An event that comes between marks it spoilt: the tile may be older
than the event, so it is handed to who asked before, but never kept and never given to anyone who asks later.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from safegrid.domain.events import (
    BoundaryPublished,
    Box,
    Bulk,
    Changed,
    DutiesCounted,
    Event,
    LayerChanged,
    Tallied,
)

from .address import CELLS, LAYERS, MAX_ZOOM, MIN_ZOOM, POINTS, Address, tiles_around
from .body import Body

LIMIT = 256 * 1024 * 1024
OVERHEAD = 750
"""Bytes that an entry costs besides its body (measured: 746 with empty tiles)."""
DRAWN = frozenset({"point", "unit"})
Place = tuple[int, int, int]


@dataclass(eq=False, slots=True)
class Ticket:
    """A tile being computed."""

    address: Address
    spoilt: bool = False


class TileCache:
    """Least recently used first out, by bytes. Used by the event loop and by the log's tail at once."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._bodies: OrderedDict[Address, Body] = OrderedDict()
        self._places: dict[Place, set[Address]] = {}
        self._running: set[Ticket] = set()
        self.bytes = 0

    def get(self, address: Address) -> Body | None:
        with self._lock:
            body = self._bodies.get(address)
            if body is not None:
                self._bodies.move_to_end(address)
            return body

    def begin(self, address: Address) -> Ticket:
        """Draw a ticket; to be called before the tile's statement starts."""
        ticket = Ticket(address)
        with self._lock:
            self._running.add(ticket)
        return ticket

    def finish(self, ticket: Ticket, body: Body | None) -> bool:
        """Keep the tile unless its ticket was spoilt; None ends a computation that failed. Returns whether it is kept."""
        with self._lock:
            self._running.discard(ticket)
            if body is None or ticket.spoilt:
                return False
            self._store(ticket.address, body)
            return True

    def follow(self, event: Event) -> None:
        """Drop what an event makes old. Called by the tail, in order."""
        if isinstance(event, BoundaryPublished):
            self._drop_all()
        elif isinstance(event, Changed) and event.entity in DRAWN:
            self._drop(_boxes(event), cells=_moves(event))
        elif isinstance(event, Bulk) and not DRAWN.isdisjoint(event.entities):
            self._drop(event.boxes, cells=True) if event.boxes else self._drop_all()
        elif isinstance(event, LayerChanged):
            self._drop_layer(event.code)
        elif isinstance(event, DutiesCounted | Tallied | Bulk):
            self._spoil_layers()

    def _store(self, address: Address, body: Body) -> None:
        self._remove(address)
        self._bodies[address] = body
        self._places.setdefault(_place(address), set()).add(address)
        self.bytes += body.size + OVERHEAD
        while self.bytes > self._limit and self._bodies:
            self._remove(next(iter(self._bodies)))

    def _remove(self, address: Address) -> None:
        body = self._bodies.pop(address, None)
        if body is None:
            return
        self.bytes -= body.size + OVERHEAD
        here = self._places[_place(address)]
        here.discard(address)
        if not here:
            del self._places[_place(address)]

    def _drop_all(self) -> None:
        with self._lock:
            self._bodies.clear()
            self._places.clear()
            self.bytes = 0
            for ticket in self._running:
                ticket.spoilt = True

    def _drop(self, boxes: Iterable[Box], *, cells: bool) -> None:
        areas = [(z, *tiles_around(box, z)) for box in boxes for z in range(MIN_ZOOM, MAX_ZOOM + 1)]
        with self._lock:
            gone = [a for z, columns, rows in areas for a in self._within(z, columns, rows)]
            if cells:
                gone += [a for a in self._bodies if a.source == CELLS]
            for address in gone:
                self._remove(address)
            for ticket in self._running:
                ticket.spoilt = ticket.spoilt or _spoils(ticket.address, areas, cells=cells)

    def _drop_layer(self, code: str) -> None:
        with self._lock:
            for address in [a for a in self._bodies if a.code == code]:
                self._remove(address)
            for ticket in self._running:
                ticket.spoilt = ticket.spoilt or ticket.address.code == code

    def _spoil_layers(self) -> None:
        """What is computed for a layer from posts and objects is never kept, but may be under way."""
        with self._lock:
            for ticket in self._running:
                ticket.spoilt = ticket.spoilt or ticket.address.source == LAYERS

    def _within(self, z: int, columns: range, rows: range) -> list[Address]:
        # A bulk change may cover millions of tiles of a close zoom: then the kept ones are fewer.
        if len(columns) * len(rows) > len(self._places):
            places = [p for p in self._places if p[0] == z and p[1] in columns and p[2] in rows]
        else:
            places = [(z, x, y) for x in columns for y in rows]
        return [a for p in places for a in self._places.get(p, ()) if a.source == POINTS]


def _spoils(address: Address, areas: Iterable[tuple[int, range, range]], *, cells: bool) -> bool:
    """Whether a change of objects concerns a tile under way; a layer may be computed from any of them."""
    if address.source == CELLS:
        return cells
    return address.source == LAYERS or _touched(address, areas)


def _touched(address: Address, areas: Iterable[tuple[int, range, range]]) -> bool:
    return any(address.z == z and address.x in columns and address.y in rows for z, columns, rows in areas)


def _moves(event: Changed) -> bool:
    """Whether other communities hold objects of a unit or an industry now: sight by those draws their outlines."""
    if event.before is None or event.after is None:
        return True
    before, after = event.before, event.after
    return (before.cell, before.touched, before.unit, before.industry) != (
        after.cell,
        after.touched,
        after.unit,
        after.industry,
    )


def _place(address: Address) -> Place:
    return (address.z, address.x, address.y)


def _boxes(event: Changed) -> Iterable[Box]:
    """Boxes of the event and, in case it has none, the places drawn before and after; mostly all the same, looked at once."""
    drawn = (event.before, event.after)
    return {*event.boxes, *((d.lon, d.lat, d.lon, d.lat) for d in drawn if d is not None)}
