"""New ground on a map that is open: only the tiles are fetched in which it differs, and what is drawn is the new ground."""

import base64
import re
from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from live.processes import until

from .conftest import Stack
from .ground import VISIBLE, Pixels
from .person import SECONDS
from .planner_desk import BIG, WARNINGS, township
from .staff import number, post

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
COUNTY = "411003"
MANY = 8
"""Fewer tiles than fill the screen; the county of the demo's county supervisor."""
CELLS = re.compile(r"/tiles/cells/\w+/(\d+)/\d+/\d+/\d+$")
DRAWN = """() => Object.fromEntries(
  [...document.querySelectorAll('.leaflet-tile-pane canvas.leaflet-tile-loaded')]
    .map((tile) => [tile, tile.getBoundingClientRect()])
    .filter(([, { left, right, top, bottom }]) => right > 0 && bottom > 0 && left < innerWidth && top < innerHeight)
    .map(([tile, { x, y }]) => [`${Math.round(x)} ${Math.round(y)}`, tile.toDataURL().split(',')[1]]))"""
"""Without what is kept around the screen: how much, depends on how the map got there."""
LEVELS = """() => new Set(
  [...document.querySelectorAll('.leaflet-tile-pane canvas')].map((tile) => Math.round(tile.getBoundingClientRect().width))
).size"""
"""Sizes of tiles: those of an earlier zoom stay, enlarged, until the last one of this zoom has come."""
Drawn = dict[str, Pixels]
"""The tiles of cells on the screen by their place, what is transparent counted as black."""


def _split(page: Page, stack: Stack, parent: int) -> int:
    """Publish two halves of the largest community of a township; returns the new version."""
    ((cell, x, south, north, lon, lat),) = stack.query(
        "SELECT id, x, ST_YMin(geom), ST_YMax(geom), ST_X(side), ST_Y(side) FROM ("
        "  SELECT id, geom, x, ST_PointOnSurface(ST_Intersection("
        "    geom, ST_MakeEnvelope(x, ST_YMin(geom), ST_XMax(geom), ST_YMax(geom), 4326))) AS side FROM ("
        "    SELECT c.id, b.geom, (ST_XMin(b.geom) + ST_XMax(b.geom)) / 2 AS x"
        "    FROM store_gridcell c JOIN store_cellboundary b ON b.cell_id = c.id AND upper_inf(b.valid_during)"
        f"    WHERE c.parent_id = {parent} AND c.retired_at IS NULL ORDER BY ST_Area(b.geom) DESC LIMIT 1"
        "  ) AS largest) AS halved"
    )
    line = [[x, float(str(south)) - 0.01], [x, float(str(north)) + 0.01]]
    plan = post(page, "/plans", {"name": "新地面", "parents": [parent]}).json()
    edit = {"do": "split", "cell": cell, "name": "新半", "line": line, "side": [lon, lat]}
    step = post(page, f"/plans/{plan['id']}/edits", {"v": 1, "edit": edit})
    assert step.ok, step.text()
    done = post(page, f"/plans/{plan['id']}/publish", {"v": 2, "accepted": WARNINGS})
    assert done.ok, done.text()
    return number(stack, "SELECT max(id) FROM store_boundaryversion")


def _middle(stack: Stack) -> str:
    """The middle of the county's communities, as the address of a map has it."""
    ((lat, lon),) = stack.query(
        "SELECT round(ST_Y(mid)::numeric, 5), round(ST_X(mid)::numeric, 5) FROM ("
        "  SELECT ST_Centroid(ST_Envelope(ST_Collect(b.label_point))) AS mid FROM store_cellboundary b"
        f"  JOIN store_gridcell c ON c.id = b.cell_id WHERE c.code LIKE '{COUNTY}%' AND c.level >= 3"
        "  AND upper_inf(b.valid_during)) AS county"
    )
    return f"{lat},{lon}"


def _drawn(page: Page) -> Drawn:
    return {place: _pixels(png) for place, png in page.evaluate(DRAWN).items()}


def _pixels(png: str) -> Pixels:
    picture = Image.open(BytesIO(base64.b64decode(png))).convert("RGBA").convert("RGBa")
    return np.asarray(picture, dtype=np.int16)


def _differing(some: Drawn, others: Drawn) -> set[str]:
    """Places of tiles in both that differ visibly in any pixel.

    Not by their bytes: the browser draws a canvas by other means once it was read, and rounds the edges of lines otherwise.
    """
    return {place for place in some.keys() & others if np.abs(some[place] - others[place]).max() > VISIBLE}


def _once_still(page: Page) -> Drawn:
    """What is drawn, once nothing is drawn any more."""
    until(lambda: page.evaluate(LEVELS) == 1, what="the tiles of an earlier zoom are gone")
    before: Drawn = {}
    while (now := _drawn(page)).keys() != before.keys() or _differing(now, before):
        before = now
        page.wait_for_timeout(500)
    return before


def test_a_plain_map_fetches_the_ground_that_changed_and_no_other(stack: Stack, login: Login) -> None:
    parent = township(stack, COUNTY, 3)
    viewer = login("duban", f"/map?plain&z=12&at={_middle(stack)}")
    expect(viewer.locator("[data-freshness='live']")).to_be_visible(timeout=SECONDS)
    until(lambda: len(_drawn(viewer)) > MANY)
    before, asked = _once_still(viewer), []
    viewer.on("request", lambda request: asked.append(CELLS.search(request.url)))
    planner = login("guihua", "/login", **BIG)
    version = _split(planner, stack, parent)
    until(lambda: viewer.evaluate("true") and any(asked), what="tiles of the new ground are asked for")
    until(lambda: _differing(_drawn(viewer), before), what="the new ground is drawn")
    expect(viewer.locator("[data-freshness='live']")).to_be_visible(timeout=SECONDS)
    viewer.wait_for_load_state("networkidle")
    fetched = [found for found in asked if found]
    assert {int(found[1]) for found in fetched} == {version}
    assert 0 < len(fetched) < len(before) / 2, f"{len(fetched)} tiles fetched of {len(before)} on the screen"

    anew = viewer.context.new_page()
    anew.goto(viewer.url)
    expect(anew.locator("[data-freshness='live']")).to_be_visible(timeout=SECONDS)
    until(lambda: len(_drawn(anew)) > MANY)
    fresh, after = _once_still(anew), _once_still(viewer)
    assert fresh.keys() <= after.keys(), (
        "an open map keeps tiles beyond the screen; a fresh one has no others"
    )
    assert _differing(fresh, after) == set()
    changed = _differing(before, after)
    assert 0 < len(changed) <= len(fetched), f"{changed} drawn anew of {len(fetched)} fetched"
