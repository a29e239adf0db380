"""ASGI root: decides by path who answers, and starts and ends the log's tail with the server."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safegrid.config.settings")
django = get_asgi_application()  # loads the apps; everything below needs them

from django.conf import settings  # noqa: E402

from safegrid.live.routing import websockets  # noqa: E402
from safegrid.tiles.app import application as tiles  # noqa: E402

from . import wiring  # noqa: E402
from .bodies import LimitedBodies, Message, Receive, Send  # noqa: E402
from .static import StaticFiles  # noqa: E402

static = StaticFiles(settings.STATIC_ROOT, settings.STATIC_URL)
sockets = websockets(wiring.hub)
pages = LimitedBodies(django)


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Serve one connection, or the life of the server."""
    match scope["type"]:
        case "lifespan":
            await _live(receive, send)
        case "websocket":
            await sockets(scope, receive, send)
        case "http" if scope["path"].startswith("/tiles/"):
            await tiles(scope, receive, send)
        case "http" if scope["path"].startswith(static.prefix):
            await static(scope, receive, send)
        case _:
            await pages(scope, receive, send)


async def _live(receive: Receive, send: Send) -> None:
    """Django and Channels know no lifespan."""
    await receive()
    wiring.start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    wiring.stop()
    await send({"type": "lifespan.shutdown.complete"})
