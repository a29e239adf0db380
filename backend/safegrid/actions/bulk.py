"""Filling empty tables through COPY, with the one bulk event that tells of it.

For a city that is loaded at once: rows come with their ids. Every object is told of as in any action, as an item of
the bulk event, and the event's tally brings the counts of communities up to date when the sequencer takes it.
"""

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import datetime
from itertools import islice
from operator import attrgetter
from typing import TypeVar

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Max, Model
from psycopg2 import sql

from safegrid.domain.counts import Tally, add, of
from safegrid.domain.drawn import Drawn
from safegrid.domain.events import BoundaryPublished, Box, Bulk, Event, flat
from safegrid.store import outbox, photos
from safegrid.store.models import BoundaryVersion, EventItem, SequencerState

from .copy_text import line
from .transaction import BOUNDARY_LOCK

CHUNK = 20_000
Advance = Callable[[int], None]


@dataclass
class Filling:
    """A bulk load in progress: what it told so far."""

    actor: str
    cause: str
    batch: int
    tally: Tally = field(default_factory=dict)
    boxes: list[Box] = field(default_factory=list)
    entities: set[str] = field(default_factory=set)
    cells: set[int] = field(default_factory=set)
    items: int = 0

    def tell(self, objects: Iterable[tuple[Drawn, Box]]) -> None:
        """Count new objects and write the item of each."""
        every = list(objects)
        self.tally = add([(self.tally, 1), *((of(drawn), 1) for drawn, _ in every)])
        self.entities |= {drawn.entity for drawn, _ in every}
        self.cells |= {cell for drawn, _ in every for cell in (drawn.cell, *drawn.touched)}
        self.boxes = [_around([*self.boxes, *(box for _, box in every)])] if every else self.boxes
        self.items += len(every)
        fill(EventItem, (self._item(drawn, box) for drawn, box in every), ITEM)

    def count(self, tally: Tally) -> None:
        """Count what has no drawing of its own: people on duty."""
        self.tally = add([(self.tally, 1), (tally, 1)])
        self.cells |= set(tally)

    def _item(self, drawn: Drawn, box: Box) -> "_Item":
        return _Item(self.batch, drawn.entity, drawn.id, told(None, drawn, box, self.cause))

    def event(self) -> Bulk:
        return Bulk(
            batch=self.batch,
            entities=tuple(sorted(self.entities)),
            cells=tuple(sorted(self.cells)),
            boxes=tuple(self.boxes),
            tally=flat(self.tally),
            items=self.items,
            cause=self.cause,
        )


def told(before: Drawn | None, after: Drawn, box: Box, cause: str) -> str:
    """The text of the `Changed` that an object was made or changed; as `encode` writes it, only quicker (for a million)."""
    plain = {
        "entity": after.entity,
        "id": after.id,
        "v": after.v,
        "before": before and _plain(before),
        "after": _plain(after),
        "boxes": [box],
        "cause": cause,
    }
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(drawn: Drawn) -> dict[str, object]:
    return {f.name: getattr(drawn, f.name) for f in fields(drawn)}


@dataclass(frozen=True, slots=True)
class _Item:
    batch: int
    entity: str
    entity_id: int
    payload: str


ITEM = ("batch", "entity", "entity_id", "payload")


@contextmanager
def filling(actor: str, cause: str) -> Iterator[Filling]:
    """Load everything or nothing: one transaction, with nobody else at the boundaries, told at its end."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [BOUNDARY_LOCK])
        last = EventItem.objects.aggregate(last=Max("batch"))["last"] or 0
        work = Filling(actor, cause, last + 1)
        yield work
        published = [_published(version, cause) for version in BoundaryVersion.objects.order_by("-pk")[:1]]
        events: list[Event] = [*published, work.event()]
        outbox.put(events, actor)


def _published(version: BoundaryVersion, cause: str) -> BoundaryPublished:
    cells = version.boundaries.order_by("cell_id").values_list("cell_id", flat=True)
    return BoundaryPublished(version.pk, tuple(cells), cause)


def fill(
    model: type[Model], rows: Iterable[object], columns: Sequence[str], advance: Advance | None = None
) -> int:
    """COPY rows into a table in chunks; return how many. `columns`: names of columns and of the rows' attributes.

    `advance` is told the size of each chunk that is in. Within the caller's transaction.
    """
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    read = attrgetter(*columns)
    source, total = iter(rows), 0
    while chunk := list(islice(source, CHUNK)):
        text = io.StringIO("".join(line(read(row)) for row in chunk))
        with connection.wrap_database_errors, connection.cursor() as cursor:
            cursor.copy_expert(statement, text)
        total += len(chunk)
        if advance is not None:
            advance(len(chunk))
    if "id" in columns:
        _continue_ids(model)
    return total


Row = TypeVar("Row", bound=Model)


def create(rows: Sequence[Row]) -> Sequence[Row]:
    """Insert a few thousand rows of one table that come with their ids, or without."""
    if not rows:
        return rows
    model = type(rows[0])
    model._default_manager.bulk_create(rows, batch_size=1_000)
    _continue_ids(model)
    return rows


def keep_picture(data: bytes) -> None:
    """Keep a JPEG in the storage of photos."""
    photos.keep(data, hashlib.sha256(data).hexdigest())


def transaction_time() -> datetime:
    """The transaction's start: a boundary may not begin later than that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        (moment,) = cursor.fetchone()
    assert isinstance(moment, datetime)
    return moment


def _continue_ids(model: type[Model]) -> None:
    """Let the next id follow the ones that came with the rows."""
    table = sql.Identifier(model._meta.db_table)
    statement = sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT max(id) FROM {}))")
    with connection.cursor() as cursor:
        cursor.execute(statement.format(sql.Literal(model._meta.db_table), table))


def wipe() -> None:
    """Empty every table of the store and all sessions. The log starts a new epoch, so every screen starts afresh."""
    models: list[type[Model]] = [*apps.get_app_config("store").get_models(), Session]
    tables = sql.SQL(", ").join(sql.Identifier(m._meta.db_table) for m in models)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(tables))
        SequencerState.objects.create()


def analyze() -> None:
    """Let the planner know the new sizes; outside a transaction of its own it would see the empty tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _around(boxes: Sequence[Box]) -> Box:
    west, south, east, north = zip(*boxes, strict=True)
    return (min(west), min(south), max(east), max(north))
