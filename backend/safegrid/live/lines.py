"""The short way from the hub to the network, past the layers that turn one message into many calls.

A thousand sockets that hear the same thing cost the server what the way of one message costs, a thousand times. Through
Channels, the ASGI call and the frame's encoder that is ten times the work of the kernel's send. So uvicorn is started
with `--ws safegrid.live.lines:LineProtocol`: its own protocol, which also offers itself to the application as an ASGI
extension. Where the extension is missing (another server, a compressed connection), messages go the ordinary way.
"""

from typing import Any, Protocol, cast

from typing_extensions import override
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

EXTENSION = "safegrid.line"
TEXT = b"\x81"
"""First byte of an unfragmented text frame (RFC 6455 §5.2). A server masks nothing, so a frame is the same for all."""
SHORT = tuple(TEXT + bytes([size]) for size in range(126))
MIDDLE, LONG = TEXT + b"\x7e", TEXT + b"\x7f"


class Line(Protocol):
    """A socket that takes whole text messages at once, without being awaited."""

    def ready(self) -> bool:
        """Whether it is open and its reader keeps up; a message written nevertheless would wait in memory."""

    def write(self, text: bytes, ahead: bytes = b"") -> None:
        """Send a message, encoded in UTF-8, behind everything that was sent before. `ahead`: one more, just before it."""


def line_of(scope: dict[str, Any]) -> Line | None:
    """The line that the server offers with a connection."""
    return cast("Line | None", (scope.get("extensions") or {}).get(EXTENSION))


def frame(text: bytes) -> bytes:
    """A text message as a server's frame. Made for each delivery: joining bytes takes a third of formatting them."""
    size = len(text)
    if size < 126:
        return SHORT[size] + text
    if size < 65_536:
        return MIDDLE + size.to_bytes(2, "big") + text
    return LONG + size.to_bytes(8, "big") + text


class LineProtocol(WebSocketsSansIOProtocol):
    """uvicorn's protocol, and a `Line`."""

    @override
    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        # The application's task starts later, and an extension of the frames (compression) keeps state per connection.
        if self.response.status_code == 101 and not self.conn.extensions:
            extensions = cast("dict[str, Any]", self.scope["extensions"])
            extensions[EXTENSION] = self

    def ready(self) -> bool:
        return (
            self.writable.is_set()
            and self.handshake_complete
            and not (self.close_sent or self.disconnected)
            and not self.transport.is_closing()
        )

    def write(self, text: bytes, ahead: bytes = b"") -> None:
        self.transport.write(frame(ahead) + frame(text) if ahead else frame(text))
