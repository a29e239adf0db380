"""An MQTT broker over WebSocket, started beside ours if it is installed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from safegrid_dev.paths import local

from .crowd import Crowd
from .frames import BINARY, handshake, masked, mqtt_connect, mqtt_publish, mqtt_subscribe
from .processes import child, free_port, listens, until

INSTALL = "apt-get install mosquitto"
TOPIC = "city"
# A plain listener too: 2.0.11 of Debian 12 ends at once if the only one is for WebSockets.
SETTINGS = """\
listener {plain} 127.0.0.1
listener {port} 127.0.0.1
protocol websockets
allow_anonymous true
set_tcp_nodelay true
persistence false
log_type error
"""


@dataclass(frozen=True)
class Broker:
    """A running broker. `pid`: its process."""

    port: int
    pid: int


def program() -> str | None:
    """Where it is installed; distributions put it outside a user's PATH."""
    return shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def broker() -> Iterator[Broker | None]:
    """Run one of our own on the loopback, None if it is not installed."""
    found = program()
    if found is None:
        yield None
        return
    port = free_port()
    settings = local("bench", "mosquitto.conf")
    settings.write_text(SETTINGS.format(port=port, plain=free_port()), "ascii")
    with child("mosquitto", [found, "-c", str(settings)]) as pid:
        until(lambda: listens(port), 10, "mosquitto listens")
        yield Broker(port, pid)


def subscribers(broker: Broker, count: int) -> Crowd:
    """Clients that have subscribed to the one topic."""
    request = handshake("/", f"127.0.0.1:{broker.port}", {"Sec-WebSocket-Protocol": "mqtt"})

    def first(number: int) -> bytes:
        return masked(BINARY, mqtt_connect(f"bench-{number}")) + masked(BINARY, mqtt_subscribe(TOPIC))

    return Crowd.connect(broker.port, [request] * count, first)


def publish_frame(payload: bytes) -> bytes:
    """What a client sends to tell everybody."""
    return masked(BINARY, mqtt_publish(TOPIC, payload))
