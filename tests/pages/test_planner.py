"""The planner's desk with a real mouse: from a new plan to what others see once it is published."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has no types
from playwright.sync_api import Page, expect

from live.processes import until

from .conftest import Stack
from .person import SECONDS, Person
from .planner_desk import BIG, Planner, half_of_points, holders, ring, shared_node
from .staff import busy_cells, hire, number

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
COUNTY = "411002"


def test_a_plan_from_the_first_node_to_other_screens(stack: Stack, login: Login) -> None:
    cell = busy_cells(stack, COUNTY)[0]
    points = number(stack, f"SELECT count(*) FROM store_riskpoint WHERE cell_id = {cell}")
    ((town,),) = stack.query(
        f"SELECT t.name FROM store_gridcell c JOIN store_gridcell t ON t.id = c.parent_id WHERE c.id = {cell}"
    )
    hire(stack, "xinguanyuan", "辛管员", ("OFF", cell))
    hire(stack, "jiuwangge", "久网格", ("INS", cell))
    inspector, wall = Person(login("jiuwangge", "/map?plain")), login("anwei", "/wall?plain", **BIG)
    inspector.is_live()
    seen = inspector.legend()
    desk = Planner(login("guihua", "/planner", **BIG))
    desk.begin("城区微调", str(town))
    _move_a_node(desk, cell)

    new = desk.split(desk.cells()[cell], "东半社区", half_of_points(stack, cell))
    desk.saved(2)
    desk.assign("officers", "辛管员")
    desk.saved(3)

    desk.page.get_by_role("tab", name="影响").click()
    expect(desk.page.locator(".plan-impact")).to_be_visible(timeout=SECONDS)
    told = desk.read("/impact")
    assert 0 < told["totals"]["point"] < points
    expect(desk.page.locator("[data-kind=point] .kpi")).to_have_text(str(told["totals"]["point"]))
    assert Axe().run(desk.page).violations_count == 0, Axe().run(desk.page).generate_report()

    before = number(stack, "SELECT max(id) FROM store_boundaryversion")
    with wall.expect_request(lambda asked: _tiles_of(asked.url) > before, timeout=2 * SECONDS):
        desk.publish()
    coming = sum(
        flow["total"]
        for flow in told["flows"]
        if flow["kind"] == "point" and (flow["target"] or {}).get("id") == new["id"]
    )
    assert coming == number(stack, f"SELECT count(*) FROM store_riskpoint WHERE cell_id = {new['id']}")
    expect(desk.page.locator("[data-tool]")).to_have_count(0)
    until(lambda: inspector.legend() != seen, 40, what="the inspector's numbers follow")
    assert inspector.never_reloaded()


def _move_a_node(desk: Planner, cell: int) -> None:
    """Drag a node that several cells share: all of them follow. Undone it is as before, and done again."""
    cells = desk.cells()
    busy = cells[cell]
    desk.choose(busy)
    node = shared_node(cells, busy)
    desk.drag(node, 14, 9)
    desk.saved(1)
    after = desk.cells()
    (moved,) = {tuple(at) for at in ring(after[cell])} - {tuple(at) for at in ring(busy)}
    assert holders(after, list(moved)) == holders(cells, node)
    desk.key("Control+z")
    desk.saved(0)
    assert sorted(ring(desk.cells()[cell])) == sorted(ring(busy))
    desk.key("Control+Shift+z")
    desk.saved(1)


def _tiles_of(url: str) -> int:
    """The version of the boundaries that a tile was asked for; 0 if the address is not a tile's of cells."""
    found = re.search(r"/tiles/cells/[^/]+/(\d+)/", url)
    return int(found[1]) if found else 0


def test_who_may_not_plan_is_told(login: Login) -> None:
    page = login("wangge", "/planner")
    expect(page.get_by_text("您的职责不包含网格规划")).to_be_visible(timeout=SECONDS)


def test_a_phone_is_told_that_drawing_needs_a_larger_screen(login: Login) -> None:
    page = login("guihua", "/planner", width=390, height=844)
    expect(page.get_by_text("请在电脑上打开")).to_be_visible(timeout=SECONDS)
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 390
