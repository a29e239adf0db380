"""WebSocket addresses."""

from typing import Any

from channels.routing import URLRouter
from django.conf import settings
from django.urls import path

from .consumer import LiveConsumer
from .hub import Hub
from .origin import OriginCheck


def websockets(hub: Hub) -> Any:  # noqa: ANN401 - an ASGI application
    """Build the ASGI application for sockets, served from a hub."""
    return OriginCheck(URLRouter([path("ws/live", LiveConsumer.as_asgi(hub=hub))]), settings.ORIGINS)
