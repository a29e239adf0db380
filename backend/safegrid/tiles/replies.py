"""HTTP answers of the tiles: statuses, caching rules and entity tags (RFC 9110, RFC 9111)."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from .body import Body
from .picture import Picture

MVT = "application/vnd.mapbox-vector-tile"
YEAR = 31_536_000
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes = b""

    async def send(self, send: Send, *, with_body: bool) -> None:
        await send({"type": "http.response.start", "status": self.status, "headers": list(self.headers)})
        await send({"type": "http.response.body", "body": self.body if with_body else b""})


def simple(status: int, headers: Mapping[str, str] | None = None) -> Reply:
    """An answer without a body, which nobody keeps."""
    return Reply(status, _pairs({"Cache-Control": "no-store", "Content-Length": "0"} | dict(headers or {})))


def reply_with(body: Body, request: Mapping[str, str], *, lasting: bool) -> Reply:
    """Answer with a tile: 204 if it is empty, 304 if the client has it. `lasting`: the address names its content."""
    packed = body.packed and _takes_gzip(request.get("accept-encoding", ""))
    # A strong tag names bytes, so plain and packed differ by it.
    tag = f'"{body.tag}{"-gz" if packed else ""}"'
    caching = f"private, max-age={YEAR}, immutable" if lasting else "private, no-cache"
    headers = {"Cache-Control": caching, "ETag": tag, "Vary": "Cookie, Accept-Encoding"}
    if lasting:
        # The address names scope and boundary version; a renewed token must not make a year's cache useless.
        headers["Vary"] = "Accept-Encoding"
    if _matches(request.get("if-none-match", ""), tag):
        return Reply(304, _pairs(headers))
    if not body.plain:
        return Reply(204, _pairs(headers))
    content = body.packed if packed else body.plain
    if packed:
        headers["Content-Encoding"] = "gzip"
    headers |= {"Content-Type": MVT, "Content-Length": str(len(content)), "X-Content-Type-Options": "nosniff"}
    return Reply(200, _pairs(headers), content)


def picture_reply(picture: Picture, request: Mapping[str, str]) -> Reply:
    """Answer with a picture of the base map, which a browser may keep for a day: it is nobody's secret."""
    tag = f'"{picture.tag}"'
    headers = {"Cache-Control": "private, max-age=86400", "ETag": tag, "X-Content-Type-Options": "nosniff"}
    if _matches(request.get("if-none-match", ""), tag):
        return Reply(304, _pairs(headers))
    headers |= {"Content-Type": picture.mime, "Content-Length": str(len(picture.data))}
    return Reply(200, _pairs(headers), picture.data)


def headers_of(scope: Mapping[str, Any]) -> dict[str, str]:
    """Request headers by lower-case name; several of one name are joined as HTTP/2 splits cookies."""
    found: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        joint = "; " if name == "cookie" else ", "
        found[name] = f"{found[name]}{joint}{value}" if name in found else value
    return found


def _takes_gzip(accepted: str) -> bool:
    for part in accepted.lower().split(","):
        name, _, parameters = part.strip().partition(";")
        if name.strip() in {"gzip", "*"}:
            return parameters.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def _matches(wanted: str, tag: str) -> bool:
    return wanted.strip() == "*" or tag in (part.strip().removeprefix("W/") for part in wanted.split(","))


def _pairs(headers: Mapping[str, str]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name.lower().encode(), value.encode()) for name, value in headers.items())
