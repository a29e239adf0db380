"""Further layers: switched on and kept, drawn from their tiles, opened by a click, only of one's own ground."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from live.processes import until

from .conftest import Stack
from .ground import Ground
from .person import SECONDS, Person
from .staff import number

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
TIP = 8
"""Pixels from the tip of a pin to its head."""
FEATURES = "FROM store_layerfeature f JOIN store_layer l ON l.id = f.layer_id"


def switch(page: Page, code: str) -> None:
    page.locator(f"input[name=extra][value={code}]").click()


@pytest.mark.parametrize("plain", ["", "&plain"], ids=["gl", "plain"])
def test_a_layer_is_drawn_opened_and_kept(stack: Stack, login: Login, plain: str) -> None:
    id_, name, lon, lat = stack.query(
        "SELECT f.id, f.name, ST_X(f.owner_point), ST_Y(f.owner_point)"
        f" {FEATURES} WHERE l.code = 'protected' AND NOT EXISTS (SELECT FROM store_riskpoint p"
        " WHERE ST_DWithin(p.owner_point, f.owner_point, 0.0008)) ORDER BY f.id LIMIT 1"
    )[0]
    page = login("anwei", f"/map?z=16&at={lat:.5f},{lon:.5f}{plain}", width=1920, height=1080)
    person = Person(page)
    person.is_live()
    with page.expect_response(re.compile(r"/tiles/.*protected"), timeout=3 * SECONDS) as tile:
        switch(page, "protected")
    assert tile.value.ok
    expect(page.locator(".key-extra")).to_contain_text("防护目标")
    expect(page).to_have_url(re.compile("protected"))
    _press(page, str(name))
    expect(person.panel).to_contain_text("防护目标")
    expect(page).to_have_url(re.compile(rf"sel=feature.*{id_}\b"))
    page.reload()
    expect(page.locator("input[name=extra][value=protected]")).to_be_checked(timeout=2 * SECONDS)
    expect(person.panel.get_by_role("heading", name=str(name))).to_be_visible(timeout=SECONDS)


def _press(page: Page, name: str) -> None:
    """Click the mark in the middle of the ground, once its tile is painted."""
    heading, ground = page.locator("article.panel").get_by_role("heading", name=name), Ground(page)
    x, y = ground.middle()
    until(lambda: _clicked(page, x, y - TIP, heading), 30, what=f"{name} answers a click")


def _clicked(page: Page, x: float, y: float, heading: Locator) -> bool:
    page.mouse.click(x, y)
    page.wait_for_timeout(500)
    return heading.count() > 0


def test_an_inspector_is_told_of_the_own_ground_alone(stack: Stack, login: Login) -> None:
    mine = "SELECT d.cell_id FROM store_duty d JOIN store_user u ON u.id = d.person_id WHERE u.username = 'wangge'"
    everybody = number(stack, f"SELECT count(*) {FEATURES} WHERE l.code = 'cameras'")
    own = number(
        stack,
        f"SELECT count(*) {FEATURES} WHERE l.code = 'cameras' AND (f.cell_id IN ({mine}) OR f.touched && ARRAY({mine}))",
    )
    assert own < everybody
    page = login("wangge", "/map?plain")
    Person(page).is_live()
    row = page.locator(".extra-row", has=page.locator("input[value=cameras]"))
    expect(row.locator(".num")).to_have_text(str(own), timeout=SECONDS)
