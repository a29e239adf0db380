"""The ground as it was, on the map of today."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import Stack
from .person import SECONDS, Person
from .staff import number, post
from .test_a11y import clean

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
WARNINGS = ["POSTS_VACANT", "TOO_MANY_CELLS", "CELL_TOO_SMALL", "UNIT_UNOWNED", "COVERAGE_GAP"]


def _merge_two(stack: Stack, planner: Page) -> None:
    """Publish a plan that dissolves a community far from the story."""
    township = "SELECT parent_id FROM store_gridcell WHERE level = 4 AND code LIKE '411025%' GROUP BY 1 HAVING count(*) > 5"
    parent = number(stack, f"{township} ORDER BY 1 LIMIT 1")
    cell = number(
        stack, f"SELECT min(id) FROM store_gridcell WHERE parent_id = {parent} AND retired_at IS NULL"
    )
    plan = post(planner, "/plans", {"name": "并村", "parents": [parent]}).json()
    step = post(planner, f"/plans/{plan['id']}/edits", {"v": 1, "edit": {"do": "dissolve", "cell": cell}})
    assert step.ok, step.text()
    done = post(planner, f"/plans/{plan['id']}/publish", {"v": 2, "accepted": WARNINGS})
    assert done.ok, done.text()


def test_earlier_boundaries_are_drawn_over_those_of_today(stack: Stack, login: Login) -> None:
    _merge_two(stack, login("guihua", "/planner"))
    page = login("anwei", "/map?plain", width=1600, height=900)
    Person(page).is_live()
    page.locator(".work-tools").click()
    page.locator("[data-tool=past]").click()
    strip = page.locator("sg-past")
    expect(strip.get_by_role("status")).to_contain_text("与现在相同", timeout=SECONDS)
    slider = strip.get_by_role("slider")
    slider.focus()
    page.keyboard.press("Home")
    expect(strip.get_by_role("status")).to_contain_text(re.compile(r"有 \d+ 个网格不同"), timeout=SECONDS)
    expect(page.locator(".map-past").first).to_be_attached()
    # What differs is listed, and leads there.
    ended = strip.get_by_role("region", name=re.compile("撤销网格")).get_by_role("button").first
    expect(ended).to_contain_text("km²")
    view = page.evaluate("location.search")
    ended.click()
    page.wait_for_function("was => location.search !== was", arg=view)
    # Whatever is pressed says who answered then, beside who does now.
    page.mouse.click(936, 400)
    then, now = (strip.get_by_role("group", name=name, exact=True) for name in ("当时", "现在"))
    expect(then).to_contain_text("安全监管责任人", timeout=SECONDS)
    expect(now).to_contain_text(re.compile("上级责任人|安全监管责任人"))
    clean(page, "earlier boundaries")
    strip.locator(".past-at").fill("2000-01-01T00:00")
    strip.locator(".past-at").blur()
    expect(strip.get_by_role("status")).to_contain_text("那时还没有边界", timeout=SECONDS)
    page.keyboard.press("Escape")
    expect(page.locator("sg-past")).to_have_count(0)
    expect(page.locator(".map-past")).to_have_count(0)
