"""Which base map the settings name: the first of a file, 天地图, a template; else none."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from safegrid.tiles.basemap.app import PREFIX, Read
from safegrid.tiles.basemap.disk import DiskCache
from safegrid.tiles.basemap.files import NotUsableError, TileFile, open_file
from safegrid.tiles.basemap.upstream import Template, Upstream

_TIANDITU = (
    "https://t{{s}}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}"
    "&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{TileMatrix}}&TILEROW={{TileRow}}&TILECOL={{TileCol}}"
    "&tk={key}"
)


def about() -> dict[str, object] | None:
    """What a page must know: where the pictures are, their closest zoom, whom to credit. Never a key."""
    if settings.BASEMAP_FILE:
        said = _file(settings.BASEMAP_FILE).about
        return _page(
            ("base",), said.max_zoom, settings.BASEMAP_ATTRIBUTION or said.attribution, said.min_zoom
        )
    names = tuple(templates())
    credit = settings.BASEMAP_ATTRIBUTION or ("天地图" if settings.TIANDITU_KEY else "")
    return _page(names, settings.BASEMAP_MAX_ZOOM, credit) if names else None


def layers() -> Mapping[str, Read]:
    """What reads each layer. Raises ImproperlyConfigured for a file or a template that cannot be used."""
    if settings.BASEMAP_FILE:
        return {"base": _file(settings.BASEMAP_FILE).tile}
    found = templates()
    if not found:
        return {}
    kept = DiskCache(Path(settings.BASEMAP_CACHE), settings.BASEMAP_CACHE_MB * 1024 * 1024)
    return {name: Upstream(template, kept).tile for name, template in found.items()}


def templates() -> dict[str, Template]:
    """Addresses of another server's layers. Raises ImproperlyConfigured for one without places for the tile."""
    if settings.TIANDITU_KEY:
        return {
            name: Template(_TIANDITU.format(layer=layer, key=settings.TIANDITU_KEY), "01234567", 18)
            for name, layer in (("base", "vec"), ("labels", "cva"))
        }
    urls = {
        "base": settings.BASEMAP_URL,
        "labels": settings.BASEMAP_LABELS_URL if settings.BASEMAP_URL else "",
    }
    found = {name: Template(url, max_zoom=settings.BASEMAP_MAX_ZOOM) for name, url in urls.items() if url}
    for template in found.values():
        _check(template)
    return found


def _check(template: Template) -> None:
    try:
        named = {template.address(*at) for at in ((3, 1, 2), (3, 2, 2), (3, 1, 3), (4, 1, 2))}
    except KeyError as unknown:
        raise ImproperlyConfigured(f"SAFEGRID_BASEMAP_URL: {unknown}: {{z}} {{x}} {{y}}") from unknown
    if len(named) < 4 or not template.url.startswith(("http://", "https://")):
        raise ImproperlyConfigured(
            "SAFEGRID_BASEMAP_URL 应是含 {z} {x} {y} 的网址 · must be an http address with {z} {x} {y}, "
            "or {TileMatrix} {TileCol} {TileRow}."
        )


@cache
def _file(path: str) -> TileFile:
    try:
        return open_file(Path(path))
    except NotUsableError as error:
        raise ImproperlyConfigured(f"SAFEGRID_BASEMAP_FILE: {error}") from error


def _page(names: tuple[str, ...], max_zoom: int, attribution: str, min_zoom: int = 0) -> dict[str, object]:
    paths = {name: f"{PREFIX}{name}/{{z}}/{{x}}/{{y}}" for name in names}
    return {
        "url": paths["base"], "labels": paths.get("labels", ""), "attribution": attribution,
        "min_zoom": min_zoom, "max_zoom": max_zoom,
    }  # fmt: skip
