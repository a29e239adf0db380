"""The planner's desk with a real mouse: from a new plan to what others see once it is published."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has no types
from playwright.sync_api import Page, expect

from live.processes import until

from .conftest import Stack
from .person import SECONDS, Person
from .staff import busy_cells, hire, number

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
Place = list[float]
COUNTY = "411002"
BIG = {"width": 1920, "height": 1080}


class Planner:
    """Somebody at the planner's desk."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.history = page.locator(".plan-history li")
        self.said = page.locator(".plan-said")

    def begin(self, name: str, parent: str) -> int:
        """A new plan over one cell; returns its number."""
        self.page.get_by_role("button", name="新建方案").click(timeout=SECONDS)
        form = self.page.locator("#plan")
        form.locator("[data-field=name] input").fill(name)
        form.get_by_role("combobox").fill(parent)
        form.get_by_role("option").filter(has_text=parent).first.click(timeout=SECONDS)
        form.locator("button[type=submit]").click()
        self.page.wait_for_url(re.compile(r"plan=\d+"), timeout=SECONDS)
        self.opened()
        return int(self.page.url.rsplit("=", 1)[1])

    def opened(self) -> None:
        expect(self.page.locator(".plan-bar")).to_be_visible(timeout=SECONDS)
        expect(self.page.locator(".plan-canvas")).to_have_count(2, timeout=SECONDS)

    def read(self, plan: int, what: str = "") -> dict[str, Any]:
        answer = self.page.request.get(f"{self.page.evaluate('location.origin')}/api/plans/{plan}{what}")
        assert answer.status == 200
        return answer.json()

    def pixel(self, at: Place) -> tuple[float, float]:
        """Where the desk draws a place."""
        x, y = self.page.evaluate(
            "(at) => { const p = document.querySelector('sg-plan-desk').stage.map.pixel(at);"
            " const r = document.querySelector('#map').getBoundingClientRect(); return [r.left + p.x, r.top + p.y]; }",
            at,
        )
        return float(x), float(y)

    def click(self, at: Place, *, shift: bool = False) -> None:
        self.page.mouse.move(*self.pixel(at), steps=3)
        if shift:
            self.page.keyboard.down("Shift")
        self.page.mouse.click(*self.pixel(at))
        if shift:
            self.page.keyboard.up("Shift")

    def drag(self, at: Place, right: float, down: float) -> None:
        """Take hold of a place and move the mouse by pixels, as a hand does."""
        x, y = self.pixel(at)
        self.page.mouse.move(x, y, steps=4)
        self.page.mouse.down()
        self.page.mouse.move(x + right / 2, y + down / 2, steps=4)
        self.page.mouse.move(x + right, y + down, steps=4)
        expect(self.page.locator(".plan-live")).to_be_visible()
        self.page.mouse.up()

    def choose(self, cell: dict[str, Any]) -> None:
        self.page.keyboard.press("v")
        self.click(middle(cell))
        expect(self.page.locator(f"[data-cell='{cell['id']}']")).to_be_visible()

    def saved(self, steps: int) -> None:
        """The history has so many steps in force, all of them on the server."""
        expect(self.page.locator(".plan-history li:not(.is-undone)")).to_have_count(steps, timeout=SECONDS)
        expect(self.page.locator(".plan-saved[data-saving=no]")).to_be_visible(timeout=SECONDS)

    def send(self, form: str) -> None:
        box = self.page.locator(f"[data-act-form='{form}']")
        box.locator("button[type=submit]").click()
        expect(box).to_be_hidden(timeout=SECONDS)


def ring(cell: dict[str, Any]) -> list[Place]:
    shape = cell["shape"]
    polygon = shape["coordinates"] if shape["type"] == "Polygon" else shape["coordinates"][0]
    return polygon[0][:-1]  # type: ignore[no-any-return] # JSON


def middle(cell: dict[str, Any]) -> Place:
    corners = ring(cell)
    return [sum(at[i] for at in corners) / len(corners) for i in (0, 1)]


