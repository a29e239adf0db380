"""Every tool of the planner's desk, pressed with a real mouse; each step can be undone and reaches the server."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has no types
from playwright.sync_api import Page, Route, expect
from shapely import LineString, Polygon
from shapely.ops import split

from .conftest import Stack
from .person import SECONDS
from .planner_desk import Cell, Place, Planner, holders, middle, ring, shared_edge, township

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
LAPTOP = {"width": 1366, "height": 768}
COUNTY = "411024"


@pytest.fixture
def desk(stack: Stack, login: Login) -> Planner:
    """A fresh draft over a township of its own that nobody publishes."""
    desk = Planner(login("guihua", "/planner", **LAPTOP))
    desk.start("试画", township(stack, COUNTY))
    return desk


def _mine(desk: Planner) -> list[Cell]:
    return [cell for cell in desk.cells().values() if cell["mine"]]


def _along(start: Place, end: Place, share: float, aside: float = 0) -> Place:
    """A place on the way from one to another, and beside it by a share of its length."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    return [start[0] + share * dx - aside * dy, start[1] + share * dy + aside * dx]


def test_a_node_is_drawn_out_of_an_edge_and_taken_away_by_key_and_by_menu(desk: Planner) -> None:
    cell = _mine(desk)[0]
    desk.choose(cell)
    start, end, other = shared_edge(desk.cells(), cell)
    desk.near(start, end)
    desk.drag(_along(start, end, 0.5), 14, 10)
    desk.saved(1)
    after = desk.cells()
    (new,) = [at for at in ring(after[cell["id"]]) if at not in ring(cell)]
    assert holders(after, new) == {cell["id"], other["id"]}
    desk.click(new)
    desk.key("Delete")
    desk.saved(2)
    assert sorted(ring(desk.cells()[cell["id"]])) == sorted(ring(cell))
    desk.key("Control+z")
    desk.saved(1)
    desk.page.mouse.click(*desk.pixel(new), button="right")
    expect(desk.page.locator(".plan-menu")).to_contain_text("2 个网格共用")
    desk.push(".plan-menu .menu-item")
    desk.saved(2)
    assert sorted(ring(desk.cells()[cell["id"]])) == sorted(ring(cell))


def test_a_node_of_four_cells_takes_all_four_along(desk: Planner) -> None:
    cells = desk.cells()
    cell, node, beyond, side = _cut_from_a_node(cells, _mine(desk))
    desk.choose(cell)
    desk.near(*ring(cell), beyond)
    desk.key("s")
    desk.draw(node, beyond)
    desk.click(side)
    desk.type(desk.page.locator("#plan-split-name"), "四角村")
    desk.send("split")
    desk.saved(1)
    before = desk.cells()
    four = holders(before, node)
    assert len(four) == 4, "the cut begins at the node itself"
    desk.near(*ring(cell))
    desk.drag(node, 12, 8)
    desk.saved(2)
    after = desk.cells()
    assert holders(after, node) == set()
    for one in four:
        (moved,) = {tuple(at) for at in ring(after[one])} - {tuple(at) for at in ring(before[one])}
        assert holders(after, list(moved)) == four


def _cut_from_a_node(cells: dict[int, Cell], mine: list[Cell]) -> tuple[Cell, Place, Place, Place]:
    """A cell, a node of it that three cells share, the end of a line from there that cuts it in two, a place beside it."""
    drawn = {one["id"] for one in mine}
    for cell in mine:
        shape, centre = Polygon(ring(cell)), middle(cell)
        for node in ring(cell):
            if len(of := holders(cells, node)) != 3 or not of <= drawn:
                continue
            beyond = _along(node, centre, 2.5)
            cut = shape.intersection(LineString([node, beyond]))
            parts = split(shape, LineString([node, beyond])).geoms
            if (
                cut.geom_type == "LineString"
                and len(parts) == 2
                and min(p.area for p in parts) > shape.area / 4
            ):
                side = parts[0].representative_point()
                return cell, node, beyond, [side.x, side.y]
    raise LookupError("no cell can be cut from a node")


def test_an_edge_of_two_cells_is_redrawn(desk: Planner) -> None:
    cell = _mine(desk)[0]
    start, end, other = shared_edge(desk.cells(), cell)
    desk.near(start, end)
    desk.key("r")
    desk.draw(_along(start, end, 0.25), _along(start, end, 0.5, 0.1), _along(start, end, 0.75))
    desk.saved(1)
    after = desk.cells()
    new = [at for at in ring(after[cell["id"]]) if at not in ring(cell)]
    assert len(new) == 3
    assert all(holders(after, at) == {cell["id"], other["id"]} for at in new)
    # Ends on two different edges are refused in words, and nothing is lost.
    desk.draw(_along(start, end, 0.5), _along(start, end, 0.5, 0.2))
    expect(desk.said).to_contain_text("两端不在同一条公共边上")
    desk.saved(1)


