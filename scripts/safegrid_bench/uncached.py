"""The whole application, and under `/uncached` its tiles once more with a cache that keeps nothing: each is computed.

One process for both: to start a second one takes as long as to measure the tiles.
"""

from safegrid.config.asgi import application as whole
from safegrid.config.bodies import Message, Receive, Send
from safegrid.tiles.app import TileApp
from safegrid.tiles.app import application as kept
from safegrid.tiles.cache import TileCache

PREFIX = "/uncached"
tiles = TileApp(TileCache(limit=0), kept.gate)


def _fresh() -> bool:
    """As the whole application's, which is wired only once it lives."""
    return kept.fresh()


tiles.fresh = _fresh


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Serve one connection, or the life of the server."""
    if scope["type"] == "http" and scope["path"].startswith(f"{PREFIX}/"):
        await tiles({**scope, "path": scope["path"].removeprefix(PREFIX)}, receive, send)
        return
    await whole(scope, receive, send)
    if scope["type"] == "lifespan":
        tiles.close()