def shared_node(cells: list[dict[str, Any]], cell: dict[str, Any], least: int = 3) -> Place:
    """A node of a cell that cells of the plan alone have in common."""
    drawn = {one["id"] for one in cells if one["mine"]}
    for at in ring(cell):
        holders = {one["id"] for one in cells if at in ring(one)}
        if len(holders) >= least and holders <= drawn:
            return at
    raise LookupError(f"{cell['name']} has no such node")


@pytest.fixture
def ground(stack: Stack) -> tuple[int, str, int]:
    """A busy community, its township's name, and how many points it has."""
    cell = busy_cells(stack, COUNTY)[0]
    town = stack.query(
        f"SELECT t.name FROM store_gridcell c JOIN store_gridcell t ON t.id = c.parent_id WHERE c.id = {cell}"
    )[0][0]
    return cell, str(town), number(stack, f"SELECT count(*) FROM store_riskpoint WHERE cell_id = {cell}")


def test_a_plan_from_the_first_node_to_other_screens(
    stack: Stack, login: Login, ground: tuple[int, str, int]
) -> None:
    cell, town, points = ground
    hire(stack, "xinguanyuan", "辛管员", ("OFF", cell))
    hire(stack, "jiuwangge", "久网格", ("INS", cell))
    inspector, wall = Person(login("jiuwangge", "/map?plain")), login("duban", "/wall?plain", **BIG)
    inspector.is_live()
    seen = inspector.legend()
    page = login("guihua", "/planner", **BIG)
    desk = Planner(page)
    plan = desk.begin("城区微调", town)

    cells = desk.read(plan, "/ground")["cells"]
    busy = next(one for one in cells if one["id"] == cell)
    desk.choose(busy)
    node = shared_node(cells, busy)
    holders = {one["id"] for one in cells if node in ring(one)}
    desk.drag(node, 14, 9)
    desk.saved(1)
    after = {one["id"]: one for one in desk.read(plan, "/ground")["cells"]}
    (moved,) = {tuple(at) for at in ring(after[cell])} - {tuple(at) for at in ring(busy)}
    assert {i for i, one in after.items() if list(moved) in ring(one)} == holders

    page.keyboard.press("Control+z")
    desk.saved(0)
    assert {
        tuple(at) for at in ring(next(c for c in desk.read(plan, "/ground")["cells"] if c["id"] == cell))
    } == {tuple(at) for at in ring(busy)}
    page.keyboard.press("Control+Shift+z")
    desk.saved(1)

    split_in_half(stack, desk, after[cell], "东半社区")
    desk.saved(2)
    new = next(one for one in desk.read(plan, "/ground")["cells"] if one["name"] == "东半社区")
    expect(page.locator(f"[data-cell='{new['id']}']")).to_be_visible()
    page.locator("[data-act=assign]").click()
    officers = page.locator("[data-act-form=assign] [data-field=officers]")
    officers.get_by_role("combobox").fill("辛管员")
    officers.get_by_role("option").filter(has_text="辛管员").first.click(timeout=SECONDS)
    desk.send("assign")
    desk.saved(3)

    page.get_by_role("tab", name="影响").click()
    expect(page.locator(".plan-impact")).to_be_visible(timeout=SECONDS)
    told = desk.read(plan, "/impact")
    assert 0 < told["totals"]["point"] < points
    expect(page.locator("[data-kind=point] .kpi")).to_have_text(str(told["totals"]["point"]))
    assert Axe().run(page).violations_count == 0, Axe().run(page).generate_report()

    before = number(stack, "SELECT max(id) FROM store_boundaryversion")
    with wall.expect_request(lambda asked: _tiles_of(asked.url) > before, timeout=2 * SECONDS):
        page.locator("[data-act=publish]").click()
        warnings = page.locator("input[name=accept]")
        expect(warnings.first).to_be_visible(timeout=SECONDS)
        for warning in warnings.all():
            warning.check()
        page.locator("[data-act=publish-now]").click()
    expect(desk.said).to_contain_text(re.compile(r"已发布第 \d+ 版边界"), timeout=2 * SECONDS)
    coming = sum(
        flow["total"]
        for flow in told["flows"]
        if flow["kind"] == "point" and (flow["target"] or {}).get("id") == new["id"]
    )
    assert coming == number(stack, f"SELECT count(*) FROM store_riskpoint WHERE cell_id = {new['id']}")
    expect(page.locator("[data-tool]")).to_have_count(0)
    until(lambda: inspector.legend() != seen, 40, what="the inspector's numbers follow")
    assert inspector.never_reloaded()


