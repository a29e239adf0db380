"""A kept tile over HTTP, with its token checked, beside nginx sending a file of the same bytes to anybody."""

from typing import Any

from .console import step
from .figures import median, ratio
from .http_load import Served, get, load
from .nginx import FileServer
from .system import System, Viewer, fetch

FILE = "tile.mvt"


def measure(
    system: System, viewer: Viewer, files: FileServer | None, tile: tuple[int, int, int], seconds: float
) -> dict[str, Any]:
    """Three rounds each, in turn."""
    path = "/".join(map(str, ("/tiles/points", viewer.scope, *tile)))
    body = fetch(system, path, viewer.cookies)
    ours_request = get(path, f"127.0.0.1:{system.port}", {"Cookie": viewer.cookies})
    ours: list[Served] = []
    theirs: list[Served] = []
    with step("缓存瓦片", "cached tiles"):
        for _ in range(3):
            ours.append(load(system.port, ours_request, [system.web], seconds))
            if files:
                (files.folder / FILE).write_bytes(body)
                request = get(f"/{FILE}", f"127.0.0.1:{files.port}", {})
                theirs.append(load(files.port, request, [files.pid], seconds))
    pairs = list(zip(ours, theirs, strict=False))
    return {
        "kb": len(body) / 1024,
        "ours": _side(ours),
        "nginx": _side(theirs),
        "cpu_ratio": median(ratio(a.cpu_us, b.cpu_us) for a, b in pairs),
        "rate_ratio": median(ratio(a.rate, b.rate) for a, b in pairs),
    }


def _side(rounds: list[Served]) -> dict[str, Any]:
    return {
        "requests_per_s": median(r.rate for r in rounds),
        "cpu_us": median(r.cpu_us for r in rounds),
    }
