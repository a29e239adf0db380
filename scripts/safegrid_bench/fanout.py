"""Fan-out: one change to a thousand sockets of one process, beside an MQTT broker doing the same with the same bytes.

Latency runs from the moment the log took the event (ours) or the publisher wrote its packet (the broker's) to the
moment the last byte of the message was read by the client. Both sides have the same clients, sockets and payload.
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .console import step
from .crowd import Crowd
from .figures import Number, Spread, median, per, ratio
from .frames import TEXT, handshake, masked, mqtt_payloads
from .mosquitto import Broker, publish_frame, subscribers
from .processes import cpu_seconds, memory_bytes
from .publishing import Published, Publisher
from .system import System, Viewer

START_SECONDS = 90.0
SETTLE_SECONDS, GRACE_SECONDS = 0.3, 5.0
"""After the last change clients listen on for so long, and again until nothing is missing. What has not come by the
second is counted as lost."""
SUBSCRIBED = b"\x90\x03\x00\x01"
"""How a broker answers to a subscription."""


@dataclass(frozen=True)
class Plan:
    """`fast`: changes a second of the round that is coalesced."""

    sockets: int = 1_000
    rate: float = 10.0
    seconds: float = 5.0
    rounds: int = 3
    fast: float = 50.0


@dataclass
class Round:
    """What one side did in one round."""

    latencies: list[float]
    cpu: float
    lost: int
    messages: int

    @property
    def cpu_per_delivery(self) -> Number:
        """Microseconds."""
        return per(1e6 * self.cpu, len(self.latencies))


@dataclass
class Sides:
    """Rounds of ours and of the broker, in turn."""

    ours: list[Round] = field(default_factory=list)
    theirs: list[Round] = field(default_factory=list)


def measure(
    system: System, viewer: Viewer, publisher: Publisher, broker: Broker | None, plan: Plan
) -> dict[str, Any]:
    """Connect everybody, then let the sides take turns."""
    with step("连接", f"{plan.sockets} sockets each"):
        before, began = memory_bytes(system.web), time.monotonic()
        ours = viewers(system, viewer, plan.sockets)
        greeted(ours)
        start = time.monotonic() - began
        theirs = subscribers(broker, plan.sockets) if broker else None
        if theirs:
            greeted(theirs, SUBSCRIBED)
    try:
        sides = Sides()
        for number in range(plan.rounds):
            with step("广播", f"fan-out, round {number + 1} of {plan.rounds}"):
                sides.ours.append(_our_round(system, ours, publisher, plan.rate, plan.seconds))
                if broker and theirs:
                    sides.theirs.append(_their_round(broker, theirs, ours, plan))
        with step("合并", f"{plan.fast:.0f} changes a second"):
            fast = _our_round(system, ours, publisher, plan.fast, plan.seconds)
        each = (memory_bytes(system.web) - before) / plan.sockets
        about = {"start_s": start, "kb_per_socket": each / 1024, "closed": ours.closed()}
        return about | _report(sides, fast, plan)
    finally:
        for crowd in (ours, theirs):
            if crowd:
                crowd.close()


def viewers(system: System, viewer: Viewer, count: int) -> Crowd:
    """Sockets of one viewer that have said from where on they want to hear."""
    headers = {"Cookie": viewer.cookies, "Origin": system.url}
    since = masked(TEXT, json.dumps({"t": "since", "token": viewer.token}).encode())
    request = handshake("/ws/live", f"127.0.0.1:{system.port}", headers)
    return Crowd.connect(system.port, [request] * count, lambda _number: since)


def greeted(crowd: Crowd, word: bytes = b'"t":"beat"') -> None:
    """Listen until every client has heard a word; the first beat comes when it has been sent all that it missed.

    Raises TimeoutError.
    """
    began = time.time()
    waiting = set(range(len(crowd.sockets)))
    while waiting:
        crowd.listen(0.2)
        waiting -= {n for n in waiting if word in b"".join(data for _, data in crowd.heard[n])}
        if time.time() - began > START_SECONDS:
            raise TimeoutError(f"{len(waiting)} sockets were not greeted")


def _our_round(system: System, crowd: Crowd, publisher: Publisher, rate: float, seconds: float) -> Round:
    crowd.forget()
    ((after, _),) = system.rows("last_event")
    before = cpu_seconds([system.web])
    publisher.begin(rate, seconds)
    while not publisher.done():
        crowd.listen(0.1)
    published = publisher.result()

    def judge() -> Round:
        cpu = cpu_seconds([system.web]) - before
        taken = {(point, version): at for point, version, at in system.rows("events_at", {"after": after})}
        return _judged(crowd, {key: taken.get(key, at) for key, at in published.items()}, cpu)

    return _heard_out(crowd, judge)


def _heard_out(crowd: Crowd, judge: Callable[[], Round]) -> Round:
    """Listen on until nothing is missing, or what is counts as lost."""
    end = time.time() + GRACE_SECONDS
    while True:
        crowd.listen(SETTLE_SECONDS)
        found = judge()
        if not found.lost or time.time() > end:
            return found


def _judged(crowd: Crowd, told: Published, cpu: float) -> Round:
    """Every client must have heard of every change; of an object that changed again, the later word is enough."""
    known: dict[bytes, list[tuple[int, int]]] = {}
    heard: list[dict[tuple[int, int], float]] = [{} for _ in crowd.sockets]
    messages = 0
    for client, at, payload in crowd.messages():
        body = payload.partition(b'"ops":')[2]
        if body:
            messages += 1
            if body not in known:
                known[body] = upserts(payload)
            for key in known[body]:
                heard[client].setdefault(key, at)
    latencies = [1_000 * (at - told[key]) for of in heard for key, at in of.items() if key in told]
    lost = sum(len(missing(told, of)) for of in heard)
    return Round(latencies, cpu, lost, messages)


def upserts(payload: bytes) -> list[tuple[int, int]]:
    """Points and versions that a message of the stream carries."""
    return [(op["d"]["id"], op["d"]["v"]) for op in json.loads(payload)["ops"] if op.get("e") == "point"]


def missing(told: Published, heard: dict[tuple[int, int], float]) -> set[tuple[int, int]]:
    """Changes that a client neither heard of nor of a later version of the same point."""
    newest: dict[int, int] = {}
    for point, version in heard:
        newest[point] = max(version, newest.get(point, 0))
    return {(point, version) for point, version in told if newest.get(point, 0) < version}


def _their_round(broker: Broker, crowd: Crowd, ours: Crowd, plan: Plan) -> Round:
    crowd.forget()
    payloads = list(_like(ours, int(plan.rate * plan.seconds)))
    sent: list[float] = []
    began = time.time()

    def publish(now: float) -> None:
        if len(sent) < len(payloads) and now >= began + len(sent) / plan.rate:
            frame = publish_frame(b"%08d" % len(sent) + payloads[len(sent)])
            sent.append(time.time())
            crowd.sockets[0].send(frame)

    before = cpu_seconds([broker.pid])
    crowd.listen(plan.seconds, publish)

    def judge() -> Round:
        cpu = cpu_seconds([broker.pid]) - before
        latencies = [
            1_000 * (at - sent[int(payload[:8])])
            for _, at, message in crowd.messages()
            for payload in mqtt_payloads(message)
        ]
        return Round(latencies, cpu, len(sent) * len(crowd.sockets) - len(latencies), len(latencies))

    return _heard_out(crowd, judge)


def _like(crowd: Crowd, count: int) -> Iterator[bytes]:
    """Payloads of the sizes that the first of our clients just heard, eight bytes less for a number."""
    sizes = [len(payload) for client, _, payload in crowd.messages() if client == 0 and b'"ops":' in payload]
    for number in range(count):
        yield b"x" * max(1, (sizes[number % len(sizes)] if sizes else 400) - 8)


def _report(sides: Sides, fast: Round, plan: Plan) -> dict[str, Any]:
    ours, theirs = ([_side(r) for r in rounds] for rounds in (sides.ours, sides.theirs))
    pairs = list(zip(ours, theirs, strict=False))
    return {
        "sockets": plan.sockets,
        "rate": plan.rate,
        "ours": ours,
        "mosquitto": theirs,
        "p99_ratio": median(ratio(a["p99_ms"], b["p99_ms"]) for a, b in pairs),
        "cpu_ratio": median(ratio(a["cpu_us"], b["cpu_us"]) for a, b in pairs),
        "lost": sum(r.lost for r in sides.ours) + fast.lost,
        "fast": {**_side(fast), "rate": plan.fast, "messages_per_socket": fast.messages / plan.sockets},
    }


def _side(one: Round) -> dict[str, Any]:
    spread = Spread.of(one.latencies)
    return {
        "deliveries": spread.n,
        "p50_ms": spread.p50,
        "p95_ms": spread.p95,
        "p99_ms": spread.p99,
        "worst_ms": spread.worst,
        "cpu_us": one.cpu_per_delivery,
        "lost": one.lost,
    }
