"""Keep-alive HTTP clients that ask for one address again and again: requests a second, and what each costs the server."""

import select
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .figures import Number, per
from .processes import cpu_seconds


@dataclass(frozen=True)
class Served:
    """One round at one server."""

    requests: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> Number:
        return self.requests / self.seconds if self.seconds else None

    @property
    def cpu_us(self) -> Number:
        """CPU of the server for one request, microseconds."""
        return per(1e6 * self.cpu, self.requests)


def get(path: str, host: str, headers: Mapping[str, str]) -> bytes:
    """A request as bytes."""
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {host}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def answer_size(port: int, request: bytes) -> int:
    """Bytes of the whole answer. Raises RuntimeError unless it is 200 with a Content-Length."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(request)
        data = b""
        while b"\r\n\r\n" not in data:
            data += client.recv(65_536)
    head, _, _ = data.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.split(b"\r\n")[0].decode())
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return len(head) + 4 + int(lengths[0].split(b":")[1])


def load(port: int, request: bytes, pids: Sequence[int], seconds: float, clients: int = 16) -> Served:
    """Each client asks again as soon as it has the whole answer, which is always the same."""
    size = answer_size(port, request)
    sockets = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(clients)]
    poll, left, by_file = select.epoll(), dict.fromkeys(sockets, size), {s.fileno(): s for s in sockets}
    for client in sockets:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        poll.register(client.fileno(), select.EPOLLIN)
        client.sendall(request)
    done, cpu, began = 0, cpu_seconds(pids), time.monotonic()
    while time.monotonic() - began < seconds:
        for file, _ in poll.poll(0.1):
            client = by_file[file]
            left[client] -= len(client.recv(262_144))
            if left[client] <= 0:
                done += 1
                left[client] = size
                client.sendall(request)
    served = Served(done, time.monotonic() - began, cpu_seconds(pids) - cpu)
    for client in sockets:
        client.close()
    poll.close()
    return served
