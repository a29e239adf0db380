"""A file of boundaries at the planner's desk: looked at, taken in, undone, and taken away again."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from playwright.sync_api import Page, expect
from shapely.geometry import box, mapping, shape

from safegrid.ingest.layers.crs import _to_gcj

from .conftest import Stack
from .person import SECONDS
from .staff import number, post

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]


def test_a_file_is_looked_at_taken_in_and_undone(stack: Stack, login: Login, tmp_path: Path) -> None:
    page = login("guihua", "/planner", width=1600, height=900)
    township = number(
        stack, "SELECT id FROM store_gridcell WHERE level = 3 AND code LIKE '411082%' ORDER BY code LIMIT 1"
    )
    made = post(page, "/plans", {"name": "导入试验", "parents": [township]})
    assert made.ok, made.text()
    page.goto(f"{stack.url}/planner?plan={made.json()['id']}")
    expect(page.locator(".plan-bar")).to_be_visible(timeout=SECONDS)
    page.locator("[data-act=files]").click()
    with page.expect_download() as taken:
        page.locator("[data-format=geojson]").click()
    drawn = json.loads(taken.value.path().read_text("utf-8"))
    drawn["features"][0]["properties"]["name"] = "新名社区"
    path = tmp_path / "边界.geojson"
    path.write_text(json.dumps(drawn), "utf-8")
    page.locator("#plan-file").set_input_files(path)
    page.locator("[data-act=look]").click()
    expect(page.locator(".plan-files .plan-checks li")).to_contain_text("新名社区", timeout=SECONDS)
    expect(page.locator(".plan-files [role=status]")).to_contain_text("EPSG:4326")
    page.locator("[data-act=import]").click()
    history = page.locator(".plan-history li")
    expect(history).to_contain_text(re.compile("导入“边界.geojson”"), timeout=SECONDS)
    page.keyboard.press("Control+z")
    expect(page.locator(".plan-history li.is-undone")).to_have_count(1, timeout=SECONDS)
    # A file of other ground is refused in words, and the draft stays.
    page.locator("[data-act=files]").click()
    path.write_text(json.dumps(drawn).replace("11", "12"), "utf-8")
    page.locator("#plan-file").set_input_files(path)
    page.locator("[data-act=look]").click()
    expect(page.locator(".plan-files [role=alert]")).to_contain_text("草稿没有改动", timeout=SECONDS)


def test_a_dirty_file_of_shifted_coordinates_becomes_whole_ground(
    stack: Stack, login: Login, tmp_path: Path
) -> None:
    """GCJ-02, each community drawn by itself: edges that overlap and gape by metres, and one community in two halves."""
    page = login("guihua", "/planner", width=1600, height=900)
    township = number(
        stack,
        "SELECT id FROM store_gridcell WHERE level = 3 AND code LIKE '411081%' AND retired_at IS NULL ORDER BY code LIMIT 1",
    )
    made = post(page, "/plans", {"name": "外来图", "parents": [township]})
    assert made.ok, made.text()
    plan = made.json()["id"]
    taken = page.request.get(f"{stack.url}/api/plans/{plan}/export?format=geojson").json()
    drawn = []
    for n, feature in enumerate(taken["features"]):
        outline = shape(feature["geometry"])
        swollen = outline.buffer(2e-5 if n % 2 else -1e-5)  # two metres too much, one too little
        drawn.append((feature["properties"], swollen))
    about, outline = drawn[0]
    west, south, east, north = outline.bounds
    left, right = (outline.intersection(box(*edges)) for edges in (
        (west, south, (west + east) / 2, north), ((west + east) / 2, south, east, north)
    ))  # fmt: skip
    drawn[:1] = [(about, left), ({"name": "东拆社区"}, right)]
    features = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": mapping(shapely.transform(part, lambda xy: _to_gcj(xy).round(6))),
        }
        for properties, part in drawn
    ]
    path = tmp_path / "外来.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")

    page.goto(f"{stack.url}/planner?plan={plan}")
    expect(page.locator(".plan-bar")).to_be_visible(timeout=SECONDS)
    page.locator("[data-act=files]").click()
    page.locator("#plan-crs").select_option("GCJ-02")
    page.locator("#plan-file").set_input_files(path)
    page.locator("[data-act=look]").click()
    expect(page.locator(".plan-files .plan-checks")).to_contain_text("东拆社区", timeout=SECONDS)
    expect(page.locator(".plan-files [role=status]")).to_contain_text("GCJ-02")
    page.locator("[data-act=import]").click()
    expect(page.locator(".plan-history li")).to_contain_text(
        re.compile("导入“外来.geojson”"), timeout=SECONDS
    )
    cells = page.request.get(f"{stack.url}/api/plans/{plan}/ground").json()["cells"]
    shapes = [shape(cell["shape"]) for cell in cells]
    assert "东拆社区" in {cell["name"] for cell in cells}
    assert shapely.coverage_is_valid(shapes)
    found = page.request.get(f"{stack.url}/api/plans/{plan}/problems").json()
    assert found["errors"] == 0, found
