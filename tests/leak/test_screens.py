"""Tiles and sockets tell nobody of another area either."""

import asyncio
import json
from importlib import import_module

import pytest
from django.conf import settings

from factories import make_person, viewer
from leak.world import World, make_world
from live.facts import change_point, change_unit
from live.processes import KEY, Web, Worker, until
from live.screen import Screen, hang_up, log_in
from safegrid.actions.hazards import run
from safegrid.domain.hazards import Cmd, Command
from safegrid.store.access import viewer_of_key
from safegrid.store.models import Outbox, SequencerState
from safegrid.store.queries.tiles import latest_boundary
from safegrid.tiles.address import tiles_around
from safegrid.tiles.app import TileApp
from tiles.client import Browser

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture
def world(settings) -> World:
    # The processes read sessions and tokens that the tests make.
    settings.SECRET_KEY = KEY
    return make_world()


def far_tiles(world: World):
    lon, lat = world.city.spot("c4")
    box = (lon - 0.03, lat - 0.03, lon + 0.03, lat + 0.03)
    for z in (8, 10, 12, 14):
        columns, rows = tiles_around(box, z)
        yield from ((z, x, y) for x in columns for y in rows)


def test_no_tile_draws_anything_of_another_area(world: World):
    app = TileApp()
    app.fresh = lambda: True
    far = {
        "mark": world.far["feature"], "point": world.far["point_id"],
        "shape": world.far["point_id"], "unit": world.far["unit_id"],
        "cell": world.far["cell_id"],
    }  # fmt: skip
    everything = make_person("SUP", world.city["city"])
    keys = {role: f"user:{p.pk}" for role, p in world.people.items()} | {"KIOSK": f"kiosk:{world.kiosk.pk}"}
    try:
        leaks = [
            (role, name)
            for role, key in keys.items()
            for name in drawn(app, key, world)
            if any(
                f"{layer}:{id_}" == name or canary in name
                for layer, id_ in far.items()
                for canary in world.canaries
            )
        ]
        control = drawn(app, f"user:{everything.pk}", world)
    finally:
        app.close()
    assert leaks == []
    assert f"point:{far['point']}" in control
    assert any("金丝雀" in name for name in control)


def drawn(app: TileApp, key: str, world: World) -> set[str]:
    """Everything that a viewer's tiles around the far place draw: layer and id, and every text."""
    seen = viewer_of_key(key)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session.create()
    browser = Browser(app, seen, session.session_key)
    browser.renew()
    return asyncio.run(_ask(browser, world, latest_boundary()))


async def _ask(browser: Browser, world: World, boundary: int) -> set[str]:
    found: set[str] = set()
    for tile in far_tiles(world):
        z, x, y = tile
        codes = [world.far["layer"], world.far["hidden_layer"]]
        layers = [
            await browser.get(f"/tiles/layers/{browser.viewer.scope.hash}/{c}/1/{z}/{x}/{y}") for c in codes
        ]
        for answer in (await browser.points(tile), await browser.cells(boundary, tile), *layers):
            if answer.status != 200:
                continue
            for layer, features in answer.layers.items():
                found |= {f"{layer}:{f.id}" for f in features}
                found |= {str(v) for f in features for v in f.tags.values()}
    return found


def test_no_socket_tells_of_another_area(world: World, database_url, tmp_path):
    SequencerState.objects.all().delete()
    Outbox.objects.all().delete()
    worker, web = Worker(database_url, tmp_path), Web(database_url, tmp_path)
    screens = {}
    try:
        worker.start()
        until(lambda: SequencerState.objects.filter(heartbeat__isnull=False).exists(), what=worker.output)
        web.start()
        until(lambda: web.health()[0] == 200, what=web.health)
        control = make_person("SUP", world.city["city"])
        sessions = {role: log_in(p) for role, p in world.people.items()}
        sessions |= {"KIOSK": hang_up(world.kiosk), "control": log_in(control)}
        screens = {role: Screen(web, session).open().wait_open() for role, session in sessions.items()}
        change_far_and_near(world)
        for role in ("control", "INS", "ENT_H", "KIOSK"):
            screens[role].wait_object(("point", world.near["point"]), lambda d: d and d.name == "近处改名")
        until(lambda: not Outbox.objects.exists(), what="the outbox is empty")
        heard = {role: json.dumps(s.messages, ensure_ascii=False) for role, s in screens.items()}
    finally:
        for screen in screens.values():
            screen.close()
        web.end()
        worker.end()
    shown = {c for c in world.canaries if c in heard["control"]}
    assert {"金丝雀二厂", "金丝雀五罐", "金丝雀十一"} <= shown
    leaks = [
        (role, c) for role, text in heard.items() if role != "control" for c in world.canaries if c in text
    ]
    assert leaks == []
    counted = {role: counted_cells(s.messages) for role, s in screens.items()}
    assert world.far["cell_id"] in counted["control"]
    assert [
        role for role, cells in counted.items() if role != "control" and world.far["cell_id"] in cells
    ] == []


def counted_cells(messages) -> set[int]:
    return {op["c"] for m in messages for op in m.get("ops", []) if op["o"] == "counts"}


def change_far_and_near(world: World) -> None:
    """Changes of each kind of object in the far area, and one in the near area that everybody waits for."""
    department = make_person("DEP", world.city["b"])
    change_unit(world.far["unit_id"], stopped=True)
    change_point(world.far["point_id"], live=2, firm=2)
    fields = {"class": "major", "basis": "x", "responsible_unit": "x", "responsible_person": "x"}
    run(viewer(department), world.far["hazard_id"], Command(Cmd.VERIFY, fields, expected_version=1))
    change_point(world.near["point"], name="近处改名")
