"""Tiles of further layers: what is in them, for whom, and that an address never holds another version."""

from collections.abc import Callable

import pytest
from channels.db import database_sync_to_async
from django.contrib.gis.geos import GEOSGeometry, LineString, Point, Polygon
from django.db import connection

from safegrid.domain.counts import COLUMNS, INDEX
from safegrid.domain.events import DutiesCounted, LayerChanged
from safegrid.domain.layers import Source
from safegrid.domain.roles import Role
from safegrid.domain.scope import NOTHING, Scope
from safegrid.store.models import CellCount, Layer, LayerFeature
from safegrid.store.queries import tiles as queries
from safegrid.store.queries.layer_tiles import layer_tile
from safegrid.store.queries.layers import LayerHead, kinds_in_sight, layer_head
from safegrid.tiles.app import TileApp

from .client import Answer, Browser, browser_of, person
from .ground import CITY_SCOPE, SOUTH, WEST, Ground, ids, inside, point, tile_of, tiles_over, unit
from .mvt import Feature, decode

CLOSE = tile_of(inside(0.5), 15)


def layer(code: str = "resources", source: Source = Source.FEATURES, **fields: object) -> Layer:
    shown = {"name_zh": "层", "name_en": "Layer", "kind": "point", "group": "response", "icon": "pin"}
    return Layer.objects.create(**({"code": code, "source": source, "colour": "#334455"} | shown | fields))


def feature(
    of: Layer, place: GEOSGeometry, cell: int | None, name: str = "站", **attrs: object
) -> LayerFeature:
    middle = place.interpolate_normalized(0.5) if isinstance(place, LineString) else place.point_on_surface
    owner = Point(middle.x, middle.y, srid=4326)
    return LayerFeature.objects.create(
        layer=of, name=name, attrs=attrs, geom=place, owner_point=owner, cell_id=cell
    )


def drawn(of: Layer, scope: Scope, tile: tuple[int, int, int]) -> dict[str, list[Feature]]:
    head = layer_head(of.code)
    assert head is not None
    with connection.cursor() as cursor:
        encoded = layer_tile(cursor, scope, head, tile)
    assert encoded is not None
    return decode(encoded)


def everywhere(of: Layer, scope: Scope, z: int) -> set[int]:
    return {f.id for tile in tiles_over(z) for f in drawn(of, scope, tile).get("mark", [])}


def test_a_mark_carries_kind_and_name(ground: Ground) -> None:
    made = feature(layer(), inside(0.5), ground.communities[0], "将官池消防站", kind="team")
    (mark,) = drawn(made.layer, CITY_SCOPE, CLOSE)["mark"]
    assert (mark.id, mark.tags) == (made.pk, {"k": "team", "n": "将官池消防站"})
    (far,) = drawn(made.layer, CITY_SCOPE, tile_of(inside(0.5), 10))["mark"]
    assert (far.id, far.tags) == (made.pk, {"k": "team"})


def test_lines_and_areas_come_with_a_mark_and_their_name_at_every_zoom(ground: Ground) -> None:
    of = layer("zones", kind="area")
    line = feature(of, LineString(inside(0.2), inside(0.8), srid=4326), ground.communities[0], "管线")
    ring = [inside(0.3, 0.2), inside(0.3, 0.8), inside(0.7, 0.8), inside(0.3, 0.2)]
    area = feature(of, Polygon([p.coords for p in ring], srid=4326), ground.communities[0], "开发区")
    for z in (10, 15):
        shapes, names = {}, {}
        for tile in tiles_over(z):
            found = drawn(of, CITY_SCOPE, tile)
            shapes |= {f.id: f.kind for f in found.get("shape", [])}
            names |= {f.id: f.tags["n"] for f in found.get("mark", [])}
        assert (shapes, names) == ({line.pk: 2, area.pk: 3}, {line.pk: "管线", area.pk: "开发区"})


def test_far_out_marks_that_would_cover_each_other_are_one_with_their_number(ground: Ground) -> None:
    of = layer()
    made = [feature(of, inside(0.5 + i / 10_000), ground.communities[0], kind="hydrant") for i in range(7)]
    other = feature(of, inside(0.5), ground.communities[0], kind="team")
    far = drawn(of, CITY_SCOPE, tile_of(inside(0.5), 8))["mark"]
    assert {f.id: f.tags for f in far} == {
        made[0].pk: {"k": "hydrant", "c": 7},
        other.pk: {"k": "team"},
    }
    assert everywhere(of, CITY_SCOPE, 14) == {f.pk for f in [*made, other]}