def _tiles_of(url: str) -> int:
    """The version of the boundaries that a tile was asked for; 0 if the address is not a tile's of cells."""
    found = re.search(r"/tiles/cells/[^/]+/(\d+)/", url)
    return int(found[1]) if found else 0


def split_in_half(stack: Stack, desk: Planner, cell: dict[str, Any], name: str) -> None:
    """Cut a community from north to south so that some of its points lie on either side; the east becomes new."""
    lons = sorted(
        float(str(row[0]))
        for row in stack.query(f"SELECT ST_X(owner_point) FROM store_riskpoint WHERE cell_id = {cell['id']}")
    )
    lats = [at[1] for at in ring(cell)]
    lon = (lons[0] + lons[-1]) / 2
    desk.choose(cell)
    desk.page.keyboard.press("s")
    for lat in (max(lats) + 0.0006, min(lats) - 0.0006):
        desk.click([lon, lat])
        desk.page.wait_for_timeout(350)  # two clicks at once would end the line
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator(".plan-steps [aria-current=step]")).to_contain_text("点选要成为新网格的一侧")
    east = max(ring(cell), key=lambda at: at[0])
    desk.click([(lon + 2 * east[0]) / 3, (east[1] + middle(cell)[1]) / 2])
    desk.page.locator("#plan-split-name").fill(name)
    desk.send("split")


def test_merging_removing_and_the_help(stack: Stack, login: Login, ground: tuple[int, str, int]) -> None:
    _, town, _ = ground
    page = login("guihua", "/planner", width=1366, height=768)
    desk = Planner(page)
    plan = desk.begin("合并试画", town)
    cells = [one for one in desk.read(plan, "/ground")["cells"] if one["mine"]]
    one = cells[0]
    other = next(
        c for c in cells[1:] if len({tuple(at) for at in ring(c)} & {tuple(at) for at in ring(one)}) > 1
    )
    desk.choose(one)
    desk.click(middle(other), shift=True)
    expect(page.get_by_role("heading", name="选中 2 个网格")).to_be_visible()
    page.locator("#plan-merge-into").select_option(str(one["id"]))
    page.locator("[data-act-form=merge] button[type=submit]").click()
    desk.saved(1)
    assert other["id"] not in {c["id"] for c in desk.read(plan, "/ground")["cells"]}

    page.keyboard.press("?")
    expect(page.locator("dialog")).to_contain_text("Ctrl Shift Z")
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    page.keyboard.press("Control+z")
    desk.saved(0)


def test_another_planners_step_is_said_and_taken_over(
    stack: Stack, login: Login, ground: tuple[int, str, int]
) -> None:
    cell, town, _ = ground
    first = Planner(login("guihua", "/planner", **BIG))
    plan = first.begin("两人同画", town)
    second = Planner(login("guihua", f"/planner?plan={plan}", **BIG))
    second.opened()
    cells = first.read(plan, "/ground")["cells"]
    busy = next(one for one in cells if one["id"] == cell)
    node = shared_node(cells, busy)
    first.choose(busy)
    first.drag(node, 10, 6)
    first.saved(1)
    second.choose(busy)
    second.drag(node, -12, 8)
    expect(second.said).to_contain_text("您刚才的一步没有保存", timeout=SECONDS)
    second.saved(1)
    assert len(second.read(plan)["history"]) == 1


def test_who_may_not_plan_is_told(login: Login) -> None:
    page = login("wangge", "/planner")
    expect(page.get_by_text("您的职责不包含网格规划")).to_be_visible(timeout=SECONDS)


def test_a_phone_is_told_that_drawing_needs_a_larger_screen(login: Login) -> None:
    page = login("guihua", "/planner", width=390, height=844)
    expect(page.get_by_text("请在电脑上打开")).to_be_visible(timeout=SECONDS)
    assert Axe().run(page).violations_count == 0
