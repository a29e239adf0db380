"""ASGI application of the tiles, beside Django's handler: a kept tile costs a token check and a look in a dictionary.

`safegrid.config` mounts it, tells it when the log's tail is fresh, and lets it follow the log before the sockets do, so
that a screen which fetches a tile because of an event never gets one from before it.
"""

import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from typing import Any

import psycopg2
from django.db import Error as OrmError

from safegrid.domain.events import Event
from safegrid.domain.layers import Source
from safegrid.domain.scope import Scope
from safegrid.store.access import Viewer, looks_at
from safegrid.store.queries import layer_tiles
from safegrid.store.queries import tiles as queries
from safegrid.store.queries.layers import LayerHead
from safegrid.store.tile_token import COOKIE, Claims, read

from .address import CELLS, LAYERS, Address, parse
from .basemap.app import PREFIX as GROUND
from .basemap.app import Basemap
from .body import VOID, Body, body_of
from .cache import Ticket, TileCache
from .database import TileDatabase
from .flights import Flights
from .gate import Gate, Verdict
from .layers import LayerHeads
from .replies import Reply, headers_of, reply_with, simple

log = logging.getLogger(__name__)
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

BUSY = simple(503, {"Retry-After": "1"})
NOT_FOUND = simple(404)
WHO = simple(401)
MAY, MAY_NOT = simple(204), simple(403)
ONLY_GET = simple(405, {"Allow": "GET, HEAD"})
ASK = "/tiles/may/"
"""Before the rest of a tile's path: a proxy's question whether it may give the tile that it kept."""
LOOKS = 5
"""How often a viewer is looked up anew because the ground changed meanwhile."""


class UnsettledError(RuntimeError):
    """New ground came each time a viewer was looked up."""