def test_a_piece_goes_to_a_neighbour(desk: Planner) -> None:
    cell = _mine(desk)[1]
    before = desk.cells()
    desk.cut(cell, "t")
    target = desk.page.locator("#plan-transfer-target")
    other = int(target.input_value())
    desk.send("transfer")
    desk.saved(1)
    after = desk.cells()
    assert after.keys() == before.keys()
    assert {i for i, one in after.items() if one["changed"]} >= {cell["id"], other}
    expect(desk.history.first).to_contain_text(before[other]["name"])


def test_a_functional_zone_is_carved_out_of_two_cells(desk: Planner) -> None:
    cells = desk.cells()
    cell = _mine(desk)[2]
    start, end, other = shared_edge(cells, cell)
    desk.near(start, end)
    desk.key("n")
    west, east = _along(start, end, 0.3), _along(start, end, 0.7)
    desk.draw(
        _along(start, end, 0.3, 0.12),
        _along(start, end, 0.7, 0.12),
        _along(start, end, 0.7, -0.12),
        _along(start, end, 0.3, -0.12),
    )
    desk.type(desk.page.locator("#plan-carve-name"), "经开区一")
    desk.send("carve")
    desk.saved(1)
    after = desk.cells()
    zone = next(one for one in after.values() if one["name"] == "经开区一")
    assert zone["code"].startswith(cell["code"][:9])
    assert after[cell["id"]]["changed"]
    assert after[other["id"]]["changed"]
    assert west not in ring(zone)
    assert east not in ring(zone)
    expect(desk.page.locator(f"[data-cell='{zone['id']}']")).to_be_visible()


def test_a_cell_gets_another_township_another_name_and_a_mark(stack: Stack, login: Login) -> None:
    desk = Planner(login("guihua", "/planner", **LAPTOP))
    first, second = township(stack, COUNTY), township(stack, COUNTY, 1)
    desk.start("改属", first, second)
    cell = next(one for one in _mine(desk) if one["parent"] == first)
    desk.choose(cell)
    desk.push("[data-act=change_parent]")
    desk.think()
    desk.page.locator("#plan-change_parent-parent").select_option(str(second))
    desk.send("change_parent")
    desk.saved(1)
    desk.push("[data-act=rename]")
    desk.type(desk.page.locator("#plan-rename-name"), "新名村")
    desk.send("rename")
    desk.saved(2)
    desk.push("[data-act=exclave]")
    desk.saved(3)
    after = desk.cells()[cell["id"]]
    assert (after["parent"], after["name"], after["exclave"]) == (second, "新名村", True)


def test_merging_dissolving_and_the_help(desk: Planner) -> None:
    page, cells = desk.page, desk.cells()
    one = _mine(desk)[0]
    _, _, other = shared_edge(cells, one)
    desk.choose(one)
    desk.near(*ring(one), *ring(other))
    desk.click(middle(other), shift=True)
    expect(page.get_by_role("heading", name="选中 2 个网格")).to_be_visible()
    page.locator("#plan-merge-into").select_option(str(one["id"]))
    desk.push("[data-act-form=merge] button[type=submit]")
    desk.saved(1)
    assert other["id"] not in desk.cells()
    desk.push(page.locator(".plan-cell").get_by_role("button", name="撤销这个网格"))
    desk.push(page.locator(".plan-cell .confirm .btn-danger"))
    desk.saved(2)
    assert one["id"] not in desk.cells()

    desk.key("?")
    expect(page.locator("dialog")).to_contain_text("Ctrl Shift Z")
    assert Axe().run(page).violations_count == 0
    desk.key("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    desk.key("Control+z")
    desk.saved(1)
    assert one["id"] in desk.cells()


def test_today_s_people_stay_when_another_is_added(stack: Stack, desk: Planner) -> None:
    held = {
        cell: str(name)
        for cell, name in stack.query(
            "SELECT d.cell_id, u.name FROM store_duty d JOIN store_user u ON u.id = d.person_id"
            " WHERE d.role = 'OFF' AND d.ends_at IS NULL"
        )
    }
    cell = next(one for one in _mine(desk) if one["id"] in held)
    lost: list[str] = []

    def lose_once(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.request.url)
            route.abort()

    # Nobody known is not nobody there: the question is asked again.
    desk.page.route(re.compile(rf"/api/cells/{cell['id']}$"), lose_once)
    desk.choose(cell)
    expect(desk.page.locator("[aria-labelledby=part-posts]")).to_contain_text(
        held[cell["id"]], timeout=SECONDS
    )
    assert lost
    desk.assign("inspectors", "王格")
    desk.saved(1)
    (planned,) = desk.read()["assigned"]
    assert held[cell["id"]] in [one["name"] for one in planned["officers"]]
    assert "王格" in [one["name"] for one in planned["inspectors"]]
