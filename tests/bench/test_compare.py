"""Another tile server beside ours: whatever it answers is counted for what it is."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from typing_extensions import override

from safegrid_bench.compare import Asked, Peer, problem

TILE = b"\x1a\x05tile!" * 100


class Tiles(BaseHTTPRequestHandler):
    """Has tiles at zoom 9, nothing at 10 and 11, and fails at 12. Hangs up after each answer if it is told to."""

    protocol_version = "HTTP/1.1"
    hang_up = False
    connections: set[tuple[str, int]]
    paths: list[str]

    @override
    def do_GET(self) -> None:
        self.connections.add(self.client_address)
        self.paths.append(self.path)
        zoom = self.path.split("/")[2]
        status = {"9": 200, "10": 204, "11": 404, "12": 500}.get(zoom, 404)
        self.send_response(status)
        body = TILE if status == 200 else b""
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = self.hang_up

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def handler():
    return type("Own", (Tiles,), {"connections": set(), "paths": []})


@pytest.fixture
def template(handler):
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/tiles/{{z}}/{{x}}/{{y}}.pbf?layer=points"
    server.shutdown()
    server.server_close()


@pytest.fixture
def peer(template):
    made = Peer(template)
    yield made
    made.close()


def test_tiles_come_over_one_connection(handler, peer):
    assert [peer.fetch((9, 417, n)) for n in range(5)] == [TILE] * 5
    assert handler.paths[0] == "/tiles/9/417/0.pbf?layer=points"
    assert len(handler.connections) == 1


def test_a_server_that_hangs_up_is_asked_anew(handler, peer):
    handler.hang_up = True
    assert [peer.fetch((9, 417, n)) for n in range(3)] == [TILE] * 3
    assert len(handler.connections) == 3


def test_what_is_not_there_is_empty_and_counted(peer):
    side = Asked()
    for z in (9, 10, 11, 9):
        side.ask(peer, (z, 1, 2))
    told = side.report()
    assert (told["n"], told["empty"], told["kb_worst"]) == (4, 2, len(TILE) / 1024)
    assert told["p50_ms"] > 0


def test_a_failure_is_not_taken_for_a_tile(peer):
    with pytest.raises(RuntimeError, match="answered 500"):
        peer.fetch((12, 0, 0))


def test_an_address_that_cannot_be_asked_is_refused_before_anything_is_measured(template):
    assert problem(template) == ""
    assert "{y}" in problem("http://127.0.0.1:1/{z}/{x}")
    assert "127.0.0.1:1" in problem("http://127.0.0.1:1/{z}/{x}/{y}")
    assert problem("http://127.0.0.1:1/{z}/{x}/{y}/{other}")
    assert problem("nowhere/{z}/{x}/{y}")
