"""Every route is known to the leak test, and nothing in the table has gone."""

import inspect
import re
from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from leak.probes import API, PAGES, SOCKETS, TILES
from safegrid.api.root import api
from safegrid.config import asgi
from safegrid.tiles import address


def walk(patterns: Iterable[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern) or path == "admin/":
            yield path
        else:
            yield from walk(pattern.url_patterns, path)


def test_every_operation_of_the_api_has_a_probe():
    paths = api.get_openapi_schema()["paths"]
    there = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    assert there == set(API)


def test_every_other_address_has_a_probe():
    found = set(walk(get_resolver().url_patterns))
    api_paths = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", p) for p in found}
    known = {key.split(" /")[1] for key in API}
    assert {p for p in found if re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", p) not in known} == set(PAGES)
    assert known <= api_paths


def test_what_is_answered_beside_django_has_a_probe():
    branches = re.findall(r"case (.*):", inspect.getsource(asgi.application))
    assert branches == [
        '"lifespan"',
        '"websocket"',
        '"http" if scope["path"].startswith("/tiles/")',
        '"http" if scope["path"].startswith(static.prefix)',
        "_",
    ]
    sockets = asgi.sockets._application.routes
    assert {str(route.pattern) for route in sockets} == SOCKETS
    assert set(re.findall(r"(\w+)/\(\?P", address._PATH.pattern)) == TILES