@pytest.mark.parametrize("z", [8, 12, 15])
def test_only_what_is_in_sight(ground: Ground, z: int, monkeypatch: pytest.MonkeyPatch) -> None:
    of = layer()
    a, b, c, _ = ground.communities
    mine, next_door = feature(of, inside(0.5), a), feature(of, inside(1.5), b)
    line = feature(of, LineString(inside(1.6), inside(2.6), srid=4326), b)
    LayerFeature.objects.filter(pk=line.pk).update(touched=[c])
    outside = feature(of, Point(WEST + 0.01, SOUTH - 0.004, srid=4326), None)
    for few in (64, 0):
        monkeypatch.setattr(queries, "FEW", few)
        assert everywhere(of, Scope(frozenset({a})), z) == {mine.pk}
        assert everywhere(of, Scope(frozenset({c})), z) == {line.pk}
        assert everywhere(of, Scope(frozenset({a, b})), z) == {mine.pk, next_door.pk, line.pk}
    assert everywhere(of, NOTHING, z) == set()
    assert everywhere(of, CITY_SCOPE, z) == {mine.pk, next_door.pk, line.pk, outside.pk}
    assert kinds_in_sight(Scope(frozenset({a, b})), [of]) == {of.code: {"": 3}}


def test_major_hazards_are_computed_from_units(ground: Ground) -> None:
    of = layer("major_hazards", Source.MAJOR_HAZARDS)
    a, _, _, d = ground.communities
    red = unit(inside(0.5), a, "C", major_hazard=1)
    unit(inside(0.6), a, "C")
    far = unit(inside(3.5), d, "F", major_hazard=3)
    shut = unit(inside(0.7), a, "C", major_hazard=2)
    type(shut).objects.filter(pk=shut.pk).update(closed_at=shut.created_at)
    assert everywhere(of, CITY_SCOPE, 12) == {red.pk, far.pk}
    assert everywhere(of, Scope(frozenset({a})), 12) == {red.pk}
    assert everywhere(of, Scope(frozenset(), units=frozenset({far.pk})), 12) == {far.pk}
    assert everywhere(of, Scope(frozenset(), industries=frozenset({("F", None)})), 12) == {far.pk}
    assert everywhere(of, Scope(frozenset(), industries=frozenset({("F", frozenset({a}))})), 12) == set()
    (mark,) = drawn(of, CITY_SCOPE, CLOSE)["mark"]
    assert mark.tags == {"k": "1", "n": "许昌示意化工"}
    assert kinds_in_sight(CITY_SCOPE, [of])[of.code] == {"1": 1, "3": 1}


def test_vacancies_are_computed_from_the_counted_posts(ground: Ground) -> None:
    of = layer("vacancies", Source.VACANCIES, kind="area")
    a, b, c, d = ground.communities
    for cell, leaders, officers in ((a, 1, 2), (b, 0, 2), (c, 1, 1)):
        row = [0] * len(COLUMNS)
        row[INDEX["leaders"]], row[INDEX["officers"]] = leaders, officers
        CellCount.objects.create(cell_id=cell, n=row)
    found = {
        f.id: f.tags["k"] for tile in tiles_over(13) for f in drawn(of, CITY_SCOPE, tile).get("mark", [])
    }
    assert found == {b: "leader", c: "officer", d: "both"}
    assert kinds_in_sight(CITY_SCOPE, [of])[of.code] == {"leader": 1, "officer": 1, "both": 1}
    shapes = drawn(of, Scope(frozenset({a, b})), tile_of(inside(1), 12))["shape"]
    assert ids(shapes) == {b}


def test_overdue_surveys_are_computed_from_the_counts(ground: Ground) -> None:
    of = layer("surveys", Source.SURVEYS, kind="area")
    a, b, c, _ = ground.communities
    for cell, late in ((a, 0), (b, 1), (c, 1)):
        row = [0] * len(COLUMNS)
        row[INDEX["survey_overdue"]] = late
        CellCount.objects.create(cell_id=cell, n=row)
    found = {
        f.id: f.tags["k"] for tile in tiles_over(13) for f in drawn(of, CITY_SCOPE, tile).get("mark", [])
    }
    assert found == {b: "overdue", c: "overdue"}
    assert kinds_in_sight(CITY_SCOPE, [of])[of.code] == {"overdue": 2}
    near = Scope(frozenset({a, b}))
    assert kinds_in_sight(near, [of])[of.code] == {"overdue": 1}
    assert ids(drawn(of, near, tile_of(inside(1), 12))["shape"]) == {b}


