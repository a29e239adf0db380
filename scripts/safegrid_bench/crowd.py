"""Many WebSockets in one loop. It only notes bytes and when they came; what they say is read afterwards."""

import resource
import select
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from .frames import CLOSE, PONG, masked, split

SPARE_FILES = 200
PINGED = b"\x89\x04"
"""How a ping of uvicorn begins; text never holds these bytes. Whoever answers none is cut off after 20 s."""


@dataclass
class Crowd:
    """Connected clients. `heard`: per client the pieces that came, as (seconds since 1970, bytes)."""

    sockets: list[socket.socket] = field(default_factory=list)
    heard: list[list[tuple[float, bytes]]] = field(default_factory=list)
    _poll: select.epoll = field(default_factory=select.epoll)

    @classmethod
    def connect(cls, port: int, requests: Sequence[bytes], first: Callable[[int], bytes]) -> "Crowd":
        """Open one socket per request; all requests go out before the first answer is awaited. `first`: what each says.

        Raises ConnectionError if any is refused.
        """
        allow_files(len(requests) + SPARE_FILES)
        crowd = cls()
        for request in requests:
            client = socket.create_connection(("127.0.0.1", port), timeout=30)
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.sendall(request)
            crowd.sockets.append(client)
        for number, client in enumerate(crowd.sockets):
            rest = _accepted(client)
            crowd.heard.append([(time.time(), rest)] if rest else [])
            client.sendall(first(number))
            client.setblocking(False)
            crowd._poll.register(client.fileno(), select.EPOLLIN)
            crowd._by_file[client.fileno()] = (number, client)
        return crowd

    def __post_init__(self) -> None:
        self._by_file: dict[int, tuple[int, socket.socket]] = {}

    def listen(self, seconds: float, meanwhile: Callable[[float], None] = lambda _now: None) -> None:
        """Note what comes for some seconds; `meanwhile` is called at least each 5 ms with the time."""
        end = time.time() + seconds
        while (now := time.time()) < end:
            meanwhile(now)
            for file, _ in self._poll.poll(0.005, 256):
                number, client = self._by_file[file]
                piece = client.recv(65_536)
                self.heard[number].append((time.time(), piece))
                if PINGED in piece:
                    _answer(client, piece)
                if not piece:
                    self._poll.unregister(file)

    def forget(self) -> None:
        """Drop what was heard up to the last whole frame, before a new round."""
        for pieces in self.heard:
            whole = b"".join(data for _, data in pieces)
            end = max((end for _, _, end in split(whole)), default=0)
            pieces[:] = [(time.time(), whole[end:])] if whole[end:] else []

    def messages(self) -> Iterator[tuple[int, float, bytes]]:
        """All messages as (client, when its last byte came, payload)."""
        for number, pieces in enumerate(self.heard):
            whole = b"".join(data for _, data in pieces)
            ends = _ends(pieces)
            at, come = next(ends, (0, 0.0))
            for _opcode, payload, end in split(whole):
                while at < end:
                    at, come = next(ends)
                yield number, come, payload

    def closed(self) -> int:
        """How many clients were sent away or lost their line."""
        return sum(
            any(not data for _, data in pieces)
            or any(opcode == CLOSE for opcode, _, _ in split(b"".join(data for _, data in pieces)))
            for pieces in self.heard
        )

    def close(self) -> None:
        for client in self.sockets:
            client.close()
        self._poll.close()


def allow_files(wanted: int) -> None:
    """Raise this process's limit of open files, and so its children's."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))


def _answer(client: socket.socket, piece: bytes) -> None:
    at = piece.rindex(PINGED) + len(PINGED)
    client.send(masked(PONG, piece[at : at + 4]))


def _ends(pieces: Sequence[tuple[float, bytes]]) -> Iterator[tuple[int, float]]:
    at = 0
    for come, data in pieces:
        at += len(data)
        yield at, come


def _accepted(client: socket.socket) -> bytes:
    """Read the answer to the opening; return what came behind it."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = client.recv(4_096)
        if not piece:
            raise ConnectionError("a socket was closed before it was open")
        data += piece
    head, _, rest = data.partition(b"\r\n\r\n")
    if b" 101 " not in head.split(b"\r\n")[0] + b" ":
        raise ConnectionError(head.split(b"\r\n")[0].decode())
    return rest
