"""What a plan moves, seen on the map: the objects, the arrows, the boundaries before and after."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has no types
from playwright.sync_api import Page, expect

from live.processes import until

from .conftest import Stack
from .person import SECONDS
from .planner_desk import BIG, Planner, half_of_points, middle
from .staff import busy_cells, number

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
MARKED = (
    "() => { const { moved } = document.querySelector('sg-plan-desk').work.marks;"
    " return [moved.things.length, moved.arrows.length]; }"
)
CLIP = "() => document.querySelectorAll('.plan-canvas')[1].style.clipPath"


def _violet(page: Page) -> int:
    """Pixels of the canvas over the cells that have the colour of arrows."""
    return int(
        page.evaluate(
            "() => { const c = document.querySelectorAll('.plan-canvas')[1];"
            " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0;"
            " for (let i = 0; i < d.length; i += 4) if (d[i] === 122 && d[i+1] === 63 && d[i+2] === 176) n += 1;"
            " return n; }"
        )
    )


def test_who_moves_is_drawn_and_the_divider_compares(stack: Stack, login: Login) -> None:
    cell = busy_cells(stack, "411082")[1]
    parent = number(stack, f"SELECT parent_id FROM store_gridcell WHERE id = {cell}")
    desk = Planner(login("guihua", "/planner", **BIG))
    desk.start("看影响", parent)
    new = desk.split(desk.cells()[cell], "对照村", half_of_points(stack, cell))
    desk.saved(1)
    page = desk.page
    desk.push(page.get_by_role("tab", name="影响"))
    told = desk.read("/impact")
    assert told["totals"]["point"] > 0
    # One arrow for each pair of cells, and every object, for they are fewer than are drawn at most.
    pairs = {(flow["source"]["id"], flow["target"]["id"]) for flow in told["flows"]}
    wanted = [sum(told["totals"].values()), len(pairs)]
    until(lambda: page.evaluate(MARKED) == wanted, 20, what=lambda: page.evaluate(MARKED))
    until(lambda: _violet(page) > 100, what="the arrows are drawn")

    page.locator("label:has(input[value=swipe])").click()
    divider = page.get_by_role("slider", name="拖动分界线")
    expect(divider).to_have_attribute("aria-valuenow", "50", timeout=SECONDS)
    expect(page.locator(".plan-canvas")).to_have_count(3)
    assert Axe().run(page).violations_count == 0, Axe().run(page).generate_report()
    divider.focus()
    desk.key("ArrowRight")
    expect(divider).to_have_attribute("aria-valuenow", "52")
    desk.key("Home")
    expect(divider).to_have_attribute("aria-valuetext", "左侧 0% 为原边界")
    narrow = page.evaluate(CLIP)
    desk.key("End")
    assert page.evaluate(CLIP) != narrow
    # With the mouse: the divider follows the hand.
    box = page.locator("sg-plan-swipe").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"], box["y"] + box["height"] / 3
    page.mouse.move(x - 3, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 4, y + 20, steps=5)
    page.mouse.up()
    expect(divider).to_have_attribute("aria-valuenow", "25")
    page.locator("label:has(input[value=none])").click()
    expect(divider).to_have_count(0)
    expect(page.locator(".plan-canvas")).to_have_count(2)

    # A press on the map goes back to the cells; what moved is drawn no more.
    desk.near(*new["shape"]["coordinates"][0])
    desk.click(middle(new))
    expect(page.locator(f"[data-cell='{new['id']}']")).to_be_visible()
    assert page.evaluate(MARKED) == [0, 0]

    desk.publish()
    desk.push(page.get_by_role("tab", name="影响"))
    expect(page.locator(".plan-impact h2")).to_have_text("这份方案的变化", timeout=SECONDS)
    expect(page.locator("[data-kind=point] .kpi")).to_have_text(str(told["totals"]["point"]))
    until(lambda: page.evaluate(MARKED) == wanted, 20, what=lambda: page.evaluate(MARKED))
    page.locator("label:has(input[value=lines])").click()
    until(
        lambda: page.evaluate("document.querySelector('sg-plan-desk').work.marks.was.length") > 0,
        20,
        what="lines",
    )
