"""TileJSON 3.0.0, and that it tells the truth about the tiles."""

from datetime import timedelta

import pytest
from django.test import Client, RequestFactory

from safegrid.domain.roles import Role
from safegrid.store import celltree
from safegrid.store.access import viewer_of_user
from safegrid.store.models import BoundaryVersion, CellShape, GridCell
from safegrid.store.queries import tiles as queries
from safegrid.store.tile_token import COOKIE, PATH, read
from safegrid.tiles.address import parse
from safegrid.tiles.views import tilejson

from .client import person
from .ground import CITY_SCOPE, SIDE, SOUTH, WEST, Ground, cells_in, inside, point, points_in, tile_of, unit


@pytest.fixture
def logged_in(ground: Ground) -> Client:
    client = Client()
    client.force_login(
        person("ins", ground.communities[0]), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def ask(client: Client, query: str):
    request = RequestFactory().get(f"/tiles.json{query}", headers={"host": "localhost"})
    request.session = client.session
    return tilejson(request)


@pytest.mark.parametrize("source", ["cells", "points"])
def test_it_names_absolute_addresses_that_the_viewer_may_ask(
    logged_in: Client, ground: Ground, source: str
) -> None:
    import json

    response = ask(logged_in, f"?source={source}")
    document = json.loads(response.content)
    assert document["tilejson"] == "3.0.0"
    (template,) = document["tiles"]
    assert template.startswith("http://localhost/tiles/")
    path = template.removeprefix("http://localhost").format(z=document["maxzoom"], x=0, y=0)
    address = parse(path)
    viewer = viewer_of_user(int(logged_in.session["_auth_user_id"]))
    assert address is not None
    assert viewer is not None
    assert (address.source, address.scope) == (source, viewer.scope.hash)
    assert address.boundary == (ground.version if source == "cells" else 0)
    assert document["bounds"] == pytest.approx([WEST, SOUTH, WEST + 4 * SIDE, SOUTH + SIDE])
    morsel = response.cookies[COOKIE]
    claims = read(morsel.value)
    assert claims is not None
    assert (claims.viewer, claims.scope) == (viewer.key, viewer.scope.hash)
    assert (morsel["path"], morsel["httponly"], morsel["samesite"]) == (PATH, True, "Lax")


def test_strangers_and_unknown_sources_get_nothing(logged_in: Client) -> None:
    assert ask(Client(), "?source=points").status_code == 401
    assert ask(logged_in, "?source=hazards").status_code == 404


def test_every_layer_and_field_in_a_tile_is_described(
    logged_in: Client, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    import json

    from django.contrib.gis.geos import LineString

    point(LineString(inside(0.4), inside(0.6), srid=4326), ground.communities[0], live=1, firm=2)
    unit(inside(0.5), ground.communities[0], stopped=True)
    for level in (0, 1, 2, 3, 4):
        point(inside(0.5), ground.communities[0], live=level, base=2)
    point(inside(0.5), ground.communities[0])
    monkeypatch.setattr(queries, "SINGLY", 1)
    point(inside(0.5), ground.communities[2], live=1)
    described: dict[str, set[str]] = {}
    for source in ("points", "cells"):
        for layer in json.loads(ask(logged_in, f"?source={source}").content)["vector_layers"]:
            described[layer["id"]] = set(layer["fields"])
    found: dict[str, set[str]] = {}
    for z, each in ((9, 100), (15, 100), (15, 0)):
        for limit in ("EACH", "CLOSE_SINGLY", "UNITS_EACH", "VERTICES"):
            monkeypatch.setattr(queries, limit, each)
        tile = tile_of(inside(0.5), z)
        for layers in (points_in(CITY_SCOPE, tile), cells_in(CITY_SCOPE, ground.version, tile)):
            for layer, features in layers.items():
                found.setdefault(layer, set()).update(*(f.tags for f in features))
    assert found == described


def told(client: Client, since: int, area: str) -> list[list[float]] | None:
    import json

    found: list[list[float]] | None = json.loads(
        ask(client, f"?source=cells&since={since}&area={area}").content
    )["changed"]
    return found


def split(ground: Ground, cell: int) -> tuple[int, list[list[float]]]:
    """Publish two halves in place of a community, which ends; returns the version and where it lay."""
    before = BoundaryVersion.objects.get(pk=ground.version)
    version = BoundaryVersion.objects.create(
        name="拆分", published_at=before.published_at + timedelta(days=1)
    )
    old = GridCell.objects.get(pk=cell)
    shapes = CellShape.objects.filter(cell=old)
    whole = shapes[0].geom.transform(4326, clone=True)
    for half in range(2):
        made = GridCell.objects.create(code=f"{old.code}{half}", name=f"半{half}", level=4, parent=old.parent)
        CellShape.objects.bulk_create(
            CellShape(cell=made, version=version, band=shape.band, level=4, geom=shape.geom)
            for shape in shapes
        )
    shapes.filter(version=before).update(until=version)
    GridCell.objects.filter(pk=cell).update(retired_at=version.published_at)
    celltree.forget()
    return version.pk, [list(whole.extent)]


def test_a_map_is_told_where_the_ground_changed(ground: Ground) -> None:
    client, elsewhere = Client(), Client()
    for each, town in ((client, 0), (elsewhere, 1)):
        user = person(f"lead{town}", ground.townships[town], Role.LEAD)
        each.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    here, there = (
        viewer_of_user(int(each.session["_auth_user_id"])).scope.hash for each in (client, elsewhere)
    )
    assert told(client, ground.version, here) == []
    version, (box,) = split(ground, ground.communities[0])
    (found,) = told(client, ground.version, here) or []
    assert found == pytest.approx(box)
    assert told(elsewhere, ground.version, there) == [], "what changed elsewhere is nobody's business"
    assert told(client, version, viewer_of_user(int(client.session["_auth_user_id"])).scope.hash) == []
    assert told(client, ground.version, there) is None, "a map of another area is drawn anew"
    assert told(client, version + 1, here) is None


def test_a_version_is_a_number(logged_in: Client) -> None:
    import json

    for since in ("", "x", "-1", "1; DROP", "9" * 12):
        assert "changed" not in json.loads(ask(logged_in, f"?source=cells&since={since}").content)
