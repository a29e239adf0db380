"""WebSocket (RFC 6455) and MQTT 3.1.1 as bytes: just what a crowd of listeners needs. Pure."""

import base64
import os
import struct
from collections.abc import Iterator, Mapping

TEXT, BINARY, CLOSE, PONG = 1, 2, 8, 10


def handshake(path: str, host: str, headers: Mapping[str, str]) -> bytes:
    """A client's opening request. No extension is offered, so nothing is compressed."""
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "Upgrade: websocket", "Connection: Upgrade"]
    lines += [f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def masked(opcode: int, payload: bytes) -> bytes:
    """A client's frame; masked with zeros, which changes no byte."""
    size = len(payload)
    short = size < 126
    length = bytes([0x80 | size]) if short else b"\xfe" + struct.pack("!H", size)
    return bytes([0x80 | opcode]) + length + b"\0\0\0\0" + payload


def split(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Whole frames of a server as (opcode, payload, where the frame ends); what is cut off at the end is left."""
    at = 0
    while at + 2 <= len(data):
        size, head = data[at + 1] & 0x7F, 2
        if size == 126:
            head = 4
        elif size == 127:
            head = 10
        if at + head > len(data):
            return
        if head > 2:
            size = int.from_bytes(data[at + 2 : at + head], "big")
        end = at + head + size
        if end > len(data):
            return
        yield data[at] & 0x0F, data[at + head : end], end
        at = end


def mqtt_connect(client: str) -> bytes:
    """CONNECT with a clean session and no keep-alive."""
    return _packet(0x10, _string("MQTT") + b"\x04\x02\x00\x00" + _string(client))


def mqtt_subscribe(topic: str) -> bytes:
    """SUBSCRIBE at QoS 0: at most once, the cheapest that there is."""
    return _packet(0x82, b"\x00\x01" + _string(topic) + b"\x00")


def mqtt_publish(topic: str, payload: bytes) -> bytes:
    """PUBLISH at QoS 0."""
    return _packet(0x30, _string(topic) + payload)


def mqtt_payloads(data: bytes) -> Iterator[bytes]:
    """Payloads of the PUBLISH packets in one WebSocket message."""
    at = 0
    while at < len(data):
        kind, size, shift, head = data[at] & 0xF0, 0, 0, at + 1
        while True:
            digit = data[head]
            size |= (digit & 0x7F) << shift
            shift, head = shift + 7, head + 1
            if not digit & 0x80:
                break
        if kind == 0x30:
            topic = int.from_bytes(data[head : head + 2], "big")
            yield data[head + 2 + topic : head + size]
        at = head + size


def _string(text: str) -> bytes:
    encoded = text.encode()
    return struct.pack("!H", len(encoded)) + encoded


def _packet(kind: int, body: bytes) -> bytes:
    size, length = len(body), b""
    while True:
        size, digit = divmod(size, 128)
        length += bytes([digit | (0x80 if size else 0)])
        if not size:
            return bytes([kind]) + length + body