class TileApp:
    """Serves `/tiles/…`. `fresh` says whether the tail was confirmed within the last 5 s; closed until it is wired."""

    def __init__(self, cache: TileCache | None = None, gate: Gate | None = None) -> None:
        self.fresh: Callable[[], bool] = lambda: False
        self.cache = cache or TileCache()
        self.gate = gate or Gate()
        self.heads = LayerHeads()
        self.database = TileDatabase()
        self.basemap = Basemap()
        self._tiles: Flights[Address, Body] = Flights()
        self._loads: Flights[Claims, bool] = Flights()
        self._tickets: dict[Address, Ticket] = {}
        self._boundaries: set[int] = set()

    def follow(self, event: Event) -> None:
        """Obey one event of the log, in order; from the tail's thread."""
        self.gate.follow(event)
        self.heads.follow(event)
        self.cache.follow(event)

    def close(self) -> None:
        """End the threads and their connections."""
        self.database.close()
        self.basemap.close()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise ValueError(f"tiles speak HTTP only, not {scope['type']}")
        headers = headers_of(scope)
        allowed = scope["method"] in {"GET", "HEAD"}
        path: str = scope["path"]
        answer = self._answer
        if path.startswith(GROUND):
            answer = self._ground
        elif path.startswith(ASK):
            answer = self._may
        reply = await answer(path, headers) if allowed else ONLY_GET
        await reply.send(send, with_body=scope["method"] != "HEAD")

    async def _answer(self, path: str, headers: dict[str, str]) -> Reply:
        try:
            admitted = await self._admitted(path, headers)
            return admitted if isinstance(admitted, Reply) else await self._serve(*admitted, headers)
        except (psycopg2.Error, OrmError, queries.NotBuiltError, UnsettledError) as error:
            expected = isinstance(error, queries.NotBuiltError | UnsettledError)
            log.warning("tile %s has to wait for the database", path, exc_info=not expected)
            return BUSY

    async def _admitted(self, path: str, headers: dict[str, str]) -> tuple[Address, Viewer] | Reply:
        """Who asks for which tile of theirs, or the refusal."""
        address = parse(path)
        if address is None:
            return NOT_FOUND
        if not self.fresh():
            return BUSY
        claims = _claims(headers.get("cookie", ""))
        if claims is None:
            return WHO
        if claims.scope != address.scope:
            return NOT_FOUND
        viewer = await self._viewer(claims)
        return WHO if viewer is None else (address, viewer)

    async def _may(self, path: str, headers: dict[str, str]) -> Reply:
        """Whether a proxy may give who asks the lasting tile that it kept; with 403 it has to fetch the answer here."""
        try:
            admitted = await self._admitted("/tiles/" + path.removeprefix(ASK), headers)
            if isinstance(admitted, Reply):
                return MAY_NOT
            address, viewer = admitted
            lasting = _lasting(address, viewer.scope) and await self._published(address.boundary)
        except (psycopg2.Error, OrmError, UnsettledError):
            log.warning("a kept tile %s has to wait for the database", path, exc_info=True)
            return MAY_NOT
        return MAY if lasting else MAY_NOT

    async def _ground(self, path: str, headers: dict[str, str]) -> Reply:
        # Not of anybody's area: an unexpired pass is enough, and the ground stays when the log is silent.
        claims = _claims(headers.get("cookie", ""))
        passed = claims is not None and claims.expires > time.time()
        return await self.basemap.answer(path, headers) if passed else WHO

    async def _serve(self, address: Address, viewer: Viewer, headers: dict[str, str]) -> Reply:
        if address.source == LAYERS:
            return await self._serve_layer(address, viewer, headers)
        if address.source == CELLS and not await self._published(address.boundary):
            return NOT_FOUND
        body = self.cache.get(address) or await self._computed(address, viewer.scope)
        return reply_with(body, headers, lasting=_lasting(address, viewer.scope))

    async def _serve_layer(self, address: Address, viewer: Viewer, headers: dict[str, str]) -> Reply:
        head = await self._head(address)
        if head is None or not looks_at(viewer, head.audience):
            return NOT_FOUND
        body = self.cache.get(address) or await self._computed(address, viewer.scope, head)
        # The address names a version of what was imported; what is computed changes with what it is computed from.
        return NOT_FOUND if body.void else reply_with(body, headers, lasting=head.source is Source.FEATURES)

    async def _head(self, address: Address) -> LayerHead | None:
        head = self.heads.get(address.code, address.boundary)
        if head is None:
            await self.database.orm(partial(self.heads.load, address.code))
            head = self.heads.get(address.code, address.boundary)
        return head

    async def _viewer(self, claims: Claims) -> Viewer | None:
        load = partial(self.database.orm, partial(self.gate.load, claims))
        for _ in range(LOOKS):
            verdict = self.gate.judge(claims)
            if verdict is Verdict.SHUT:
                return None
            # None too if new ground came since the verdict.
            viewer = self.gate.viewer(claims) if verdict is Verdict.OPEN else None
            if viewer is not None:
                return viewer
            if not await self._loads.join(claims, load):
                return None
        raise UnsettledError

    async def _published(self, boundary: int) -> bool:
        if boundary not in self._boundaries:
            if not await self.database.orm(partial(queries.boundary_exists, boundary)):
                return False
            self._boundaries.add(boundary)
        return True

    async def _computed(self, address: Address, sight: Scope, head: LayerHead | None = None) -> Body:
        running = self._tickets.get(address)
        if running is not None and running.spoilt:
            self._tiles.leave(address)
        return await self._tiles.join(address, partial(self._compute, address, sight, head))

    async def _compute(self, address: Address, sight: Scope, head: LayerHead | None) -> Body:
        ticket = self.cache.begin(address)
        self._tickets[address] = ticket
        body: Body | None = None
        try:
            body = await self.database.query(partial(_encode, address, sight, head))
            return body
        finally:
            kept = head is None or head.source is Source.FEATURES
            self.cache.finish(ticket, body if kept and not (body and body.void) else None)
            if self._tickets.get(address) is ticket:
                del self._tickets[address]


def _lasting(address: Address, sight: Scope) -> bool:
    """Whether a tile of cells or points never changes under its address.

    The ground that objects of a unit or an industry stand on changes with them, that of cells never does.
    """
    return address.source == CELLS and not (sight.units or sight.industries)


def _encode(address: Address, sight: Scope, head: LayerHead | None, cursor: Any) -> Body:  # noqa: ANN401 - psycopg2 cursor
    tile = (address.z, address.x, address.y)
    if head is not None:
        encoded = layer_tiles.layer_tile(cursor, sight, head, tile)
        return VOID if encoded is None else body_of(encoded)
    if address.source == CELLS:
        return body_of(queries.cells_tile(cursor, sight, address.boundary, tile))
    return body_of(queries.points_tile(cursor, sight, tile))


def _claims(cookies: str) -> Claims | None:
    # By hand: the standard library's parser would be a third of a kept tile's time.
    for part in cookies.split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE:
            return read(value)
    return None


application = TileApp()