def test_what_nobody_owns_is_shown_to_those_who_see_the_whole_city(ground: Ground) -> None:
    of, other = layer("unowned", Source.UNOWNED), layer()
    outside = Point(WEST + 0.01, SOUTH - 0.002, srid=4326)
    lost = point(outside, None)
    point(inside(0.5), ground.communities[0])
    hidden = layer("secret", audience=["CMD"])
    kept = feature(other, outside, None)
    feature(hidden, outside, None)
    marks = [f for tile in [tile_of(outside, 14)] for f in drawn(of, CITY_SCOPE, tile)["mark"]]
    assert {(f.tags["k"], f.id) for f in marks} == {("point", lost.pk), ("feature", kept.pk)}
    assert {f.tags.get("f") for f in marks} == {None, "resources"}
    assert drawn(of, Scope(frozenset(ground.communities)), tile_of(outside, 14)) == {}
    assert kinds_in_sight(CITY_SCOPE, [of])[of.code] == {"point": 1, "feature": 1}


async def ask(browser: Browser, code: str, version: int = 1, **headers: str) -> Answer:
    z, x, y = CLOSE
    return await browser.get(
        f"/tiles/layers/{browser.viewer.scope.hash}/{code}/{version}/{z}/{x}/{y}", **headers
    )


@pytest.fixture
def station(lasting_ground: Ground) -> LayerFeature:
    return feature(layer(), inside(0.5), lasting_ground.communities[0], kind="team")


@pytest.fixture
def browser(app: TileApp, lasting_ground: Ground, station: LayerFeature) -> Browser:
    return browser_of(app, person("ins", lasting_ground.communities[0]))


def in_thread(work: Callable) -> object:
    return database_sync_to_async(work)()


async def test_a_version_stays_for_a_year_and_no_other_is_served(
    browser: Browser, station: LayerFeature, app: TileApp
) -> None:
    first = await ask(browser, "resources")
    assert first.status == 200
    assert ids(first.layers["mark"]) == {station.pk}
    assert first.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert (await ask(browser, "resources", 2)).status == 404
    assert (await ask(browser, "nothing")).status == 404
    await in_thread(lambda: station.layer.features.all().delete())
    await in_thread(lambda: Layer.objects.filter(pk=station.layer_id).update(version=2))
    # Not told yet: the process serves what it knows, which is what the address names.
    assert ids((await ask(browser, "resources")).layers["mark"]) == {station.pk}
    app.follow(LayerChanged("resources", 2, (), "layer.import"))
    assert (await ask(browser, "resources", 1)).status == 404
    assert (await ask(browser, "resources", 2)).status == 204


async def test_a_layer_for_others_is_not_there(
    browser: Browser, lasting_ground: Ground, app: TileApp
) -> None:
    def hide() -> None:
        feature(layer("secret", audience=["CMD"]), inside(0.5), lasting_ground.communities[0])

    await in_thread(hide)
    assert (await ask(browser, "secret")).status == 404
    chief = await in_thread(lambda: browser_of(app, person("cmd", lasting_ground.communities[0], Role.CMD)))
    assert isinstance(chief, Browser)
    # The same area of sight: what one may see is in the cache and stays shut for the other.
    assert chief.viewer.scope.hash == browser.viewer.scope.hash
    assert (await ask(chief, "secret")).status == 200
    assert (await ask(browser, "secret")).status == 404


async def test_computed_layers_are_never_kept(browser: Browser, lasting_ground: Ground, app: TileApp) -> None:
    await in_thread(lambda: layer("major_hazards", Source.MAJOR_HAZARDS))
    before = await ask(browser, "major_hazards")
    assert (before.status, before.headers["cache-control"]) == (204, "private, no-cache")
    await in_thread(lambda: unit(inside(0.5), lasting_ground.communities[0], major_hazard=2))
    after = await ask(browser, "major_hazards")
    assert [f.tags["k"] for f in after.layers["mark"]] == ["2"]


def test_an_event_spoils_what_is_under_way(app: TileApp) -> None:
    from safegrid.tiles.address import LAYERS, Address

    made = app.cache.begin(Address(LAYERS, "0" * 18, 1, 9, 1, 1, "vacancies"))
    app.follow(DutiesCounted(((1, "leaders", 1),), "test"))
    assert made.spoilt
    running = app.cache.begin(Address(LAYERS, "0" * 18, 1, 9, 1, 1, "resources"))
    app.follow(LayerChanged("cameras", 2, (), "test"))
    assert not running.spoilt
    app.follow(LayerChanged("resources", 2, (), "test"))
    assert running.spoilt


def test_heads_read_late_do_not_undo_what_was_told(ground: Ground) -> None:
    from safegrid.tiles.layers import LayerHeads

    old = LayerHead("resources", 1, Source.FEATURES, frozenset())
    heads = LayerHeads(lambda code: old)
    heads.follow(LayerChanged("resources", 2, (), "test"))
    heads.load("resources")
    assert heads.get("resources", 1) is None
