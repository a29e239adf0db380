"""Several people, several machines, and a network that goes away, at one plan."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import Stack
from .person import SECONDS
from .planner_desk import BIG, Cell, Place, Planner, ring, shared_node, township
from .staff import hire

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
COUNTY = "411081"


def _first(desk: Planner) -> Cell:
    """A cell of the plan all of whose nodes at one corner belong to it."""
    cells = desk.cells()
    for cell in cells.values():
        if cell["mine"]:
            try:
                shared_node(cells, cell)
            except LookupError:
                continue
            return cell
    raise LookupError("no cell has a node of its own plan's")


def _shape(desk: Planner, cell: Cell, right: float, down: float) -> None:
    desk.choose(desk.cells()[cell["id"]])
    desk.drag(shared_node(desk.cells(), desk.cells()[cell["id"]]), right, down)


def test_another_planners_step_appears_by_itself_and_a_crossing_one_is_said(
    stack: Stack, login: Login
) -> None:
    hire(stack, "erhao", "尔规划", ("PLN", 1))
    first = Planner(login("guihua", "/planner", **BIG))
    plan = first.start("两人同画", township(stack, COUNTY))
    second = Planner(login("erhao", "/planner", **BIG))
    second.open(plan)
    cell = _first(first)
    _shape(first, cell, 12, 8)
    first.saved(1)
    # Nobody touches the second screen: it looks by itself.
    expect(second.history).to_have_count(1, timeout=10_000)
    expect(second.said).to_contain_text("桂华 在")
    node = shared_node(second.cells(), second.cells()[cell["id"]])
    second.choose(second.cells()[cell["id"]])
    with first.page.expect_response(re.compile(r"/edits$")):
        _shape(first, cell, 10, 6)
    second.drag(node, -12, 8)
    expect(second.said).to_contain_text("您刚才的一步没有保存", timeout=SECONDS)
    second.saved(2)
    assert [step["by"]["name"] for step in second.read()["history"]] == ["桂华", "桂华"]


def test_the_work_goes_on_at_another_machine(stack: Stack, login: Login) -> None:
    office = Planner(login("guihua", "/planner", **BIG))
    office.start("换台电脑", township(stack, COUNTY, 1))
    cell = _first(office)
    _shape(office, cell, 12, 8)
    office.saved(1)
    drawn = ring(office.cells()[cell["id"]])
    office.page.context.close()

    home = Planner(login("guihua", "/planner", width=1366, height=768))
    home.push(home.page.locator(".planner-rows button").filter(has_text="换台电脑"))
    home.plan = office.plan
    home.opened()
    home.saved(1)
    assert ring(home.cells()[cell["id"]]) == drawn
    home.key("Control+z")
    home.saved(0)
    home.key("Control+Shift+z")
    home.saved(1)


def _drawn_without_a_network(desk: Planner) -> tuple[Cell, Place]:
    """Drag a shared node while nobody can be reached; the cell, and where the node was."""
    cell = _first(desk)
    desk.choose(cell)
    node = shared_node(desk.cells(), cell)
    desk.page.context.set_offline(True)
    desk.drag(node, 14, 9)
    expect(desk.page.locator(".plan-cut")).to_contain_text("1 步待保存", timeout=SECONDS)
    return cell, node


def test_what_is_drawn_without_a_network_is_kept_and_saved_later(stack: Stack, login: Login) -> None:
    desk = Planner(login("guihua", "/planner", **BIG))
    desk.start("断网", township(stack, COUNTY, 2))
    cell, node = _drawn_without_a_network(desk)
    expect(desk.page.locator(".plan-saved[data-saving=cut]")).to_be_visible()
    x, y = desk.pixel(node)
    at = desk.page.evaluate(
        "([x, y]) => { const r = document.querySelector('#map').getBoundingClientRect();"
        " const m = document.querySelector('sg-plan-desk').work.stage.map;"
        " const g = document.querySelector('sg-plan-desk').work.session.ground;"
        " let best = null; for (const c of g.all()) for (const ring of c.shape.flat()) for (const p of ring) {"
        " const q = m.pixel(p); const d = Math.hypot(q.x + r.left - x, q.y + r.top - y);"
        " if (!best || d < best[0]) best = [d, p]; } return best[1]; }",
        [x + 14, y + 9],
    )
    desk.drag(at, 10, -6)
    expect(desk.page.locator(".plan-cut")).to_contain_text("2 步待保存")
    desk.page.context.set_offline(False)
    desk.saved(2)
    expect(desk.page.locator(".plan-cut")).to_have_count(0)
    history = desk.read()["history"]
    assert [step["do"] for step in history] == ["move_vertex", "move_vertex"]
    assert desk.cells()[cell["id"]]["changed"]


def test_steps_that_a_dying_browser_had_not_saved_are_saved_when_the_plan_is_opened_again(
    stack: Stack, login: Login
) -> None:
    desk = Planner(login("guihua", "/planner", **BIG))
    desk.start("断电", township(stack, COUNTY, 4))
    cell, _ = _drawn_without_a_network(desk)
    # As when the power fails: nobody is asked, and what is in memory is gone.
    plan, context = desk.plan, desk.page.context
    desk.page.close(run_before_unload=False)
    context.set_offline(False)

    desk = Planner(context.new_page())
    desk.page.goto(f"{stack.url}/planner")
    desk.open(plan)
    expect(desk.said).to_contain_text("1 步已补上", timeout=SECONDS)
    desk.saved(1)
    assert desk.cells()[cell["id"]]["changed"]
    assert (
        desk.page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('safegrid-steps')).length")
        == 0
    )


def test_the_sheet_has_the_map_the_changes_and_room_to_sign(stack: Stack, login: Login) -> None:
    desk = Planner(login("guihua", "/planner", **BIG))
    desk.start("打印方案", township(stack, COUNTY, 3))
    cell = _first(desk)
    desk.split(cell, "新设一村")
    desk.saved(1)
    page = desk.page
    page.evaluate("window.print = () => { window.printed = true }")
    desk.push("[data-do=print]")
    page.wait_for_function("window.printed === true", timeout=SECONDS)
    sheet = page.locator(".plan-sheet")
    assert all(img.evaluate("img => img.naturalWidth") > 800 for img in sheet.locator("img").all())
    expect(sheet).to_contain_text("新设一村")
    expect(sheet.locator("tbody tr").filter(has_text=cell["name"])).to_have_count(1)
    expect(sheet.locator("footer p")).to_have_count(4)
    page.emulate_media(media="print")
    expect(sheet).to_be_visible()
    expect(page.locator(".plan-stage")).to_be_hidden()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.emulate_media(media="screen")
