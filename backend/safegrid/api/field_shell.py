"""The field page without a network: its service worker, the list of files that it keeps, and how it is installed."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw

PAGE, WORKER = "src/pages/field.ts", "src/field/worker.ts"
BESIDE = (
    "basemap/basemap_xuchang.geojson",
    "leaflet/leaflet.css",
    "leaflet/leaflet.js",
    "leaflet/leaflet.extras.js",
)
"""Static files that the page fetches beside what its script names."""
BLUE, WHITE = "#0b5fd8", "#ffffff"
SIZES = (180, 192, 512)
"""Pixels: what iOS, Android and a splash screen ask for."""
SMOOTH = 4
TRIANGLE, BAR = ((16, 8), (23.5, 21), (8.5, 21)), (9, 23.5, 23, 25.5)
ICON = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' fill='#0b5fd8'/>"
    "<path d='M16 8 23.500 21H8.500Z' fill='#fff'/><path d='M9 24.500h14' stroke='#fff' stroke-width='2'/></svg>"
)


@require_safe
def shell(_request: HttpRequest) -> HttpResponse:
    """List the files of the page; `version` changes with any of them."""
    files = [static(path) for path in (*_built(_manifest()), *BESIDE)]
    version = hashlib.blake2b("\n".join(files).encode() + _stamp(), digest_size=9).hexdigest()
    return _fresh(JsonResponse({"version": version, "files": files}))


@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """Serve the service worker from where it may look after `/field`; as a static file it might look after those only."""
    built = settings.FRONTEND_DIST / _manifest()[WORKER]["file"]
    response = HttpResponse(built.read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/field"
    return _fresh(response)


@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """Say how the page is put on a phone's home screen."""
    about = {
        "id": "/field",
        "name": "安全一张图 · 今日巡查",
        "short_name": "今日巡查",
        "lang": "zh-CN",
        "start_url": "/field",
        "scope": "/field",
        "display": "standalone",
        "background_color": WHITE,
        "theme_color": WHITE,
        "icons": [
            {"src": "/field/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any maskable"},
            *(
                {"src": f"/field/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"}
                for size in SIZES
            ),
        ],
    }
    return JsonResponse(about, content_type="application/manifest+json")


@require_safe
def icon(_request: HttpRequest) -> HttpResponse:
    """Draw the page's icon."""
    return HttpResponse(ICON, content_type="image/svg+xml")


@require_safe
def icon_png(_request: HttpRequest, size: int) -> HttpResponse:
    """Draw the icon for systems that take no SVG onto a home screen."""
    if size not in SIZES:
        raise Http404
    return HttpResponse(_png(size), content_type="image/png")


@cache
def _png(size: int) -> bytes:
    """The same drawing as `ICON`, on a grid of 32, drawn larger for smooth edges."""
    scale = size * SMOOTH / 32
    picture = Image.new("RGB", (size * SMOOTH, size * SMOOTH), BLUE)
    draw = ImageDraw.Draw(picture)
    draw.polygon([(x * scale, y * scale) for x, y in TRIANGLE], fill=WHITE)
    draw.rectangle([edge * scale for edge in BAR], fill=WHITE)
    data = BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(data, "PNG", optimize=True)
    return data.getvalue()


@cache
def _manifest() -> Mapping[str, Any]:
    """What Vite built: source → file, and what the file needs."""
    known: Mapping[str, Any] = json.loads((settings.FRONTEND_DIST / "manifest.json").read_text("utf-8"))
    return known


def _built(known: Mapping[str, Any]) -> Iterator[str]:
    """Files of the page's script and of whatever it imports, each once."""
    waiting, seen = [PAGE], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        chunk = known[name]
        yield chunk["file"]
        yield from chunk.get("css", ())
        yield from (asset for asset in chunk.get("assets", ()) if asset.endswith(".woff2"))
        waiting += [*chunk.get("imports", ()), *chunk.get("dynamicImports", ())]


def _stamp() -> bytes:
    """The page itself is made by a template, which has no name by its content."""
    page = settings.ROOT / "backend" / "safegrid" / "api" / "templates" / "field.html"
    return page.read_bytes()


def _fresh(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-cache"
    return response
