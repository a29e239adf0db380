"""A person with a log-in, and an ASGI client that asks for tiles as a browser would."""

import gzip
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings

from safegrid.domain.roles import Role
from safegrid.store.access import Viewer, viewer_of_user
from safegrid.store.models import Duty, User
from safegrid.store.tile_token import COOKIE, issue
from safegrid.tiles.app import TileApp

from .mvt import Feature, decode

STARTED = datetime.now(UTC) - timedelta(days=1)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def layers(self) -> dict[str, list[Feature]]:
        packed = self.headers.get("content-encoding") == "gzip"
        return decode(gzip.decompress(self.body) if packed else self.body)


@dataclass
class Browser:
    """Holds the tile cookie of one session."""

    app: TileApp
    viewer: Viewer
    session: str
    token: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    def renew(self) -> None:
        self.token = issue(self.viewer, self.session)

    async def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        sent: list[dict[str, Any]] = []
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            named["cookie"] = f"csrftoken=x; {COOKIE}={self.token}; sessionid=y"
        raw = [(k.encode(), v.encode()) for k, v in named.items()]

        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> Any:
            raise AssertionError("a tile request has no body to read")

        await self.app({"type": "http", "method": method, "path": path, "headers": raw}, receive, send)
        start, body = sent
        names = {k.decode(): v.decode() for k, v in start["headers"]}
        assert len(names) == len(start["headers"])
        return Answer(start["status"], names, body["body"])

    async def points(self, tile: tuple[int, int, int], **headers: str) -> Answer:
        return await self.get(self.points_path(tile), **headers)

    async def cells(self, boundary: int, tile: tuple[int, int, int], **headers: str) -> Answer:
        z, x, y = tile
        return await self.get(f"/tiles/cells/{self.viewer.scope.hash}/{boundary}/{z}/{x}/{y}", **headers)

    def points_path(self, tile: tuple[int, int, int]) -> str:
        z, x, y = tile
        return f"/tiles/points/{self.viewer.scope.hash}/{z}/{x}/{y}"


def person(name: str, cell: int, role: Role = Role.INS, ends_at: datetime | None = None) -> User:
    user = User.objects.create(username=name, name=name)
    Duty.objects.create(person=user, role=role, cell_id=cell, starts_at=STARTED, ends_at=ends_at)
    return user


def browser_of(app: TileApp, user: User) -> Browser:
    viewer = viewer_of_user(user.pk)
    assert viewer is not None
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session.create()
    made = Browser(app, viewer, session.session_key)
    made.renew()
    return made
